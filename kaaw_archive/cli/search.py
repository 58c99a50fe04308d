"""``kaaw search``: texts, or articles, with a version that answers a query, best first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.filter_options import article_filter

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.analysis.marking import Piece
    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.archive.queries.search import SearchResult
    from kaaw_archive.archive.queries.search_excerpts import Excerpt
    from kaaw_archive.items import ArticleFilter


@click.command(short_help="Find texts, best first.", context_settings={"ignore_unknown_options": True})
@options.common
@options.as_json
@click.option(
    "--limit",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=20,
    show_default=True,
    help="At most so many texts.",
)
@click.option(
    "--page",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=1,
    show_default=True,
    help="Page of the hits, of --limit texts each.",
)
@click.option("--facets", "has_facets", is_flag=True, help="Also count all hits by year and by source.")
@click.option("--by-address", "is_by_address", is_flag=True, help="Find articles: a text counts once for each address.")
@article_filter
@click.argument("words", nargs=-1, type=options.Words(), required=True)
def command(
    *,
    archive: Path,
    as_json: bool,
    limit: int,
    page: int,
    chosen: ArticleFilter,
    as_of: str | None,
    words: tuple[str, ...],
    **flags: bool,
) -> None:
    """Find texts that have all WORDS in one of their versions, in any of their forms, also as parts of compounds.

    AND, OR, NOT and brackets; -word for what must not occur; "a phrase" in quotation marks (the shell takes one pair
    off); a NEAR b, a NEAR/5 b for words at most ten or five apart; minist* for words that begin so; title:, text: and
    author: before a word or a bracket. Case and the spellings of umlauts make no difference.

    \b
    Examples:
      kaaw search Onlinezugangsgesetz
      kaaw search '"elektronische Akte"' 'Justiz*' -Hessen
      kaaw search 'title:(Förderung OR Zuschuss)' --source bmi.bund.de --since 2016-01-01 --facets
      kaaw search Ministerin --as-of 2016-09-22 --json
    """
    from kaaw_archive.archive.queries.search_excerpts import excerpts

    query, offset = _typed(words), (page - 1) * limit
    with options.reading(archive, as_of) as connection:
        result, nearest = _find(connection, query, chosen, limit=limit, offset=offset, **flags)
        pieces = excerpts(connection, result.node, list(result.hits))
    for remark in result.remarks:
        printing.remark(remark)
    if as_json:
        _show_json(result, [snippet for _, snippet in pieces], nearest)
    elif result.total:
        _show_page(result, pieces, offset + 1, "article" if flags["is_by_address"] else "text")
    else:
        printing.show(f"nothing found for {result.understood}" + (f"; {nearest} finds something" if nearest else ""))
        if not (result.remarks or nearest):
            printing.remark(
                "archived are pages to which lists, feeds and articles lead; another one, such as an imprint, by its"
                " address: kaaw crawl site -a urls=URL"
            )


def _find(
    connection: sqlite3.Connection, query: str, chosen: ArticleFilter, **asked: Any
) -> tuple[SearchResult, str | None]:
    """Return the result of a search; if it found nothing, with remarks on why, and a query near by that does."""
    from kaaw_archive.archive.queries.looks import remarks_on_filter
    from kaaw_archive.archive.queries.search import search
    from kaaw_archive.archive.queries.sources import check_sources

    check_sources(connection, chosen.sources)
    result = search(connection, query, chosen, **asked)
    of_times = remarks_on_filter(connection, chosen, result.facets.get("year", ()))
    result = replace(result, remarks=(*result.remarks, *of_times))
    if result.total:
        return result, None
    from kaaw_archive.archive.queries.search_help import languages_not_there, nearest_query

    remarks = (*result.remarks, *languages_not_there(connection, chosen))
    return replace(result, remarks=remarks), nearest_query(connection, query, chosen)


def _show_page(result: SearchResult, pieces: list[Excerpt], first: int, noun: str) -> None:
    for number, (hit, (title, snippet)) in enumerate(zip(result.hits, pieces, strict=True), start=first):
        _show(number, hit, title, snippet)
    shown = f"{first} to {first + len(result.hits) - 1} of " if result.total > len(result.hits) and result.hits else ""
    printing.show(f"{shown}{printing.count(result.total, noun)} for {result.understood}")
    for name, counts in result.facets.items():
        from kaaw_archive.cli.terminal import tables

        printing.show_heading("By year of publication" if name == "year" else f"By {name}")
        tables.show_table((name, f"{noun}s"), [(value, str(number)) for value, number in counts.items()])


def _typed(words: tuple[str, ...]) -> str:
    """Return the words as one query. Raises NoSuchOption for a word that looks like an option."""
    for word in words:
        if word.startswith("--") and word.strip("-"):
            raise click.NoSuchOption(word)
    return " ".join(words)


def _show_json(result: SearchResult, snippets: list[tuple[Piece, ...]], nearest: str | None) -> None:
    hits = [
        {name: value for name, value in hit.items() if name != "text"}
        | {"snippet": "".join(text for text, _ in pieces)}
        for hit, pieces in zip(result.hits, snippets, strict=True)
    ]
    found = {"total": result.total, "understood": result.understood, "remarks": list(result.remarks)}
    printing.show_json(found | {"nearest": nearest, "facets": result.facets, "hits": hits})


def _show(number: int, hit: Row, title: tuple[Piece, ...], snippet: tuple[Piece, ...]) -> None:
    facts = [hit["published_on"] or f"seen {hit['first_seen_at'][:10]}", hit["source"]]
    if hit["state"] != "live":
        facts.append(hit["state"])
    if hit["unseen_since_at"]:
        facts.append(f"unseen since {hit['unseen_since_at'][:10]}")
    if hit["missing_since_at"]:
        facts.append(f"missing since {hit['missing_since_at'][:10]}, once")
    if not hit["is_news"]:
        facts.append("no news")
    if hit["versions"] > 1:
        facts.append(f"in version {_ranges(hit['matching_versions'])} of {hit['versions']}")
    if hit["addresses"] > 1:
        facts.append(f"at {hit['addresses']} addresses")
    if hit["removed_in"]:
        facts.append(f"removed in version {hit['removed_in']}")
    printing.show(f"{number}. ", *(printing.style_pieces(title, "bold") or ["(no title)"]))
    printing.show((hit["url"], "blue"), indent=3)
    printing.show((" · ".join(facts), "dim"), indent=3)
    if snippet:
        printing.show(*printing.style_pieces(snippet), indent=3)
    printing.show("")


def _ranges(numbers: list[int]) -> str:
    """Return numbers in order as ranges.

    >>> _ranges([1, 2, 3, 5])
    '1 to 3, 5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
