"""``kaaw blame``: when each sentence of an article came, and when it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.changes import SentenceLife


@click.command(short_help="Show when each sentence of an article came and went.")
@options.common
@options.as_json
@click.option("--gone", is_flag=True, help="Show only sentences that the latest version does not have.")
@click.option("--containing", type=options.Words(), metavar="TEXT", help="Show only sentences with this text.")
@click.argument("typed", type=options.Words(), required=False, metavar="[URL|UID|DIGEST]")
def command(archive: Path, as_json: bool, gone: bool, containing: str | None, typed: str | None) -> None:
    """Show for each sentence of the text at URL in which version it came, and in which it was last.

    All addresses that the text had count. A sentence that moved stays the same one. Lines of the site's template and
    marks of change are left out. Quotation marks and dashes of any form are the same for --containing, and capitals
    count for nothing. Without URL, --gone --containing TEXT finds sentences that vanished from any text, and names the
    withdrawn pages with TEXT.

    \b
    Examples:
      kaaw blame http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw blame kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --containing Euro
      kaaw blame --gone --containing Verwaltung
    """
    from kaaw_archive.archive.queries.comparisons import withdrawn_that_have
    from kaaw_archive.typography import search_form

    if typed is None and not (gone and containing):
        raise click.UsageError("without URL, --gone and --containing are needed")
    with options.reading(archive) as connection:
        known = _articles(connection, typed, containing or "")
        found = _sentences(connection, known)
        withdrawn = withdrawn_that_have(connection, str(containing)) if typed is None else []
    wanted = search_form(containing or "")
    rows = [row for row in found if wanted in search_form(row["sentence"]) and not (gone and row["is_there"])]
    if as_json:
        printing.show_json({"sentences": rows, "withdrawn": withdrawn})
    else:
        _show_all(rows, withdrawn, is_of_one=typed is not None)


def _show_all(rows: list[Row], withdrawn: list[str], *, is_of_one: bool) -> None:
    if not rows and not withdrawn:
        printing.show("no such sentence")
    others = _other_addresses(rows)
    for number, row in enumerate(rows):
        if not is_of_one and (number == 0 or rows[number - 1]["article_url"] != row["article_url"]):
            printing.show((row["article_url"], "blue"))
        _show(row, others)
    for url in withdrawn:
        printing.show((url, "blue"), "  ", ("withdrawn, with the text in its last version", "red"))
    for url, name in others.items():
        printing.show((f"{name.strip()} at ", "dim"), (url, "blue"))


def _other_addresses(rows: list[Row]) -> dict[str, str]:
    """Return the other addresses at which sentences came, each with the number by which it is printed."""
    urls = dict.fromkeys(row["first_url"] for row in rows if row["first_url"] != row["article_url"])
    return {url: f" [{number}]" for number, url in enumerate(urls, 1)}


def _articles(connection: sqlite3.Connection, typed: str | None, text: str) -> list[Row]:
    """Return the article of an address or id, or those that had a text in an earlier version. Raises ArchiveError."""
    from kaaw_archive.archive.queries.comparisons import articles_that_had
    from kaaw_archive.cli.terminal.article_lookup import one_article

    return articles_that_had(connection, text) if typed is None else [one_article(connection, typed)[0]]


def _sentences(connection: sqlite3.Connection, found: list[Row]) -> list[Row]:
    """Return the sentences of these articles."""
    from kaaw_archive.archive.queries.works import versions_of_work
    from kaaw_archive.changes import sentence_lives
    from kaaw_archive.derive.edits import version_contents

    rows = []
    for article in found:
        versions = versions_of_work(connection, article["id"])
        lives = sentence_lives(version_contents(connection, [row["snapshot_id"] for row in versions]))
        rows += [{"article_url": article["url"]} | _row(life, versions) for life in lives]
    return rows


def _row(life: SentenceLife, versions: list[Row]) -> Row:
    first, last = versions[life.first], versions[life.last]
    return {
        "sentence": life.text,
        "first_url": first["url"],
        "first_version": first["version"],
        "first_seen_at": first["first_seen_at"],
        "last_url": last["url"],
        "last_version": last["version"],
        "last_seen_at": last["last_seen_at"],
        "is_there": life.is_there,
        "gone_by_at": None if life.is_there else versions[life.last + 1]["first_seen_at"],
        "replaced": life.replaced,
    }


def _show(row: Row, others: dict[str, str]) -> None:
    came = f"v{row['first_version']}{others.get(row['first_url'], '')} {printing.short_time(row['first_seen_at'])}"
    if row["is_there"]:
        printing.show((came, "green"), f"  {row['sentence']}")
    else:
        went = f"gone by {printing.short_time(row['gone_by_at'])}"
        printing.show((came, "dim"), f"  {row['sentence']}  ", (went, "red"))
    if row["replaced"]:
        printing.show(f"before: {row['replaced']}", indent=4)
