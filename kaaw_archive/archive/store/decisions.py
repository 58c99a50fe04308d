"""Store decisions of people, by address or uid; derivations never touch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.store.rows import insert

if TYPE_CHECKING:
    import sqlite3

_END = "UPDATE decisions SET until_at = ?, value_json = json_set(coalesce(value_json, '{}'), '$.ended_by', ?)"


def add_block(
    connection: sqlite3.Connection,
    subject: str,
    *,
    reason: str,
    made_by: str,
    made_at: str,
    until_at: str | None = None,
) -> int:
    """Add a block of a host or of a pattern of addresses, and return the id of the decision."""
    return add(connection, "block", subject, reason=reason, made_by=made_by, made_at=made_at, until_at=until_at)


def lift_block(connection: sqlite3.Connection, subject: str, *, made_by: str, made_at: str) -> int:
    """End the blocks of this subject that are in force and return their number; the rows stay, with who lifted them."""
    cursor = connection.execute(
        "UPDATE decisions SET until_at = ?, value_json = json_object('lifted_by', ?)"
        " WHERE kind = 'block' AND subject = ? AND (until_at IS NULL OR until_at > ?)",
        (made_at, made_by, subject, made_at),
    )
    return cursor.rowcount


def add(
    connection: sqlite3.Connection,
    kind: str,
    subject: str,
    *,
    made_by: str,
    made_at: str,
    reason: str | None = None,
    value_json: str | None = None,
    until_at: str | None = None,
) -> int:
    """Add a decision about an address and return its id."""
    values = {
        "kind": kind,
        "subject": subject,
        "value_json": value_json,
        "reason": reason,
        "made_by": made_by,
        "made_at": made_at,
        "until_at": until_at,
    }
    return insert(connection, "decisions", values)


def end(connection: sqlite3.Connection, kinds: tuple[str, ...], subject: str, *, made_by: str, made_at: str) -> int:
    """End the decisions of these kinds about an address that are in force, and return their number."""
    cursor = connection.execute(
        f"{_END} WHERE kind IN ({', '.join('?' * len(kinds))}) AND subject = ? AND (until_at IS NULL OR until_at > ?)",
        (made_at, made_by, *kinds, subject, made_at),
    )
    return cursor.rowcount


def end_one(connection: sqlite3.Connection, decision: int, *, made_by: str, made_at: str) -> None:
    """End the decision with this id; the row stays, with who ended it."""
    connection.execute(f"{_END} WHERE id = ?", (made_at, made_by, decision))
