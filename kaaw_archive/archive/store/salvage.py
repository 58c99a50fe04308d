"""Store the rows that were saved from a damaged archive, and stand-ins for lost rows that others name."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Rows that others point to and that are lost. What is known of them is only that they were there.
_STAND_INS = {
    "crawls": """
INSERT INTO crawls (id, uid, spider, source, args_json, software, user_agent, started_at, ended_at, state, reason)
SELECT id, replace(replace(substr(min(at), 1, 19), '-', ''), ':', '') || 'Z-lost' || id, 'lost', '*', '{}', 'lost', '',
       min(at), max(at), 'killed', 'its row was lost; made by kaaw recover'
FROM (SELECT crawl_id AS id, captured_at AS at FROM captures UNION ALL SELECT crawl_id, checked_at FROM link_checks)
WHERE id NOT IN (SELECT id FROM crawls) GROUP BY id
""",
    "urls": """
INSERT INTO urls (id, url) SELECT DISTINCT url_id, 'lost:' || url_id FROM captures
WHERE url_id NOT IN (SELECT id FROM urls)
""",
    "payloads": """
INSERT INTO payloads (digest, size_bytes, media_type, codec, data, first_seen_at)
SELECT payload_digest, 0, 'application/octet-stream', 'raw', NULL, min(captured_at) FROM captures
WHERE payload_digest NOT IN (SELECT digest FROM payloads) GROUP BY payload_digest
""",
}
# Columns that name a row of another table, or none: (table, column, table that is named).
_LOOSE_ENDS = (
    ("captures", "via_id", "captures"),
    ("captures", "robots_capture_id", "captures"),
    ("captures", "headers_id", "headers"),
    ("captures", "request_headers_id", "headers"),
    ("captures", "certificate_id", "certificates"),
    ("link_checks", "capture_id", "captures"),
)


def add_row(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> str | None:
    """Add a row as it was; return the error that prevents it, else None. A row that is there already stays."""
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    try:
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
            return None if _is_there(connection, table, row) else str(error)
        return str(error)
    return None


def drop_payload(connection: sqlite3.Connection, digest: str) -> None:
    """Delete a payload that is damaged."""
    connection.execute("DELETE FROM payloads WHERE digest = ?", (digest,))


def stand_in(connection: sqlite3.Connection, table: str) -> int:
    """Add stand-ins for the lost rows of this table that captures and checks name; return their number."""
    return connection.execute(_STAND_INS[table]).rowcount


def untie(connection: sqlite3.Connection) -> dict[str, int]:
    """Set columns to NULL that name a lost row and that a row can do without; return how many, by column."""
    return {
        f"{table}.{column}": connection.execute(
            f"UPDATE {table} SET {column} = NULL"
            f" WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
        ).rowcount
        for table, column, parent in _LOOSE_ENDS
    }


def columns_of(connection: sqlite3.Connection, table: str) -> Sequence[str]:
    """Return the columns of a table, none if there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def optional_columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns of a table that may be NULL."""
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})") if not row[3] and not row[5]}


def _is_there(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> bool:
    """Return True if the same row is there, because it was read a second time from an index."""
    same = " AND ".join(f"{name} IS ?" for name in row)
    return connection.execute(f"SELECT 1 FROM {table} WHERE {same}", tuple(row.values())).fetchone() is not None
