"""Store incidents: failures of many links at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def clear(connection: sqlite3.Connection) -> None:
    """Delete all incidents; they are made again from the health of the links."""
    connection.execute("UPDATE links SET incident_id = NULL WHERE incident_id IS NOT NULL")
    connection.execute("UPDATE events SET incident_id = NULL WHERE incident_id IS NOT NULL")
    connection.execute("DELETE FROM incidents")


def add(
    connection: sqlite3.Connection,
    *,
    source: str,
    kind: str,
    pattern: str,
    mapping_json: str | None,
    started_at: str,
    ended_at: str | None,
    link_ids: list[int],
) -> int:
    """Add an incident, name it in its links and their events since it started, and return its id."""
    cursor = connection.execute(
        "INSERT INTO incidents (source, kind, pattern, mapping_json, started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?)",
        (source, kind, pattern, mapping_json, started_at, ended_at),
    )
    assert cursor.lastrowid is not None
    among = "IN (SELECT value FROM json_each(?))"
    ids = json.dumps(link_ids)
    connection.execute(f"UPDATE links SET incident_id = ? WHERE id {among}", (cursor.lastrowid, ids))
    connection.execute(
        f"UPDATE events SET incident_id = ? WHERE link_id {among} AND before_at >= ? AND kind <> 'link_returned'",
        (cursor.lastrowid, ids, started_at),
    )
    return cursor.lastrowid
