"""What happened since an instant: crawls, and events by source; for the report of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3

_NEWEST_CRAWL = """
SELECT id, uid, spider, source, state, reason, requests, captures, new_payloads, problems
FROM crawls WHERE spider = :spider AND id > :after ORDER BY id DESC LIMIT 1
"""
_EVENTS = """
SELECT source, sum(kind = 'new') AS new, sum(kind = 'edited') AS edited, sum(kind = 'withdrawn') AS withdrawn,
       sum(kind = 'moved') AS moved, sum(kind = 'returned') AS returned, sum(kind = 'link_failing') AS links_failing,
       sum(kind = 'link_dead') AS links_dead, sum(kind = 'link_returned') AS links_returned
FROM events WHERE before_at >= :since AND is_superseded = 0 GROUP BY source ORDER BY source
"""


def newest_crawl_id(connection: sqlite3.Connection) -> int:
    """The id of the newest crawl, 0 where there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM crawls").fetchone()[0])


def newest_crawl(connection: sqlite3.Connection, spider: str, after_id: int) -> Row | None:
    """The newest crawl of a spider that began after the one with this id."""
    rows = all_rows(connection, _NEWEST_CRAWL, {"spider": spider, "after": after_id})
    return rows[0] if rows else None


def events_since(connection: sqlite3.Connection, since: str) -> list[Row]:
    """How many events of each kind were seen since then (UTC text), a row a source that has any."""
    return all_rows(connection, _EVENTS, {"since": since})
