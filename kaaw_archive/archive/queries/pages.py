"""Pages and their captures, found by whatever address a person types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

from kaaw_archive import times, urls
from kaaw_archive.archive.content import SHOWS_ARTICLE
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row

if TYPE_CHECKING:
    import sqlite3

_WEB = re.compile(r"https?://", re.IGNORECASE)

_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)

_NOT_ESCAPED = "/:@!$&'()*+,;=~-._?#[]%"  # what an address may contain as it stands; the rest is escaped

_PAGE = """
SELECT p.url, p.url_key, p.source, p.kind, p.cms, p.state, p.first_seen_at, p.last_seen_at, p.due_at, p.interval_s,
       (SELECT kind FROM seeds WHERE page_id = p.id) AS seed_kind
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

_SHOWING_ARTICLE = f"""
WITH wanted AS (SELECT c.id {_CAPTURES_OF} AND {SHOWS_ARTICLE}) SELECT v.uid FROM wanted w JOIN visits v ON v.id = w.id
"""

_NEWEST_PAYLOAD = f"""
WITH wanted AS (SELECT c.id {_CAPTURES_OF} AND c.payload_digest IS NOT NULL AND c.captured_at <= :at
                ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)
SELECT v.uid, v.captured_at, v.kind, v.url, v.status, v.payload_digest, v.size_bytes, v.media_type, v.headers_json
FROM wanted w JOIN visits v ON v.id = w.id
"""

_CAPTURE_WITH_PAYLOAD = """
SELECT uid, captured_at, kind, url, status, payload_digest, size_bytes, media_type, headers_json
FROM visits WHERE id = :id AND payload_digest IS NOT NULL
"""

_REDIRECT_END = """
WITH RECURSIVE hops (id) AS (
    SELECT (SELECT c.id FROM captures c JOIN urls u ON u.id = c.url_id WHERE u.url = ? ORDER BY c.id DESC LIMIT 1)
    UNION SELECT c.id FROM captures c JOIN hops h ON c.via_id = h.id
)
SELECT u.url FROM hops h JOIN captures c ON c.id = h.id JOIN urls u ON u.id = c.url_id ORDER BY c.id DESC LIMIT 1
"""


def spellings(typed: str) -> tuple[str, ...]:
    """Return the URLs that a typed address may mean, likeliest first: as typed, escaped, no fragment, other scheme.

    An address without a scheme is a web address. Pages are found by their url key; the spellings are for captures that
    are not folded into a page yet, and for articles on pages of another address.

    >>> spellings("kaaw.de/förderung")
    ('https://kaaw.de/förderung', 'https://kaaw.de/f%C3%B6rderung', 'http://kaaw.de/förderung', 'http://kaaw.de/f%C3%B6rderung')
    """
    address = typed.strip().encode("utf-8", "replace").decode()  # SQLite refuses half a surrogate pair
    rest = _WEB.sub("", address, count=1)
    schemes = ["http", "https"] if address.lower().startswith("http://") else ["https", "http"]
    if _OTHER_SCHEME.match(rest):
        return (address,)
    forms = [f"{scheme}://{rest}" for scheme in schemes]
    forms = [spelling for form in forms for spelling in (form, quote(form, safe=_NOT_ESCAPED))]
    forms += [urldefrag(form).url for form in forms]
    return tuple(dict.fromkeys(forms))


def newest_key_version(connection: sqlite3.Connection) -> int:
    """Return the version of the url key rules of the newest page; 0 if there is no page yet."""
    row = connection.execute("SELECT key_version FROM pages ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row is not None else 0


def by_address(connection: sqlite3.Connection, address: str) -> Row | None:
    """Return the page with the url key of the address, or None."""
    return first_row(connection, _PAGE, _wanted(address))


def history(connection: sqlite3.Connection, address: str) -> list[Row]:
    """Return every capture of the page, and those of the address that are not folded yet, oldest first."""
    return all_rows(connection, _HISTORY, _wanted(address))


def showing_article(connection: sqlite3.Connection, address: str) -> set[str]:
    """Return the uids of those captures of :func:`history` that show what stands there, and no error, wall or login."""
    return {uid for (uid,) in connection.execute(_SHOWING_ARTICLE, _wanted(address))}


def newest_payload(connection: sqlite3.Connection, address: str, at: str | None = None) -> Row | None:
    """Return the newest capture with a payload made at ``at`` (UTC text) or before; the newest of all if None."""
    return first_row(connection, _NEWEST_PAYLOAD, {**_wanted(address), "at": at or times.LATEST})


def capture_with_payload(connection: sqlite3.Connection, capture_id: int) -> Row | None:
    """Return a capture as :func:`newest_payload` does; None if it has no payload."""
    return first_row(connection, _CAPTURE_WITH_PAYLOAD, {"id": capture_id})


def redirect_end(connection: sqlite3.Connection, url: str) -> str:
    """Return the URL at the end of the redirects when exactly this URL was requested last; itself without redirects."""
    row = connection.execute(_REDIRECT_END, (url,)).fetchone()
    return url if row is None else str(row[0])


def _wanted(address: str) -> dict[str, str]:
    forms = spellings(address)
    return {"key": urls.key(forms[0]), "urls": as_list(forms)}
