"""``kaaw search``: articles that contain some words, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.archive.search import Piece


@click.command(short_help="Find articles, best first.", context_settings={"ignore_unknown_options": True})
@options.common
@options.as_json
@click.option(
    "--limit",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=20,
    show_default=True,
    help="At most so many articles.",
)
@click.option(
    "--source", type=options.Words(), metavar="NAME", help="Only of this source, as `kaaw status` lists them."
)
@click.option("--since", type=options.CalendarDay(), help="Published, or else first seen, on this day or later.")
@click.option("--until", type=options.CalendarDay(), help="Published, or else first seen, on this day or before.")
@click.argument("words", nargs=-1, type=options.Words(), required=True)
def command(
    *,
    archive: Path,
    as_json: bool,
    limit: int,
    source: str | None,
    since: str | None,
    until: str | None,
    words: tuple[str, ...],
) -> None:
    """Find articles that contain all WORDS in their latest version, best first. Other pages are marked "no news".

    "A phrase" stands in quotation marks (the shell removes one pair), minist* finds words that begin so, -word excludes
    a word, OR stands between alternatives. Case and the spelling of umlauts make no difference.

    \b
    Examples:
      kaaw search Onlinezugangsgesetz
      kaaw search '"elektronische Rechnung"' 'Mitglied*' -Hessen
      kaaw search Foerderung OR Zuschuss --source bmi.bund.de --since 2016-01-01 --json
    """
    from kaaw_archive.archive import search
    from kaaw_archive.archive.queries import search as queries

    typed = _typed(words)
    with options.reading(archive) as connection:
        is_current = queries.is_index_current(connection)
        hits = queries.hits(connection, typed, limit=limit, source=source, since=since, until=until)
    if not is_current:
        printing.remark("the search index is of another version and may miss words: `kaaw migrate` makes it again")
    snippets = [search.excerpt(hit.pop("text"), typed) for hit in hits]
    if as_json:
        pairs = zip(hits, snippets, strict=True)
        printing.show_json([hit | {"snippet": "".join(text for text, _ in pieces)} for hit, pieces in pairs])
        return
    if not hits:
        printing.show("nothing found" if search.parse(typed) else "nothing found: no word to look for")
    for number, (hit, pieces) in enumerate(zip(hits, snippets, strict=True), start=1):
        _show(number, hit, search.mark(hit["title"], typed), pieces)


def _typed(words: tuple[str, ...]) -> str:
    """Return the words as one query. Raises NoSuchOption for a word that looks like an option."""
    for word in words:
        if word.startswith("--") and word.strip("-"):
            raise click.NoSuchOption(word)
    return " ".join(words)


def _show(number: int, hit: Row, title: tuple[Piece, ...], snippet: tuple[Piece, ...]) -> None:
    facts = [hit["published_on"] or f"seen {hit['first_seen_at'][:10]}", hit["source"]]
    if hit["state"] != "live":
        facts.append(hit["state"])
    if not hit["is_news"]:
        facts.append("no news")
    printing.show(f"{number}. ", *(printing.style_pieces(title, "bold") or ["(no title)"]))
    printing.show((hit["url"], "blue"), indent=3)
    printing.show((" · ".join(facts), "dim"), indent=3)
    if snippet:
        printing.show(*printing.style_pieces(snippet), indent=3)
    printing.show("")
