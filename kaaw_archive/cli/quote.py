"""``kaaw quote``: quotations that are watched, and what became of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.decision_options import made_by
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row


@click.command(short_help="Watch a quotation: is it still there, changed, or gone?")
@options.common
@options.as_json
@click.option("--reason", type=options.Words(), metavar="TEXT", help="Work that quotes it, and where.")
@click.option("--end", "is_end", is_flag=True, help="Watch the quotation no longer.")
@made_by
@click.argument("url", type=options.Words(), required=False)
@click.argument("text", type=options.Words(), required=False)
def command(
    *, archive: Path, as_json: bool, reason: str | None, is_end: bool, by: str, url: str | None, text: str | None
) -> None:
    """Watch TEXT, a quotation of the article at URL, and show for each version if it is there, changed or gone.

    Without TEXT those of URL are listed, and without URL all that are watched, with their state in the latest version.
    If the text moved, its versions at the new address are the later ones. Differences in quotation marks, dashes and
    blanks do not count.

    \b
    Examples:
      kaaw quote
      kaaw quote kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen Modellkommune
    """
    if (is_end or reason) and text is None:
        raise click.UsageError("--end and --reason need URL and TEXT")
    if url is not None and text is not None:
        _decide(archive, url, text, is_end, reason, by)
    with options.reading(archive) as connection:
        quotes = _quotes(connection, url, text)
    if as_json:
        printing.show_json({"quotations": quotes})
        return
    if not quotes:
        gone = "it is watched no longer" if is_end else f"no quotation of {url} is watched"
        printing.show(gone if url else "no quotation is watched")
    for quote in quotes:
        _show(quote)


def _decide(archive: Path, url: str, text: str, is_end: bool, reason: str | None, by: str) -> None:
    """Store that a quotation is watched, or no longer. Raises ArchiveError."""
    from kaaw_archive.archive.queries.decisions import quotes_in_force
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.cli.terminal.article_lookup import one_article
    from kaaw_archive.json_text import compact

    options.check_exists(archive)
    at = options.now()

    def work(connection: sqlite3.Connection) -> None:
        article = one_article(connection, url)[0]
        known = [quote for quote in quotes_in_force(connection, at, str(article["url"])) if quote["text"] == text]
        if is_end:
            if not known:
                raise ArchiveError(f"this is no watched quotation of {article['url']}")
            for quote in known:
                decisions.end_one(connection, quote["id"], made_by=by, made_at=at)
        elif not known:
            if not any(one["state"] == "there" for one in _history(connection, article, text)):
                raise ArchiveError(_not_there(connection, article, text))
            decisions.add(
                connection,
                "quote",
                str(article["url"]),
                made_by=by,
                made_at=at,
                reason=reason,
                value_json=compact({"text": text}),
            )

    writer.write_once(archive, work)


def _not_there(connection: sqlite3.Connection, article: Row, text: str) -> str:
    """Return that no version at an address has a text, and which one at another address of its text does."""
    from kaaw_archive.cli.terminal.versions_that_say import in_words, versions_that_say

    refusal = f"no version of {article['url']} has this text"
    others = versions_that_say(connection, article["id"], text)
    return f"{refusal}, but {in_words(others[0], article['url'])}: watch it there" if others else refusal


def _quotes(connection: sqlite3.Connection, url: str | None, text: str | None) -> list[Row]:
    """Return the watched quotations of a text, at all of its addresses, or of all texts, each with its history.

    Raises ArchiveError.
    """
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.archive.queries.decisions import quotes_in_force
    from kaaw_archive.cli.terminal.article_lookup import one_article

    about: list[str | None] = [None]
    if url is not None:
        article = one_article(connection, url)[0]
        about = [one["url"] for one in [article, *articles.other_addresses(connection, article["id"])]]
    found = []
    for quote in (quote for one in about for quote in quotes_in_force(connection, options.now(), one)):
        if text is not None and quote["text"] != text:
            continue
        known = articles.by_address(connection, quote["url"])
        history = _history(connection, known[0], quote["text"]) if known else []
        quote.pop("id")
        state = history[-1]["state"] if history else "unknown"
        found.append(
            quote | {"state": state, "article_state": known[0]["state"] if known else None, "history": history}
        )
    return found


def _history(connection: sqlite3.Connection, article: Row, text: str) -> list[Row]:
    """Return what the versions of a text have of a quotation of an article, from the first on; only changes."""
    from kaaw_archive.archive.queries.works import later_addresses
    from kaaw_archive.derive.quotation_events import quotation_lives

    url_of = {int(article["id"]): str(article["url"]), **dict(later_addresses(connection, int(article["id"])))}
    return [
        asdict(life.form)
        | {"version": life.version["version"], "first_seen_at": life.version["first_seen_at"]}
        | {"article_url": url_of[life.article_id]}
        for life in quotation_lives(connection, list(url_of), text)
    ]


def _show(quote: Row) -> None:
    is_elsewhere = bool(quote["history"]) and quote["history"][-1]["article_url"] != quote["url"]
    is_away = quote["article_state"] in ("withdrawn", "moved") and not is_elsewhere
    style = "green" if quote["state"] == "there" and not is_away else "red"
    state = f"{quote['state']} in its last version, and the article is {quote['article_state']}"
    printing.show((state if is_away else quote["state"], style), f"  {quote['text']}  ", (quote["url"], "blue"))
    for one in quote["history"]:
        where = f" in paragraph {one['paragraph']}" if one["paragraph"] else ""
        words = f": {one['sentence']}" if one["state"] == "changed" else ""
        at = printing.short_time(one["first_seen_at"])
        address = "" if one["article_url"] == quote["url"] else f" at {one['article_url']}"
        printing.show(f"version {one['version']}{address}, {at}: {one['state']}{where}{words}", indent=4)
