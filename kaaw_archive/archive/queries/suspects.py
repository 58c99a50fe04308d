"""What the fold asks about readings that were held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def is_suspect(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Whether what this capture shows was held back; False where it has no reading of its own."""
    row = connection.execute("SELECT is_suspect FROM readings WHERE capture_id = ?", (capture_id,)).fetchone()
    return row is not None and bool(row[0])


def is_last_text_suspect(connection: sqlite3.Connection, page_id: int) -> bool:
    """Whether the newest folded reading of a page that found a text was held back; False where there is none."""
    row = connection.execute(
        "SELECT g.is_suspect FROM readings g JOIN captures c ON c.id = g.capture_id JOIN crawls r ON r.id = c.crawl_id"
        " WHERE c.page_id = ? AND g.problem IS NULL ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC LIMIT 1",
        (page_id,),
    ).fetchone()
    return row is not None and bool(row[0])


def text_characters(connection: sqlite3.Connection, snapshot_id: int) -> int:
    """The length of a snapshot's text."""
    length: int = connection.execute("SELECT length(text) FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()[0]
    return length
