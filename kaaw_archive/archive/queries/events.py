"""What happened to articles, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_COUNTS = """
SELECT kind, count(*) FROM events
WHERE article_id IS NOT NULL AND before_at >= ? AND before_at < ? AND NOT is_superseded
GROUP BY kind ORDER BY kind
"""


def counts(connection: sqlite3.Connection, since: str, before: str) -> dict[str, int]:
    """How many events of each kind became known from ``since`` on and before another instant (UTC text)."""
    return dict(connection.execute(_COUNTS, (since, before)).fetchall())
