"""Rows: one INSERT for all tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> int:
    """Add a row and return its id. Names of the table and its columns come from our code, never from data."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid
