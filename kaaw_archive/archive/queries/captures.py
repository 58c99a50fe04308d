"""Captures: validators, robots.txt, redirects, payloads, and what a wrong clock left behind.

A page or link that was captured or checked in the future is due, but for the six hours after it was looked at by a
clock that is right. An hour ahead is no future: crawls run side by side, and machines differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaaw_archive import times
from kaaw_archive.archive.content import ANSWERS
from kaaw_archive.archive.headers import HEADER_COLUMNS, stored_headers
from kaaw_archive.archive.queries.rows import Row, all_rows
from kaaw_archive.http import REDIRECTS, Headers, redirect_target
from kaaw_archive.own_faults import REASON

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from kaaw_archive.archive.store.crawls import OpenCrawl

CLOCKS_DIFFER = timedelta(hours=1)  # a capture from later than that was made while a clock was wrong

_SOON = f"strftime('%Y-%m-%dT%H:%M:%fZ', :now, '+{CLOCKS_DIFFER.total_seconds():.0f} seconds')"

_LATELY = "strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-6 hours')"

_PAGE_OF_FUTURE = f"""(
    (SELECT ahead.captured_at FROM captures ahead WHERE ahead.id = p.last_capture_id) > {_SOON}
    AND NOT EXISTS (SELECT 1 FROM captures late WHERE late.page_id = p.id
                    AND late.captured_at BETWEEN {_LATELY} AND {_SOON}))"""

# A visit that failed in a crawl of a site that shows a fault of ours says nothing of when to look again.
_LOST_TO_US = f"""EXISTS (
    SELECT 1 FROM captures lost JOIN crawls ours ON ours.id = lost.crawl_id
    WHERE lost.id = p.last_capture_id AND lost.status IS NULL
      AND ours.source <> '*' AND ours.reason LIKE '{REASON}%')"""

# For a page ``p`` at ``:now``, whatever its due date.
PAGE_AT_ONCE = f"({_PAGE_OF_FUTURE} OR {_LOST_TO_US})"

# For a link ``l`` at ``:now``.
LINK_OF_FUTURE = f"""(
    (SELECT ahead.checked_at FROM link_checks ahead WHERE ahead.id = l.last_check_id) > {_SOON}
    AND NOT EXISTS (SELECT 1 FROM link_checks late WHERE late.link_url = l.url
                    AND late.checked_at BETWEEN {_LATELY} AND {_SOON}))"""

_ROBOTS_HOPS_MAX = 6  # RFC 9309, 2.3.1.2 asks for at least five

# CROSS JOIN keeps the order: one look into urls, then captures_by_url from its end until a row fits.
_VALIDATORS = f"""
SELECT c.payload_digest, c.etag, c.last_modified
FROM urls u
CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
CROSS JOIN payloads p ON p.digest = c.payload_digest
WHERE u.url = ? AND (c.etag IS NOT NULL OR c.last_modified IS NOT NULL) AND p.data IS NOT NULL
      AND {ANSWERS}
ORDER BY c.id DESC LIMIT 1
"""

_ROBOTS_COLUMNS = f"""
SELECT c.id, u.url, c.captured_at, c.status, c.error, c.payload_digest, {HEADER_COLUMNS}
FROM captures c
JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
"""

_NEWEST_ROBOTS = f"""{_ROBOTS_COLUMNS}
WHERE c.url_id = (SELECT id FROM urls WHERE url = ?) AND c.kind = 'robots' AND c.captured_at >= ?
ORDER BY c.id DESC LIMIT 1
"""

_ROBOTS_BEHIND = f"{_ROBOTS_COLUMNS} WHERE c.via_id = ? AND c.kind = 'robots' ORDER BY c.id DESC LIMIT 1"

# A capture made so shortly before a crawl began may not have been folded when that crawl read what is due.
FOLDED_WITHIN = timedelta(minutes=10)

_FETCHED_BY_OTHER = """
SELECT 1 FROM urls u
CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
CROSS JOIN crawls r ON r.id = c.crawl_id
WHERE u.url = ? AND r.id <> ? AND (r.state = 'running' OR r.ended_at >= ?) AND c.captured_at BETWEEN ? AND ?
  AND c.status < 500 AND c.status <> 429 AND c.kind = ?
ORDER BY c.id DESC LIMIT 1
"""

_PAGE_BEHIND = """
WITH RECURSIVE hops (id, page_id) AS (
    SELECT id, page_id FROM captures WHERE via_id = ?
    UNION SELECT c.id, c.page_id FROM captures c JOIN hops ON c.via_id = hops.id
)
SELECT page_id FROM hops WHERE page_id IS NOT NULL ORDER BY id DESC LIMIT 1
"""

# "g" follows "f", the last hexadecimal digit: a range that the primary key's index serves
_PAYLOADS_BY_PREFIX = """
SELECT digest AS payload_digest, size_bytes, media_type, first_seen_at, data IS NULL AS is_left_out
FROM payloads WHERE digest >= :prefix AND digest < :prefix || 'g' ORDER BY digest LIMIT 2
"""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a conditional request for one URL; at least one of ``etag`` and ``last_modified`` is set."""

    payload_digest: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class RobotsCapture:
    """The capture that ended a fetch of robots.txt, behind its redirects; ``captured_at`` is UTC text."""

    capture_id: int
    url: str
    captured_at: str
    status: int | None
    error: str | None
    payload_digest: str | None
    headers: Headers

    @property
    def content_type(self) -> str | None:
        """Return the media type as the server wrote it, with its charset; None if the header is missing."""
        return self.headers.first("content-type")


def validators(connection: sqlite3.Connection, url: str) -> Validators | None:
    """Return the validators of the newest capture of exactly this URL whose payload can still be read, or None.

    Captures with an error or an error status are left out: a 304 would confirm the error page. Newest by id, the order
    in which captures were committed: a 304 confirms the very bytes whose validators were sent.
    """
    row = connection.execute(_VALIDATORS, (url,)).fetchone()
    return None if row is None else Validators(*row)


def newest_robots(connection: sqlite3.Connection, url: str, not_before: str) -> RobotsCapture | None:
    """Return the capture that ended the newest fetch of this robots.txt that began at ``not_before`` (UTC) or later.

    Redirects are followed through their captures, up to six, also if another crawl captured the target. None if there
    was no such fetch, and if the chain is cut short: a redirect whose target was not captured since then says nothing
    about the rules. A refusal or an error ends a chain like an answer.
    """
    row = connection.execute(_NEWEST_ROBOTS, (url, not_before)).fetchone()
    for _ in range(_ROBOTS_HOPS_MAX + 1):
        if row is None:
            return None
        values: list[Any] = [*row[:6], stored_headers(*row[6:])]
        capture = RobotsCapture(*values)
        if capture.status not in REDIRECTS or capture.error is not None:
            return capture
        row = connection.execute(_ROBOTS_BEHIND, (capture.capture_id,)).fetchone()
        if row is None and (target := _target(capture)) is not None:
            row = connection.execute(_NEWEST_ROBOTS, (target, not_before)).fetchone()
    return None


def _target(hop: RobotsCapture) -> str | None:
    """Return the target of a redirect: another crawl may have captured it a moment before, so that this one did not."""
    return redirect_target(hop.url, hop.status, hop.headers)


def fetched_by_other_crawl(
    connection: sqlite3.Connection, url: str, kind: str, crawl: OpenCrawl, now: datetime
) -> bool:
    """Return True if a crawl that ran beside this one captured exactly this URL as this kind; one index look-up.

    A robots.txt that was requested as a page is another kind. Captures from more than ten minutes before this crawl
    began do not count, because the page may be due again, nor captures from the future: a clock was wrong.
    """
    since = _since(crawl.started_at)
    until = times.to_text(now + FOLDED_WITHIN)
    values = (url, crawl.id, crawl.started_at, since, until, kind)
    return connection.execute(_FETCHED_BY_OTHER, values).fetchone() is not None


@lru_cache(maxsize=8)
def _since(started_at: str) -> str:
    return times.to_text(times.from_text(started_at) - FOLDED_WITHIN)


def page_behind(connection: sqlite3.Connection, capture_id: int) -> int | None:
    """Return the page at the end of the redirects that this capture began; None if it was not folded yet."""
    row = connection.execute(_PAGE_BEHIND, (capture_id,)).fetchone()
    return None if row is None else row[0]


def payloads_by_prefix(connection: sqlite3.Connection, prefix: str) -> list[Row]:
    """Return the payloads whose digest (``sha256:`` and lower-case hex) begins so; at most two, to see ambiguity."""
    return all_rows(connection, _PAYLOADS_BY_PREFIX, {"prefix": prefix})


def capture_error(connection: sqlite3.Connection, capture_id: int | None) -> str | None:
    """Return why a capture (of robots.txt) failed: its error, or its status in words; None if there is none."""
    row = connection.execute("SELECT error, status FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        return None
    return row[0] or (f"status {row[1]}" if row[1] else None)
