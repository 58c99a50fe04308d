"""``kaaw blame``: when each sentence of an article came, and when it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.changes import SentenceLife


@click.command(short_help="Show when each sentence of an article came and went.")
@options.common
@options.as_json
@click.option("--gone", is_flag=True, help="Show only sentences that the latest version does not have.")
@click.option("--containing", type=options.Words(), metavar="TEXT", help="Show only sentences with this text.")
@options.reference
def command(archive: Path, as_json: bool, gone: bool, containing: str | None, typed: str) -> None:
    """Show for each sentence of the article at URL in which version it came, and in which it was last.

    A sentence that moved stays the same one. Lines of the site's template and marks of change are left out.

    \b
    Examples:
      kaaw blame http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw blame kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --gone
      kaaw blame kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --containing Euro
    """
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.changes import sentence_lives
    from kaaw_archive.cli.terminal.article_lookup import one_article
    from kaaw_archive.derive.edits import version_contents

    with options.reading(archive) as connection:
        article, _ = one_article(connection, typed)
        versions = articles.versions(connection, article["id"])
        lives = sentence_lives(version_contents(connection, article["id"]))
    wanted = containing.lower() if containing else ""
    rows = [_row(life, versions) for life in lives if wanted in life.text.lower() and not (gone and life.is_there)]
    if as_json:
        printing.show_json({"article_url": article["url"], "versions": len(versions), "sentences": rows})
    elif rows:
        for row in rows:
            _show(row)
    else:
        printing.show("no such sentence")


def _row(life: SentenceLife, versions: list[Row]) -> Row:
    first, last = versions[life.first], versions[life.last]
    return {
        "sentence": life.text,
        "first_version": first["version"],
        "first_seen_at": first["first_seen_at"],
        "last_version": last["version"],
        "last_seen_at": last["last_seen_at"],
        "is_there": life.is_there,
        "gone_by_at": None if life.is_there else versions[life.last + 1]["first_seen_at"],
        "replaced": life.replaced,
    }


def _show(row: Row) -> None:
    came = f"v{row['first_version']} {printing.short_time(row['first_seen_at'])}"
    if row["is_there"]:
        printing.show((came, "green"), f"  {row['sentence']}")
    else:
        went = f"gone by {printing.short_time(row['gone_by_at'])}"
        printing.show((came, "dim"), f"  {row['sentence']}  ", (went, "red"))
    if row["replaced"]:
        printing.show(f"before: {row['replaced']}", indent=4)
