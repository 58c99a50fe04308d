"""Pages and their captures, found by whatever address a person gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.addresses import spellings
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row

if TYPE_CHECKING:
    import sqlite3

_PAGE = """
SELECT p.url, p.url_key, p.source, p.kind, p.cms, p.state, p.first_seen_at, p.last_seen_at, p.due_at, p.interval_s
FROM pages p WHERE p.url_key = :key
"""

# Both conditions have an index; a capture has no page until it is folded, and none ever if it is of robots.txt.
_CAPTURES_OF = """
FROM captures c
WHERE (c.url_id IN (SELECT id FROM urls WHERE url IN (SELECT value FROM json_each(:urls)))
       OR c.page_id = (SELECT id FROM pages WHERE url_key = :key))
"""

_HISTORY = f"""
WITH wanted AS (SELECT c.id {_CAPTURES_OF})
SELECT v.uid, v.captured_at, v.url, v.kind, v.method, v.status, v.error, v.error_text, v.revisit, v.payload_digest,
       v.size_bytes, v.media_type, v.tls_error, v.robots, v.via_url, g.page_kind, g.problem
FROM wanted w
JOIN visits v ON v.id = w.id
LEFT JOIN readings g ON g.capture_id = w.id
ORDER BY v.captured_at, v.id
"""

_NEWEST_PAYLOAD = f"""
WITH wanted AS (SELECT c.id {_CAPTURES_OF} AND c.payload_digest IS NOT NULL AND c.captured_at <= :at
                ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)
SELECT v.uid, v.captured_at, v.kind, v.url, v.status, v.payload_digest, v.size_bytes, v.media_type, v.headers_json
FROM wanted w JOIN visits v ON v.id = w.id
"""

_END_OF_HOPS = """
WITH RECURSIVE hops (id) AS (
    SELECT (SELECT c.id FROM captures c JOIN urls u ON u.id = c.url_id WHERE u.url = ? ORDER BY c.id DESC LIMIT 1)
    UNION SELECT c.id FROM captures c JOIN hops h ON c.via_id = h.id
)
SELECT u.url FROM hops h JOIN captures c ON c.id = h.id JOIN urls u ON u.id = c.url_id ORDER BY c.id DESC LIMIT 1
"""

_AT_THE_END = "9999-12-31T23:59:59.999Z"


def newest_key_version(connection: sqlite3.Connection) -> int:
    """By which version of the url keys the newest page was named; 0 where there is no page yet."""
    row = connection.execute("SELECT key_version FROM pages ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row is not None else 0


def by_address(connection: sqlite3.Connection, address: str) -> Row | None:
    """The page under the url key of the address; None where none is known."""
    return first_row(connection, _PAGE, _wanted(address))


def history(connection: sqlite3.Connection, address: str) -> list[Row]:
    """Every capture of the page, and of the address where it is not folded into a page yet, oldest first."""
    return all_rows(connection, _HISTORY, _wanted(address))


def newest_payload(connection: sqlite3.Connection, address: str, at: str | None = None) -> Row | None:
    """The newest capture with a payload, made at ``at`` (UTC text) or before; ``at`` None: the newest of all."""
    return first_row(connection, _NEWEST_PAYLOAD, {**_wanted(address), "at": at or _AT_THE_END})


def end_of_hops(connection: sqlite3.Connection, url: str) -> str:
    """Where the redirects of exactly this URL led when it was asked for last; the URL itself where there were none."""
    row = connection.execute(_END_OF_HOPS, (url,)).fetchone()
    return url if row is None else str(row[0])


def _wanted(address: str) -> dict[str, str]:
    forms = spellings(address)
    return {"key": urls.key(forms[0]), "urls": as_list(forms)}
