"""Captures as the crawl looks them up: validators for a conditional request, and robots.txt as it was last seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kaaw_archive.archive.content import ANSWERS

if TYPE_CHECKING:
    import sqlite3

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS_HOPS_MAX = 6  # RFC 9309, 2.3.1.2 asks for at least five


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request for one URL may say; at least one of ``etag`` and ``last_modified`` is there."""

    payload_digest: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class RobotsCapture:
    """The capture that ended a fetch of robots.txt, behind its redirects; ``captured_at`` is UTC text.

    ``content_type`` as the server wrote it, with its charset; None where it said nothing.
    """

    capture_id: int
    url: str
    captured_at: str
    status: int | None
    error: str | None
    payload_digest: str | None
    content_type: str | None


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

_ROBOTS_COLUMNS = """
SELECT c.id, u.url, c.captured_at, c.status, c.error, c.payload_digest,
       json_extract(json_patch(coalesce(h.json, '{}'), coalesce(c.headers_rest_json, '{}')), '$."content-type"[0]')
FROM captures c
JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
"""

_NEWEST_ROBOTS = f"""{_ROBOTS_COLUMNS}
WHERE c.url_id = (SELECT id FROM urls WHERE url = ?) AND c.kind = 'robots' AND c.captured_at >= ?
ORDER BY c.id DESC LIMIT 1
"""

_ROBOTS_BEHIND = f"{_ROBOTS_COLUMNS} WHERE c.via_id = ? AND c.kind = 'robots' ORDER BY c.id DESC LIMIT 1"


_LOCATION = "SELECT json_extract(headers_json, '$.location[0]') FROM visits WHERE id = ?"


def validators(connection: sqlite3.Connection, url: str) -> Validators | None:
    """The validators of the newest capture of exactly this URL that showed bytes which can still be read, or None.

    What came with an error or an error status counts for nothing: a 304 to it would confirm the error page.

    Newest by id, the order in which captures were committed: a 304 confirms the very bytes that it is asked about,
    so an imported older capture does no harm.
    """
    row = connection.execute(_VALIDATORS, (url,)).fetchone()
    return None if row is None else Validators(*row)


def newest_robots(connection: sqlite3.Connection, url: str, not_before: str) -> RobotsCapture | None:
    """How the newest fetch of this robots.txt ended that began at ``not_before`` (UTC text) or later.

    Redirects are followed through their captures, up to six, also where another crawl made that of the target. None
    where there was no such fetch, and where the chain is cut short: a redirect whose target was not captured since
    then says nothing about the rules. A refusal or an error
    ends a chain like an answer.
    """
    row = connection.execute(_NEWEST_ROBOTS, (url, not_before)).fetchone()
    for _ in range(_ROBOTS_HOPS_MAX + 1):
        if row is None:
            return None
        capture = RobotsCapture(*row)
        if capture.status not in _REDIRECTS or capture.error is not None:
            return capture
        row = connection.execute(_ROBOTS_BEHIND, (capture.capture_id,)).fetchone()
        if row is None and (target := _target(connection, capture)) is not None:
            row = connection.execute(_NEWEST_ROBOTS, (target, not_before)).fetchone()
    return None


def _target(connection: sqlite3.Connection, hop: RobotsCapture) -> str | None:
    """Where a redirect leads: another crawl may have asked there a moment before, so that this one did not."""
    location = connection.execute(_LOCATION, (hop.capture_id,)).fetchone()[0]
    try:
        return urljoin(hop.url, location) if location else None
    except ValueError:
        return None
