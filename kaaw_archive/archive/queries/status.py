"""How the archive stands: what it holds, how the last crawls went, what is left to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3

# length() of a blob reads its header only, not the bytes
_COUNTS = f"""
SELECT (SELECT count(*) FROM crawls) AS crawls,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM pages) AS pages,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM snapshots) AS snapshots,
       (SELECT count(*) FROM links) AS links,
       (SELECT count(*) FROM captures WHERE page_id IS NULL AND kind IN {FOLDED_KINDS}) AS captures_not_read,
       count(data) AS payloads,
       coalesce(sum(length(data)), 0) AS payload_stored_bytes,
       coalesce(sum(CASE WHEN data IS NOT NULL THEN size_bytes END), 0) AS payload_size_bytes
FROM payloads
"""

# A crawl writes its totals when it ends; until then its captures are counted.
_LAST_CRAWLS = """
SELECT r.uid, r.spider, r.source, r.state, r.reason, r.started_at, r.ended_at, r.requests,
       CASE r.state WHEN 'running' THEN (SELECT count(*) FROM captures WHERE crawl_id = r.id) ELSE r.captures END
           AS captures,
       r.new_payloads, r.problems
FROM crawls r ORDER BY r.started_at DESC, r.id DESC LIMIT :limit
"""

# source '*' stands for crawls of many sites: such a one counts for a source where it made the last capture of a page
_SOURCES = """
WITH finished (source, started_at) AS (
    SELECT source, started_at FROM crawls WHERE state = 'finished' AND source <> '*'
    UNION ALL
    SELECT p.source, r.started_at FROM pages p
    JOIN captures c ON c.id = p.last_capture_id
    JOIN crawls r ON r.id = c.crawl_id WHERE r.state = 'finished'
), good AS (
    SELECT source, max(started_at) AS last_good_crawl_at FROM finished GROUP BY source
), counted AS (
    SELECT source, count(*) AS articles, sum(state = 'withdrawn') AS withdrawn, max(last_seen_at) AS last_seen_at
    FROM articles GROUP BY source
)
SELECT * FROM counted LEFT JOIN good USING (source) ORDER BY source
"""

_PROBLEMS = """
WITH last AS (SELECT id FROM crawls ORDER BY started_at DESC, id DESC LIMIT 1)
SELECT coalesce(c.error, 'status ' || c.status) AS problem, count(*) AS captures, min(u.url) AS example_url
FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.crawl_id = (SELECT id FROM last) AND c.kind <> 'robots' AND (c.error IS NOT NULL OR c.status >= 400)
GROUP BY problem
UNION ALL
SELECT 'reading: ' || g.problem, count(*), min(u.url)
FROM captures c JOIN readings g ON g.capture_id = c.id JOIN urls u ON u.id = c.url_id
WHERE c.crawl_id = (SELECT id FROM last) AND g.problem IS NOT NULL
GROUP BY g.problem
ORDER BY captures DESC, problem
"""


def counts(connection: sqlite3.Connection) -> Row:
    """How many of each; ``payload_size_bytes`` is what the payloads had, ``payload_stored_bytes`` what they take."""
    return all_rows(connection, _COUNTS)[0]


def counts_of_derived(connection: sqlite3.Connection) -> dict[str, int]:
    """How many captures there are, and how much is derived from them."""
    names = ("captures", "pages", "readings", "articles", "snapshots")
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def last_crawls(connection: sqlite3.Connection, limit: int) -> list[Row]:
    """The newest crawls, newest first; ``duration_s`` is None for one that did not end."""
    return [row | {"duration_s": _duration_s(row)} for row in all_rows(connection, _LAST_CRAWLS, {"limit": limit})]


def sources(connection: sqlite3.Connection) -> list[Row]:
    """Every source that has articles, and when its last crawl that finished began (None: never)."""
    return all_rows(connection, _SOURCES)


def problems_of_last_crawl(connection: sqlite3.Connection) -> list[Row]:
    """The names of what went wrong in the newest crawl, the most frequent first; robots.txt itself aside."""
    return all_rows(connection, _PROBLEMS)


def _duration_s(crawl: Row) -> float | None:
    if crawl["ended_at"] is None:
        return None
    return (times.from_text(crawl["ended_at"]) - times.from_text(crawl["started_at"])).total_seconds()
