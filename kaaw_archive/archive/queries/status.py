"""State of the archive: its content, its last crawls, its silent sources."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.crawl_reasons import INTERRUPTED, NOTHING_WAS_DUE
from kaaw_archive.archive.queries.frontier import NOT_WELL
from kaaw_archive.archive.queries.rows import Row, all_rows, first_row
from kaaw_archive.archive.queries.unread_articles import unread_in_crawl

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

# length() of a blob reads its header only, not the bytes
_COUNTS = f"""
SELECT (SELECT count(*) FROM crawls) AS crawls,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM pages) AS pages,
       (SELECT count(*) FROM articles WHERE news_since_at IS NOT NULL) AS articles,
       (SELECT count(*) FROM works WHERE news_since_at IS NOT NULL) AS works,
       (SELECT count(*) FROM articles WHERE news_since_at IS NULL) AS other_pages,
       (SELECT count(*) FROM snapshots s JOIN articles a ON a.id = s.article_id WHERE a.news_since_at IS NOT NULL)
           AS snapshots,
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

# source '*' stands for crawls of many sites: such a one counts for a source where it made the last capture of a page,
# and the server answered, or the last one that shows an article. A refusal by robots.txt shows nothing.
_SOURCES = """
WITH finished (source, started_at) AS (
    SELECT source, started_at FROM crawls WHERE state = 'finished' AND source <> '*'
    UNION ALL
    SELECT p.source, r.started_at FROM pages p
    JOIN captures c ON c.id = p.last_capture_id
    JOIN crawls r ON r.id = c.crawl_id WHERE r.state = 'finished' AND c.error IS NULL
    UNION ALL
    SELECT a.source, r.started_at FROM articles a JOIN snapshots s ON s.article_id = a.id
    JOIN captures c ON c.id = s.last_capture_id JOIN crawls r ON r.id = c.crawl_id WHERE r.state = 'finished'
), good AS (
    SELECT source, max(started_at) AS last_good_crawl_at FROM finished GROUP BY source
), counted AS (
    SELECT source, count(news_since_at) AS articles, sum(news_since_at IS NULL) AS other_pages,
           sum(state = 'withdrawn' AND news_since_at IS NOT NULL) AS withdrawn, max(last_seen_at) AS last_seen_at,
           min(first_seen_at) AS first_seen_at
    FROM articles GROUP BY source
), begun AS (
    SELECT source, count(*) AS works, min(published_on) AS first_published_on
    FROM works WHERE news_since_at IS NOT NULL GROUP BY source
)
SELECT counted.*, last_good_crawl_at, coalesce(works, 0) AS works, first_published_on
FROM counted LEFT JOIN good USING (source) LEFT JOIN begun USING (source) ORDER BY source
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

GROWTH_DAYS = 30

DAY_S = 86_400

# A source is silent after twice the longest pause between its last new articles, and not before three days.
_PAUSES = 20

_FEWEST_PAUSES = 4

_PATIENCE = 2.0

_SHORTEST_SILENCE_S = 3 * DAY_S

_GROWTH = """
SELECT (SELECT min(started_at) FROM crawls) AS first_at,
       (SELECT coalesce(sum(length(data)), 0) FROM payloads WHERE first_seen_at >= :since) AS stored_bytes,
       (SELECT coalesce(sum(length(data)), 0) FROM payloads) AS all_bytes,
       (SELECT count(*) FROM captures WHERE captured_at >= :since) AS captures,
       (SELECT count(*) FROM captures) AS all_captures
"""

# Days, as a first crawl brings many articles at once.
_NEW_DAYS = """
SELECT source, substr(news_since_at, 1, 10) AS day, max(news_since_at) AS at FROM articles
WHERE news_since_at IS NOT NULL GROUP BY source, day ORDER BY source, day
"""

# A crawl for which nothing was due says nothing of its source.
_TELLING = f"reason IS NOT '{NOTHING_WAS_DUE}'"

# A crawl that was cut goes on with the next run, and shows nothing that is wrong with its source.
_WHOLE = f"{_TELLING} AND reason IS NOT '{INTERRUPTED}'"

_SINCE = f"""
CASE WHEN r.state IN {NOT_WELL} THEN (
    SELECT min(started_at) FROM crawls WHERE spider = r.spider AND source = r.source AND state IN {NOT_WELL}
    AND {_WHOLE} AND id > coalesce((SELECT max(id) FROM crawls WHERE spider = r.spider AND source = r.source
                       AND state = 'finished' AND {_TELLING}), 0)) END AS since_at
"""

_LAST_OF_EACH = f"""
SELECT r.spider, r.source, r.uid, r.state, r.reason, r.started_at, r.ended_at, r.requests, r.captures, r.new_payloads,
       r.problems, {_SINCE}
FROM crawls r WHERE r.id IN (SELECT max(id) FROM crawls WHERE {{}} GROUP BY spider, source)
ORDER BY r.spider, r.source
"""

_LAST_CRAWL_OF_EACH = _LAST_OF_EACH.format(_TELLING)

_LAST_WHOLE_CRAWL_OF_EACH = _LAST_OF_EACH.format(_WHOLE)

_NEWEST_CRAWL = f"""
SELECT r.id, r.uid, r.spider, r.source, r.state, r.reason, r.requests, r.captures, r.new_payloads, r.problems, {_SINCE},
       (SELECT reason FROM crawls WHERE spider = r.spider AND source = r.source AND id < r.id AND {_WHOLE}
        ORDER BY id DESC LIMIT 1) AS earlier_reason
FROM crawls r WHERE r.spider = :spider AND r.source = :source AND r.id > :after ORDER BY r.id DESC LIMIT 1
"""

_EVENTS_BY_SOURCE = """
SELECT source, sum(kind = 'new') AS new, sum(kind = 'edited') AS edited, sum(kind = 'withdrawn') AS withdrawn,
       sum(kind = 'moved') AS moved, sum(kind = 'returned') AS returned, sum(kind = 'link_failing') AS links_failing,
       sum(kind = 'link_dead') AS links_dead, sum(kind = 'link_returned') AS links_returned
FROM events WHERE known_at >= :since AND NOT is_superseded GROUP BY source ORDER BY source
"""


def counts(connection: sqlite3.Connection) -> Row:
    """Return the number of rows by table; ``payload_size_bytes`` is before compression, ``_stored_`` after."""
    return all_rows(connection, _COUNTS)[0]


def counts_of_derived(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of captures, and of the rows by table that are derived from them; of news alone."""
    names = ("captures", "pages", "readings")
    numbers = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    known = counts(connection)
    return numbers | {name: known[name] for name in ("articles", "snapshots")}


def last_crawls(connection: sqlite3.Connection, limit: int) -> list[Row]:
    """Return the newest crawls, newest first; ``duration_s`` is None if a crawl did not end."""
    return [row | {"duration_s": _duration_s(row)} for row in all_rows(connection, _LAST_CRAWLS, {"limit": limit})]


def sources(connection: sqlite3.Connection) -> list[Row]:
    """Return every source that has articles or other pages, and when its last finished crawl began (None: never)."""
    return all_rows(connection, _SOURCES)


def problems_of_last_crawl(connection: sqlite3.Connection) -> list[Row]:
    """Return the problems of the newest crawl by name, the most frequent first, without those of robots.txt itself."""
    return all_rows(connection, _PROBLEMS)


def _duration_s(crawl: Row) -> float | None:
    if crawl["ended_at"] is None:
        return None
    return (times.from_text(crawl["ended_at"]) - times.from_text(crawl["started_at"])).total_seconds()


def growth(connection: sqlite3.Connection, now: datetime, file_bytes: int) -> float | None:
    """Return the growth of the file in bytes a day, over 30 days or since the first crawl; None in its first hour."""
    since = now - timedelta(days=GROWTH_DAYS)
    (row,) = all_rows(connection, _GROWTH, {"since": times.to_text(since)})
    if row["first_at"] is None or not row["all_captures"]:
        return None
    days = (now - max(since, times.from_text(row["first_at"]))).total_seconds() / DAY_S
    if days < 1 / 24:
        return None
    rest = max(0, file_bytes - row["all_bytes"])  # rows and indexes, which grow with the captures
    return float((row["stored_bytes"] + rest * row["captures"] / row["all_captures"]) / days)


def last_crawl_of_each(connection: sqlite3.Connection) -> list[Row]:
    """Return the newest crawl of every spider and source for which something was due.

    ``since_at`` is the start of the first of its last crawls in a row that did not finish well; None if it did.
    """
    return all_rows(connection, _LAST_CRAWL_OF_EACH)


def last_whole_crawl_of_each(connection: sqlite3.Connection) -> list[Row]:
    """Return the same without crawls that a deadline or a signal ended: the next run goes on with them."""
    return all_rows(connection, _LAST_WHOLE_CRAWL_OF_EACH)


def silences(connection: sqlite3.Connection, now: datetime) -> dict[str, Row]:
    """Return by source ``last_new_at``, ``expected_s`` (None: too few articles to say) and ``is_silent``."""
    days: dict[str, list[str]] = {}
    for row in all_rows(connection, _NEW_DAYS):
        days.setdefault(row["source"], []).append(row["at"])
    return {source: _silence(moments, now) for source, moments in days.items()}


# of a source that has other pages and no article
NO_NEWS: Row = {"last_new_at": None, "expected_s": None, "is_silent": False}


def _silence(moments: Sequence[str], now: datetime) -> Row:
    seen = [times.from_text(moment) for moment in moments[-_PAUSES - 1 :]]
    pauses = [(after - before).total_seconds() for before, after in pairwise(seen)]
    expected_s = max(_SHORTEST_SILENCE_S, _PATIENCE * max(pauses)) if len(pauses) >= _FEWEST_PAUSES else None
    quiet_s = (now - seen[-1]).total_seconds()
    return {
        "last_new_at": moments[-1],
        "expected_s": expected_s,
        "is_silent": expected_s is not None and quiet_s > expected_s,
    }


def newest_crawl_id(connection: sqlite3.Connection) -> int:
    """Return the id of the newest crawl, 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM crawls").fetchone()[0])


def newest_crawl(connection: sqlite3.Connection, spider: str, source: str, after_id: int) -> Row | None:
    """Return the newest crawl of a spider and source that began after the crawl with this id, or None."""
    found = first_row(connection, _NEWEST_CRAWL, {"spider": spider, "source": source, "after": after_id})
    return found and found | {"articles_not_read": unread_in_crawl(connection, found["id"])}


def events_since(connection: sqlite3.Connection, since: str) -> list[Row]:
    """Return by source the number of events of each kind since ``since`` (UTC text)."""
    return all_rows(connection, _EVENTS_BY_SOURCE, {"since": since})


def user_agents(connection: sqlite3.Connection) -> set[str]:
    """Return the user agents of all crawls."""
    return {row[0] for row in connection.execute("SELECT DISTINCT user_agent FROM crawls")}
