"""Return the articles and other pages that contain the words of a search, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, all_rows
from kaaw_archive.archive.search import ANALYSIS_VERSION, fts_query

if TYPE_CHECKING:
    import sqlite3

# A word in the title says more of what an article is about than one of hundreds in its text: ten times, as FTS5's
# manual has it in its example of bm25.
_HITS = """
WITH hits AS (
    SELECT rowid AS article_id, bm25(search_index, 10.0, 1.0) AS rank
    FROM search_index WHERE search_index MATCH :query
)
SELECT s.title, a.url, a.source, a.state, s.version, s.published_on, s.published_clue, s.modified_on, s.language,
       a.first_seen_at, a.last_seen_at, a.news_since_at IS NOT NULL AS is_news, h.rank, s.text
FROM hits h
JOIN articles a ON a.id = h.article_id
JOIN snapshots s ON s.article_id = a.id AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
WHERE (:source IS NULL OR a.source = :source)
  AND (:since IS NULL OR coalesce(s.published_on, substr(a.first_seen_at, 1, 10)) >= :since)
  AND (:until IS NULL OR coalesce(s.published_on, substr(a.first_seen_at, 1, 10)) <= :until)
ORDER BY h.rank, coalesce(s.published_on, a.first_seen_at) DESC, a.id
LIMIT :limit
"""


def is_index_current(connection: sqlite3.Connection) -> bool:
    """Return True if the present analysis made the index; otherwise words may not be found."""
    row = connection.execute("SELECT version FROM _state WHERE name = 'search'").fetchone()
    return row is not None and row[0] == ANALYSIS_VERSION


def hits(
    connection: sqlite3.Connection,
    words: str,
    *,
    limit: int,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Row]:
    """Return the articles by their latest version, and other pages (``is_news`` is 0), best first.

    ``rank`` is FTS5's bm25: the lower the better.

    ``since`` and ``until`` are days of publication, both included; of the first capture if that is not known.
    """
    wanted = {"query": fts_query(words), "limit": limit, "source": source, "since": since, "until": until}
    return all_rows(connection, _HITS, wanted)
