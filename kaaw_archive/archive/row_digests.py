"""Digest of each row of facts and decisions: stored with the row, so that a value that changed on the disk is seen.

The digest covers all values of a row except derived ones and bytes that have a digest of their own. NULL is not in it,
so that a column which a later schema adds changes no digest. It finds accidents, not forgeries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.kinds import DECISIONS, FACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

TABLES = (*FACTS, *DECISIONS)
COLUMN = "row_digest"
_SIZE = 4  # bytes: of four billion changed rows one is not noticed, and a row stays small
MISSING_DIGEST = bytes(_SIZE)  # of a row that another program wrote
_MENDED_BYTES_MAX = 4096  # of a value; a longer one would take minutes
_NOT_COVERED = {
    "captures": {"page_id"},
    "link_checks": {"verdict", "rule", "reason", "rules_version"},
    "payloads": {"data"},  # by their own digest, and NULL where they were left out
}

Value = bytes | int | float | None  # texts as UTF-8


def row_digest(row: Mapping[str, Value]) -> bytes:
    """Return the digest of these values, by name of column: BLAKE2b of four bytes."""
    import hashlib

    digest = hashlib.blake2b(digest_size=_SIZE)
    for name, value in sorted(row.items()):
        if value is not None:
            stored = _bytes(value)
            digest.update(f"{name} {len(stored)} ".encode() + stored)
    return digest.digest()


def digest_columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the covered columns of a table with their types; empty if its rows have no digest, as in older schemas."""
    columns = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    if table not in TABLES or COLUMN not in columns:
        return {}
    return {name: kind for name, kind in columns.items() if name not in _NOT_COVERED.get(table, set()) | {COLUMN}}


def expression(columns: Mapping[str, str]) -> str:
    """Return the SQL by which a row gives its digest; :func:`register` makes its function known."""
    pairs = (f"'{name}', " + (f"CAST({name} AS BLOB)" if kind == "TEXT" else name) for name, kind in columns.items())
    return f"digest_of_row({', '.join(pairs)})"


def register(connection: sqlite3.Connection) -> None:
    """Register the SQL function ``digest_of_row(name, value, …)`` on this connection."""

    def digest_of_row(*pairs: str | Value) -> bytes:
        return row_digest(dict(zip(pairs[::2], pairs[1::2], strict=True)))  # type: ignore[arg-type]

    connection.create_function("digest_of_row", -1, digest_of_row, deterministic=True)


def add_triggers(connection: sqlite3.Connection) -> None:
    """Let this connection store the digest of each row that it adds or changes, by temporary triggers."""
    for table in TABLES:
        columns = digest_columns(connection, table)
        store = (
            f"ON main.{table} BEGIN UPDATE {table} SET {COLUMN} = {expression(columns)} WHERE rowid = new.rowid; END"
        )
        connection.execute(f"CREATE TEMP TRIGGER _digest_of_new_{table} AFTER INSERT {store}")
        connection.execute(f"CREATE TEMP TRIGGER _digest_of_{table} AFTER UPDATE OF {', '.join(columns)} {store}")


def store_all(connection: sqlite3.Connection) -> None:
    """Store the digest of every row: at the migration that brings digests, or one that changes facts."""
    register(connection)
    for table in TABLES:
        connection.execute(f"UPDATE {table} SET {COLUMN} = {expression(digest_columns(connection, table))}")


def undo_bit_flip(row: Mapping[str, Value], digest: bytes) -> dict[str, Value] | None:
    """Return the row with the one flipped bit restored, so that it has this digest; None if no such bit is found.

    The row is returned unchanged if it has the digest, or if the flipped bit is one of the digest itself. Each bit of
    each value is tried, 32,768 of a value at most, so that a row with other damage is taken for a flipped bit once in
    some 100,000 cases.
    """
    given = row_digest(row)
    if (int.from_bytes(given, "big") ^ int.from_bytes(digest, "big")).bit_count() <= 1 and len(digest) == _SIZE:
        return dict(row)
    for name, value in row.items():
        for flipped in _with_each_bit_flipped(value):
            if row_digest(candidate := {**row, name: flipped}) == digest:
                return candidate
    return None


def _with_each_bit_flipped(value: Value) -> Iterator[Value]:
    """Yield the value with each of its bits flipped, one at a time."""
    if isinstance(value, int):
        yield from ((value ^ (1 << bit)) for bit in range(63))
    elif isinstance(value, float):
        import struct

        for stored in _flipped_bytes(struct.pack("<d", value)):
            yield struct.unpack("<d", stored)[0]
    elif value is not None and len(value) <= _MENDED_BYTES_MAX:
        yield from _flipped_bytes(value)


def _flipped_bytes(stored: bytes) -> Iterator[bytes]:
    for place in range(len(stored)):
        for bit in range(8):
            yield stored[:place] + bytes([stored[place] ^ (1 << bit)]) + stored[place + 1 :]


def _bytes(value: bytes | int | float) -> bytes:
    if isinstance(value, bytes):
        return value
    return repr(value).encode()
