"""Store the identity of events: one kind of change of one address, proven by one capture, is one event."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_UID_DIGITS = 24

_UNNAMED = """
SELECT e.id, e.kind, coalesce(a.key, l.url, ''),
       CASE WHEN e.article_id IS NULL THEN (SELECT checked_at FROM link_checks WHERE id = e.proof_json ->> 0)
            ELSE (SELECT r.uid || '-' || c.seq FROM captures c JOIN crawls r ON r.id = c.crawl_id
                  WHERE c.id = e.proof_json ->> 0) END
FROM events e LEFT JOIN articles a ON a.id = e.article_id LEFT JOIN links l ON l.id = e.link_id
WHERE e.uid IS NULL
"""


def name_events(connection: sqlite3.Connection) -> None:
    """Give each event that has none its uid, which is the same however often it is derived."""
    rows = connection.execute(_UNNAMED).fetchall()
    connection.executemany(
        "UPDATE events SET uid = ? WHERE id = ?",
        [(sha256("\n".join(map(str, named)).encode()).hexdigest()[:_UID_DIGITS], row_id) for row_id, *named in rows],
    )


def keep_read(connection: sqlite3.Connection, reader: str, uids: Iterable[str]) -> None:
    """Store that a reader got these events."""
    connection.executemany("INSERT OR IGNORE INTO _read_events VALUES (?, ?)", [(reader, uid) for uid in uids])
