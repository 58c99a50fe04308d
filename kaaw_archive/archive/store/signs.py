"""Store what the fold notes of single articles: since when they are news, and spells in which they are not there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive.archive.store.rows import insert

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import Sign

# A second look counts at least so much later: servers lose pages for a night and find them again.
CONFIRMED_AFTER = timedelta(hours=20)

_AGAIN = f"""
UPDATE _signs SET last_id = :capture, confirmed_id = coalesce(confirmed_id, CASE
    WHEN julianday((SELECT captured_at FROM captures WHERE id = :capture)) - julianday(before_at)
         >= {CONFIRMED_AFTER.total_seconds() / 86_400 - 1e-6} THEN :capture END)
"""
_OPEN = "kind <> 'new' AND returned_id IS NULL"


def note_new(
    connection: sqlite3.Connection, article_id: int, capture_id: int, at: str, snapshot_id: int, rule: str
) -> None:
    """Store that a capture is the first that shows the article as one."""
    values = {"article_id": article_id, "kind": "new", "before_at": at, "snapshot_id": snapshot_id, "rule": rule}
    insert(connection, "_signs", values | {"capture_id": capture_id, "last_id": capture_id})


def note(
    connection: sqlite3.Connection, article_id: int, sign: Sign, capture_id: int, at: str, last_seen_at: str
) -> None:
    """Store a sign that an article is not at its address: as the first of a spell, or as a further one."""
    values = {"capture": capture_id, "article": article_id, "kind": sign.kind}
    known = connection.execute(f"{_AGAIN} WHERE article_id = :article AND kind = :kind AND returned_id IS NULL", values)
    if known.rowcount == 0:
        first = {"article_id": article_id, "kind": sign.kind, "after_at": last_seen_at, "before_at": at}
        insert(connection, "_signs", first | {"capture_id": capture_id, "last_id": capture_id, "rule": sign.rule})


def repeat(connection: sqlite3.Connection, page_id: int, from_capture_id: int, capture_id: int) -> None:
    """Repeat the signs of one capture of a page for a later one that shows the same."""
    connection.execute(
        f"{_AGAIN} WHERE {_OPEN} AND last_id = :from_capture"
        " AND article_id IN (SELECT id FROM articles WHERE page_id = :page)",
        {"capture": capture_id, "from_capture": from_capture_id, "page": page_id},
    )


def end(connection: sqlite3.Connection, article_id: int, capture_id: int) -> None:
    """Store that a capture shows the article again, if it was not there."""
    connection.execute(f"UPDATE _signs SET returned_id = ? WHERE article_id = ? AND {_OPEN}", (capture_id, article_id))


def end_of_page(connection: sqlite3.Connection, page_id: int, capture_id: int, at: str) -> None:
    """Store the same for all articles that a page shows at this capture."""
    connection.execute(
        f"UPDATE _signs SET returned_id = ? WHERE {_OPEN}"
        " AND article_id IN (SELECT id FROM articles WHERE page_id = ? AND last_seen_at = ?)",
        (capture_id, page_id, at),
    )
