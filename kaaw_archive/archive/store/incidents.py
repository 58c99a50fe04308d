"""Store incidents: failures of many links at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kaaw_archive.archive.store.rows import insert

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
    values = {
        "source": source,
        "kind": kind,
        "pattern": pattern,
        "mapping_json": mapping_json,
        "started_at": started_at,
        "ended_at": ended_at,
    }
    incident_id = insert(connection, "incidents", values)
    among = "IN (SELECT value FROM json_each(?))"
    ids = json.dumps(link_ids)
    connection.execute(f"UPDATE links SET incident_id = ? WHERE id {among}", (incident_id, ids))
    connection.execute(
        f"UPDATE events SET incident_id = ? WHERE link_id {among} AND before_at >= ? AND kind <> 'link_returned'",
        (incident_id, ids, started_at),
    )
    return incident_id
