"""What a monitor asks: how fast the archive grows, what is left to do, who has fallen silent."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

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
_BACKLOG = f"""
SELECT (SELECT count(*) FROM captures WHERE page_id IS NULL AND kind IN {FOLDED_KINDS}) AS captures_not_read,
       (SELECT count(*) FROM pages WHERE due_at IS NULL OR due_at <= :now) AS pages_due,
       (SELECT min(due_at) FROM pages) AS longest_due_at,
       (SELECT count(*) FROM _found f WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE p.url_key = f.url_key))
           AS never_visited,
       (SELECT count(*) FROM links WHERE next_check_at IS NULL OR next_check_at <= :now) AS links_due
"""
# Days, as a first crawl brings many articles at once.
_NEW_DAYS = """
SELECT source, substr(first_seen_at, 1, 10) AS day, max(first_seen_at) AS at FROM articles
GROUP BY source, day ORDER BY source, day
"""
_SPIDERS = """
SELECT r.spider, r.source, r.uid, r.state, r.reason, r.started_at, r.ended_at, r.requests, r.captures, r.new_payloads,
       r.problems
FROM crawls r WHERE r.id = (SELECT max(id) FROM crawls WHERE spider = r.spider AND source = r.source)
ORDER BY r.spider, r.source
"""


def growth(connection: sqlite3.Connection, now: datetime, file_bytes: int) -> float | None:
    """Bytes of the file a day, over the last 30 days or since the first crawl; None within its first hour."""
    since = now - timedelta(days=GROWTH_DAYS)
    (row,) = all_rows(connection, _GROWTH, {"since": times.to_text(since)})
    if row["first_at"] is None or not row["all_captures"]:
        return None
    days = (now - max(since, times.from_text(row["first_at"]))).total_seconds() / DAY_S
    if days < 1 / 24:
        return None
    rest = max(0, file_bytes - row["all_bytes"])  # rows and indexes, which grow with the captures
    return float((row["stored_bytes"] + rest * row["captures"] / row["all_captures"]) / days)


def backlog(connection: sqlite3.Connection, now: datetime) -> Row:
    """What is left to do: captures that nobody read, pages and links that are due, addresses never asked for."""
    return all_rows(connection, _BACKLOG, {"now": times.to_text(now)})[0]


def last_crawl_of_each(connection: sqlite3.Connection) -> list[Row]:
    """The newest crawl of every spider and source."""
    return all_rows(connection, _SPIDERS)


def silences(connection: sqlite3.Connection, now: datetime) -> dict[str, Row]:
    """By source: ``last_new_at``, ``expected_s`` (None: too few articles to say) and ``is_silent``."""
    days: dict[str, list[str]] = {}
    for row in all_rows(connection, _NEW_DAYS):
        days.setdefault(row["source"], []).append(row["at"])
    return {source: _silence(moments, now) for source, moments in days.items()}


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
