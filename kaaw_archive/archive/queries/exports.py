"""Rows that leave the archive: versions of articles with their origin and the signals of their publisher.

They come one at a time, in the order of articles and versions, so that a file of any size is written in little memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import article_filters
from kaaw_archive.archive.queries.rows import each_row
from kaaw_archive.archive.queries.search import matching_versions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import ArticleFilter

# Each is a column of a promised table or view; (name here, expression, relation.column that explains it).
COLUMNS = (
    ("url", "a.url", "articles.url"),
    ("source", "a.source", "articles.source"),
    ("state", "a.state", "articles.state"),
    ("work_key", "(SELECT key FROM works WHERE id = a.work_id)", "works_view.work_key"),
    ("is_current", article_filters.IS_CURRENT, "latest.is_current"),
    ("is_news", "a.news_since_at IS NOT NULL", None),
    ("page_kind", "(SELECT page_kind FROM _shown_kinds WHERE page_id = a.page_id)", "latest.page_kind"),
    ("kind", "s.kind", "snapshots.kind"),
    ("version", "s.version", "snapshots.version"),
    ("title", "s.title", "snapshots.title"),
    ("kicker", "s.kicker", "snapshots.kicker"),
    ("lead", "s.lead", "snapshots.lead"),
    ("text", "s.text", "snapshots.text"),
    ("author", "s.author", "snapshots.author"),
    ("issuer", "s.issuer", "snapshots.issuer"),
    ("place", "s.place", "snapshots.place"),
    ("language", "s.language", "snapshots.language"),
    ("published_on", "s.published_on", "snapshots.published_on"),
    ("published_clue", "s.published_clue", "snapshots.published_clue"),
    ("modified_on", "s.modified_on", "snapshots.modified_on"),
    ("first_seen_at", "a.first_seen_at", "articles.first_seen_at"),
    ("last_seen_at", "a.last_seen_at", "articles.last_seen_at"),
    ("version_first_seen_at", "s.first_seen_at", "snapshots.first_seen_at"),
    ("version_last_seen_at", "s.last_seen_at", "snapshots.last_seen_at"),
    ("missing_since_at", article_filters.MISSING_SINCE, "latest.missing_since_at"),
    ("captured_url", "v.captured_url", "cited_captures.captured_url"),
    ("captured_at", "v.captured_at", "cited_captures.captured_at"),
    ("capture_uid", "v.capture_uid", "cited_captures.capture_uid"),
    ("payload_digest", "v.payload_digest", "cited_captures.payload_digest"),
    ("text_digest", "s.text_digest", "snapshots.text_digest"),
)
# as articles.UNSEEN_SINCE; empty without a crawl
_SEEN_OF_LATE = "SELECT coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', max(started_at), '-90 days'), '') FROM crawls"
# A signal counts for all versions of an article, whenever its page sent it: a publisher may change its mind. Hence
# `main`: the archive of a day does not hide what was reserved later.
SIGNALS = """
(SELECT json_group_array(DISTINCT sent.rights_json) FROM main.captures sent
 WHERE sent.page_id IN (a.page_id, c.page_id, (SELECT now.page_id FROM main.articles now WHERE now.id = a.id))
   AND sent.rights_json IS NOT NULL)
"""
_FROM = """
FROM articles a
CROSS JOIN snapshots s ON s.article_id = a.id
JOIN captures c ON c.id = s.capture_id
"""
_CITED = "JOIN cited_captures v ON v.snapshot_id = s.id"
SIGNALS_OF_ARTICLE = f"""
SELECT a.id, {SIGNALS} {_FROM}
WHERE {article_filters.NEWEST} AND {{}} ORDER BY a.id
"""


def versions(
    connection: sqlite3.Connection, chosen: ArticleFilter, words: str | None = None, *, every_version: bool = False
) -> Iterator[Row]:
    """Yield the newest version of each article that is chosen, or every version of it.

    ``words`` is a query as people type it; None: all. It chooses articles with a version that answers it, as a search
    does, each in the newest of these; with ``every_version`` in each of these. With ``each_text_once`` it chooses texts
    with such a version at any address, each in its newest version, so that rows by kind, day or source are as many as a
    search and a trend count. A row has the names of :data:`COLUMNS`, and ``signals``: a JSON list of the
    ``rights_json`` that captures of its page have.
    """
    names = ", ".join(f"{expression} AS {name}" for name, expression, _ in COLUMNS)
    condition, values = _where(connection, chosen, words, every_version=every_version)
    sql = f"SELECT {names}, {SIGNALS} AS signals {_FROM} {_CITED} WHERE {condition} ORDER BY a.id, s.version"
    rows = each_row(connection, sql, values)
    yield from rows if every_version else _last_of_each(rows, "url")


def _last_of_each(rows: Iterable[Row], name: str) -> Iterator[Row]:
    """Yield the last of the rows in a row that have the same value in a column."""
    before: Row | None = None
    for row in rows:
        if before is not None and before[name] != row[name]:
            yield before
        before = row
    if before is not None:
        yield before


def seen_of_late(connection: sqlite3.Connection) -> str:
    """Return the time since which an article must have been seen that counts as still there."""
    at: str = connection.execute(_SEEN_OF_LATE).fetchone()[0]
    return at


def newest_at(connection: sqlite3.Connection, chosen: ArticleFilter, words: str | None = None) -> str | None:
    """Return the last instant at which a chosen version was seen; None if nothing is chosen."""
    condition, values = _where(connection, chosen, words, every_version=False)
    row = connection.execute(f"SELECT max(s.last_seen_at) {_FROM} WHERE {condition}", values).fetchone()
    return None if row is None else row[0]


def article_ids(
    connection: sqlite3.Connection, chosen: ArticleFilter, words: str | None = None
) -> Iterator[tuple[int, str]]:
    """Yield the id of each chosen article and the signals of its page, as :func:`versions` has them."""
    condition, values = _where(connection, chosen, words, every_version=False)
    sql = f"SELECT a.id AS id, {SIGNALS} AS signals {_FROM} WHERE {condition} ORDER BY a.id"
    yield from ((row["id"], row["signals"]) for row in _last_of_each(each_row(connection, sql, values), "id"))


def _where(
    connection: sqlite3.Connection, chosen: ArticleFilter, words: str | None, *, every_version: bool
) -> tuple[str, dict[str, object]]:
    if words is None:
        return article_filters.where(chosen, every_version=every_version)
    matching, wanted = matching_versions(connection, words)
    if chosen.each_text_once and not every_version:
        condition, values = article_filters.where(chosen)
        having = f"SELECT {article_filters.TEXT_ID} FROM articles a JOIN snapshots s ON s.article_id = a.id"
        return f"{condition} AND {article_filters.TEXT_ID} IN ({having} WHERE {matching})", values | wanted
    condition, values = article_filters.where(chosen, every_version=True)
    return f"{condition} AND {matching}", values | wanted
