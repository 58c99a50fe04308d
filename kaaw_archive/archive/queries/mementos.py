"""Select links that other archives are asked about, and the answers of these archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.headers import HEADER_COLUMNS, take_headers
from kaaw_archive.archive.queries.links import CITED_NOW, WATCHED
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row
from kaaw_archive.verdicts import REPLACEABLE, LinkHealth

if TYPE_CHECKING:
    import sqlite3

_REPLACEABLE_LINKS = f"""
SELECT l.url, l.first_cited_at FROM links l JOIN link_checks k ON k.id = l.last_check_id
WHERE k.verdict IN (SELECT value FROM json_each(:verdicts)) AND ({CITED_NOW} OR {WATCHED})
ORDER BY l.health <> '{LinkHealth.DEAD}', l.id
"""

_ANSWER = f"""
SELECT r.uid || '-' || c.seq AS uid, u.url, c.captured_at, c.status, c.payload_digest,
       {HEADER_COLUMNS}
FROM urls u CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
JOIN crawls r ON r.id = c.crawl_id LEFT JOIN headers h ON h.id = c.headers_id
WHERE u.url = :url AND c.kind = 'probe' AND c.status IS NOT NULL
ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
"""

_ARCHIVES = """
SELECT DISTINCT j.value FROM crawls r, json_each(r.args_json, '$.link_archives') j
WHERE r.spider = 'linkcheck' ORDER BY j.value
"""


def replaceable_links(connection: sqlite3.Connection, now: str) -> list[Row]:
    """Return url and first_cited_at of links, cited or watched now, that a copy may replace; dead ones first."""
    return all_rows(connection, _REPLACEABLE_LINKS, {"verdicts": as_list(REPLACEABLE), "now": now})


def answer(connection: sqlite3.Connection, question: str) -> Row | None:
    """Return the newest answer to a question: uid, url, captured_at, status, payload_digest and headers."""
    row = first_row(connection, _ANSWER, {"url": question})
    if row is not None:
        row["headers"] = take_headers(row)
    return row


def archives(connection: sqlite3.Connection) -> list[str]:
    """Return the archives of all runs, as they stood in ``LINK_ARCHIVES``."""
    return [row[0] for row in connection.execute(_ARCHIVES)]
