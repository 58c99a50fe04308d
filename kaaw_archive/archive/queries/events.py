"""What happened to articles, counted by time and by source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3

_COUNTS = """
SELECT kind, count(*) FROM events
WHERE article_id IS NOT NULL AND before_at >= ? AND before_at < ? AND NOT is_superseded
GROUP BY kind ORDER BY kind
"""

_BY_SOURCE = """
SELECT a.source, count(*) AS articles,
       sum((SELECT count(*) FROM snapshots WHERE article_id = a.id)) AS versions,
       sum((SELECT count(*) FROM events WHERE article_id = a.id AND kind = 'edited' AND NOT is_superseded)) AS edited,
       sum(a.state = 'withdrawn') AS withdrawn, sum(a.state = 'moved') AS moved
FROM articles a GROUP BY a.source ORDER BY a.source
"""


def counts(connection: sqlite3.Connection, since: str, before: str) -> dict[str, int]:
    """How many events of each kind became known from ``since`` on and before another instant (UTC text)."""
    return dict(connection.execute(_COUNTS, (since, before)).fetchall())


def by_source(connection: sqlite3.Connection) -> list[Row]:
    """Each source's articles, their versions and edits, and how many are withdrawn or moved by now."""
    return all_rows(connection, _BY_SOURCE)
