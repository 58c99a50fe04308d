"""Whether another crawl has just asked for an address: two that run at once must not fetch it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.store.crawls import OpenCrawl

_ANSWERED = """
SELECT 1 FROM urls u CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
WHERE u.url = ? AND c.crawl_id <> ? AND c.captured_at >= ? AND c.status IS NOT NULL AND c.kind = 'page'
ORDER BY c.id DESC LIMIT 1
"""


def answered_since(connection: sqlite3.Connection, url: str, crawl: OpenCrawl) -> bool:
    """True where another crawl has an answer for exactly this URL from after ``crawl`` began; one index look-up."""
    return connection.execute(_ANSWERED, (url, crawl.id, crawl.started_at)).fetchone() is not None
