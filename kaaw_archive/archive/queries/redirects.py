"""Where the redirects of a page led, and from where others led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_BEHIND = """
WITH RECURSIVE hops (id, page_id) AS (
    SELECT id, page_id FROM captures WHERE via_id = ?
    UNION SELECT c.id, c.page_id FROM captures c JOIN hops ON c.via_id = hops.id
)
SELECT page_id FROM hops WHERE page_id IS NOT NULL ORDER BY id DESC LIMIT 1
"""

_BEFORE = """
WITH RECURSIVE hops (id, via_id, page_id) AS (
    SELECT v.id, v.via_id, v.page_id FROM captures c JOIN captures v ON v.id = c.via_id WHERE {}
    UNION SELECT c.id, c.via_id, c.page_id FROM captures c JOIN hops ON c.id = hops.via_id
)
SELECT DISTINCT page_id FROM hops WHERE page_id IS NOT NULL
"""


def page_behind(connection: sqlite3.Connection, capture_id: int) -> int | None:
    """The page that ended the redirects which this capture began; None where it was not folded yet."""
    row = connection.execute(_BEHIND, (capture_id,)).fetchone()
    return None if row is None else row[0]


def pages_before(connection: sqlite3.Connection, capture_id: int) -> list[int]:
    """The pages whose redirects led to this capture."""
    return [row[0] for row in connection.execute(_BEFORE.format("c.id = ?"), (capture_id,))]


def pages_leading_to(connection: sqlite3.Connection, page_id: int) -> list[int]:
    """The pages whose redirects led to any capture of this page."""
    return [row[0] for row in connection.execute(_BEFORE.format("c.page_id = ?"), (page_id,))]


def moved_to_page(connection: sqlite3.Connection, page_id: int) -> int | None:
    """The other page to which the newest redirect of this one led that led to one; None where nobody knows."""
    rows = connection.execute(
        "SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id WHERE c.page_id = ? AND c.status IN (301, 308)"
        " ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC",
        (page_id,),
    )
    targets = (page_behind(connection, row[0]) for row in rows.fetchall())
    return next((target for target in targets if target not in (None, page_id)), None)


def has_moved_articles(connection: sqlite3.Connection, page_id: int) -> bool:
    """True where an article of this page has moved away."""
    row = connection.execute("SELECT 1 FROM articles WHERE page_id = ? AND state = 'moved' LIMIT 1", (page_id,))
    return row.fetchone() is not None
