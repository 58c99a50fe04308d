"""The search index against the texts that it was made from, and made again from them."""

from __future__ import annotations

import sqlite3


def check_index(connection: sqlite3.Connection) -> str | None:
    """What FTS5 finds wrong with the index; None where nothing is. Changes nothing, but takes the writers' lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.execute("ROLLBACK")
    return None


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Makes the whole index again from the texts."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
