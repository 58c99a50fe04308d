"""Search all versions: hits by text or article, best first, with totals, facets and the query as understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kaaw_archive.analysis.query import as_text, parse
from kaaw_archive.archive.queries import article_filters
from kaaw_archive.archive.queries.articles import UNSEEN_SINCE
from kaaw_archive.archive.queries.rows import Row, all_rows
from kaaw_archive.archive.queries.search_fallbacks import (
    left_out_words,
    with_any_word,
    within_words,
    without_stop_words,
)
from kaaw_archive.archive.queries.search_index import VERSION_BITS, is_index_current
from kaaw_archive.archive.queries.search_terms import TermQueries, WordQueries
from kaaw_archive.items import ArticleFilter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from kaaw_archive.analysis.query import Node

# A word in the title says more of what an article is about than one of hundreds in its text: ten times, as FTS5's
# manual has it in its example of bm25. A part of a compound counts a tenth of a word.
_RANK = "bm25(search_index, 10.0, 1.0, 1.0, 1.0, 0.1)"

_NO_RANK = "0.0"  # where hits are only counted

_VERSIONS = f"""
SELECT rowid >> {VERSION_BITS} AS article_id, rowid & {(1 << VERSION_BITS) - 1} AS version, {_RANK} AS rank
FROM search_index WHERE search_index MATCH :query
"""
_VERSIONS_BY_WORDS = """
SELECT s.article_id, s.version, f.rank FROM (
    SELECT rowid AS id, bm25(snapshots_fts, 10.0, 1.0) AS rank FROM snapshots_fts WHERE snapshots_fts MATCH :query
) f JOIN snapshots s ON s.id = f.id
"""
_FILTERED = """
SELECT h.article_id, h.version, h.rank FROM matches h
CROSS JOIN articles a ON a.id = h.article_id
CROSS JOIN snapshots s ON s.article_id = h.article_id AND s.version = h.version WHERE {condition}
"""
# A text is chosen by the newest version at its current address, also for words that stand elsewhere.
_FILTERED_TEXTS = f"""
SELECT h.article_id, h.version, h.rank FROM matches h
CROSS JOIN articles found ON found.id = h.article_id
CROSS JOIN snapshots v ON v.article_id = h.article_id AND v.version = h.version
CROSS JOIN articles a ON a.id = {article_filters.current_of("found")}
CROSS JOIN snapshots s ON s.article_id = a.id WHERE {{condition}}
"""
# In the archive of a day the index has later versions, too.
_IS_OF_DAY = "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'snapshots')"
# Every statement on hits begins with these two tables. FTS5 computes ranks only in a statement that does nothing else
# with its rows: hence `matches`, before the filter.
_CHOSEN = "WITH matches AS MATERIALIZED ({versions}), chosen AS ({filtered})"
# One text is one hit, whatever its addresses, and has the rank of the best of them; an address that it left counts only
# if no other one has the words. With `min` SQLite takes the other columns from the row that has the minimum
# (sqlite.org/lang_select.html, Bare columns in an aggregate query).
_PAGE = """
SELECT p.article_id, p.rank, p.versions, count(*) AS addresses, count(*) OVER () AS total,
       group_concat(p.article_id || ' ' || p.versions, ';') AS places, min(p.rank + 1e6 * (a.state = 'moved'))
FROM (SELECT article_id, min(rank) AS rank, group_concat(version) AS versions FROM chosen GROUP BY article_id) p
CROSS JOIN articles a ON a.id = p.article_id
GROUP BY {text} ORDER BY p.rank, 1 DESC LIMIT :limit OFFSET :offset
"""
_TOTAL = """
SELECT count(DISTINCT {text}) FROM (SELECT DISTINCT article_id FROM chosen) p
CROSS JOIN articles a ON a.id = p.article_id
"""
_BY_WORK = {"text": article_filters.TEXT_ID, "current": article_filters.current_of("a")}
_BY_ADDRESS = {"text": "a.id", "current": "a.id"}
_CURRENT = f"SELECT {article_filters.current_of('a')} FROM articles a WHERE a.id = ?"
_DETAILS = f"""
SELECT a.id AS article_id, s.title, a.url, a.source, a.state, s.version, s.published_on, s.published_clue,
       s.modified_on, s.language, s.kind, s.author, a.first_seen_at, a.last_seen_at,
       {UNSEEN_SINCE} AS unseen_since_at, {article_filters.MISSING_SINCE} AS missing_since_at,
       s.first_seen_at AS version_first_seen_at, a.news_since_at IS NOT NULL AS is_news, s.text,
       (SELECT count(*) FROM snapshots v WHERE v.article_id = a.id) AS versions
FROM articles a JOIN snapshots s ON s.article_id = a.id AND s.version = :version WHERE a.id = :article_id
"""
_FACETS = f"""
SELECT {article_filters.YEAR} AS year, a.source, count(*) AS articles
FROM (SELECT DISTINCT {{current}} AS id FROM (SELECT DISTINCT article_id FROM chosen) p
      CROSS JOIN articles a ON a.id = p.article_id) h
CROSS JOIN articles a ON a.id = h.id
CROSS JOIN snapshots s ON s.article_id = a.id AND {article_filters.NEWEST} GROUP BY 1, 2 ORDER BY 1, 2
"""


NOT_CURRENT = "another version of kaaw made the index: only words as typed are found until `kaaw derive` makes it again"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, the number of all texts (or articles) that match, the query as understood, and remarks.

    A hit is a row with ``matching_versions`` (numbers), ``removed_in`` (the first version after them that has not what
    was looked for; None if the newest one has it), ``addresses`` (the number of those of the same text that match) and
    ``rank`` (bm25: the lower, the better).
    """

    hits: tuple[Row, ...]
    total: int
    understood: str
    node: Node
    remarks: tuple[str, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


def search(
    connection: sqlite3.Connection,
    query: str,
    chosen: ArticleFilter | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    has_facets: bool = False,
    is_by_address: bool = False,
) -> SearchResult:
    """Return the texts, or the articles, with a version that matches, best first. Raises QueryError.

    If no text has all words, those with some of them are returned, and a remark says so; if no word is known, those
    with a longer word that holds it. A filter chooses texts, by the newest version at the current address.
    ``is_by_address``: a text with several addresses is a hit for each of them, and a filter chooses among these.
    """
    chosen = chosen or ArticleFilter()
    is_current = is_index_current(connection)
    typed = parse(query)
    asked = without_stop_words(typed)
    known = (*(() if is_current else (NOT_CURRENT,)), *remarks_on_stop_words(typed))
    for node, remark in _attempts(connection, asked, is_current=is_current):
        sql, values = _chosen(connection, node, chosen, is_current=is_current, is_by_address=is_by_address)
        counted = _BY_ADDRESS if is_by_address else _BY_WORK
        page = all_rows(connection, sql + _PAGE.format(**counted), values | {"limit": limit, "offset": offset})
        total = page[0]["total"] if page else 0
        if not page and offset:
            total = connection.execute(sql + _TOTAL.format(**counted), values).fetchone()[0]
        if total:
            remarks = (*known, remark) if remark else known
            facets = _facets(connection, sql.replace(_RANK, _NO_RANK), values, counted) if has_facets else {}
            return SearchResult(tuple(_details(connection, page)), total, as_text(node), node, remarks, facets)
    return SearchResult((), 0, as_text(asked), asked, known)


def remarks_on_stop_words(node: Node) -> tuple[str, ...]:
    """Return the sentence on the stop words that a search leaves out of a query; nothing if there is none."""
    words = ", ".join(left_out_words(node))
    return (f"not searched, as most texts have it: {words}; in capitals or quotation marks it is",) if words else ()


def count_texts(connection: sqlite3.Connection, node: Node, chosen: ArticleFilter) -> int:
    """Return the number of texts with a version that matches a query."""
    sql, values = _chosen(connection, node, chosen, is_current=is_index_current(connection))
    counted = sql.replace(_RANK, _NO_RANK) + _TOTAL.format(**_BY_WORK)
    number: int = connection.execute(counted, values).fetchone()[0]
    return number


def matching_texts(connection: sqlite3.Connection, node: Node) -> tuple[str, dict[str, object]]:
    """Return a statement that selects texts with a version that answers a query, and its values.

    It gives their :data:`TEXT_ID`.
    """
    sql, values = _chosen(connection, node, ArticleFilter(), is_current=is_index_current(connection))
    of_texts = f"SELECT {_BY_WORK['text']} FROM articles a WHERE a.id IN (SELECT article_id FROM chosen)"
    return f"{sql.replace(_RANK, _NO_RANK)} {of_texts}", values


def matching_versions(connection: sqlite3.Connection, query: str) -> tuple[str, dict[str, object]]:
    """Return a condition over ``s`` (snapshots) for the versions that answer a query, and its values.

    Raises QueryError. No wider query stands in for one that finds nothing.
    """
    node = without_stop_words(parse(query))
    if is_index_current(connection):
        entries = "SELECT rowid FROM search_index WHERE search_index MATCH :query"
        return f"(s.article_id << {VERSION_BITS} | s.version) IN ({entries})", {
            "query": TermQueries(connection).query(node)
        }
    entries = "SELECT rowid FROM snapshots_fts WHERE snapshots_fts MATCH :query"
    return f"s.id IN ({entries})", {"query": WordQueries(connection).query(node)}


def _attempts(connection: sqlite3.Connection, node: Node, *, is_current: bool) -> Iterator[tuple[Node, str | None]]:
    yield node, None
    wider = with_any_word(node)
    if wider is not None:
        yield wider, "no text has all of it: these have some of the words"
    if is_current and (longer := within_words(connection, node)) is not None:
        yield longer, "no text has these words: these have longer words that hold them"


def _chosen(
    connection: sqlite3.Connection,
    node: Node,
    chosen: ArticleFilter,
    *,
    is_current: bool,
    is_by_address: bool = False,
) -> tuple[str, dict[str, object]]:
    queries = TermQueries(connection) if is_current else WordQueries(connection)
    if chosen == ArticleFilter() and not connection.execute(_IS_OF_DAY).fetchone()[0]:
        filtered, values = "SELECT * FROM matches", dict[str, object]()
    elif is_by_address:
        condition, values = article_filters.where(chosen, every_version=True)
        filtered = _FILTERED.format(condition=condition)
    else:
        condition, values = article_filters.where(replace(chosen, each_text_once=True))
        filtered = _FILTERED_TEXTS.format(condition=condition)
    sql = _CHOSEN.format(versions=_VERSIONS if is_current else _VERSIONS_BY_WORDS, filtered=filtered)
    return sql, values | {"query": queries.query(node)}


def _details(connection: sqlite3.Connection, page: list[Row]) -> Iterator[Row]:
    for row in page:
        article_id, versions = row["article_id"], row["versions"]
        if row["addresses"] > 1:  # the current one stands for the text if it has the words
            places = dict(place.split(" ") for place in row["places"].split(";"))
            (current,) = connection.execute(_CURRENT, (article_id,)).fetchone()
            article_id, versions = (current, places[str(current)]) if str(current) in places else (article_id, versions)
        numbers = sorted(map(int, versions.split(",")))
        (hit,) = all_rows(connection, _DETAILS, {"article_id": article_id, "version": numbers[-1]})
        removed_in = numbers[-1] + 1 if numbers[-1] < hit["versions"] else None
        yield hit | {
            "rank": row["rank"],
            "addresses": row["addresses"],
            "matching_versions": numbers,
            "removed_in": removed_in,
        }


def _facets(
    connection: sqlite3.Connection, sql: str, values: dict[str, object], counted: dict[str, str]
) -> dict[str, dict[str, int]]:
    facets: dict[str, Counter[str]] = {"year": Counter(), "source": Counter()}
    for row in all_rows(connection, sql + _FACETS.format(**counted), values):
        for name, counts in facets.items():
            counts[row[name]] += row["articles"]
    return {name: dict(sorted(counts.items())) for name, counts in facets.items()}
