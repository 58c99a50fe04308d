"""Version of the schema, by which an archive is known; its tables are made by the migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x6B616177  # "kaaw" in ASCII, in the header of the file: `file` and we know an archive by it
SCHEMA_VERSION = 20  # the number of migrations; stored in PRAGMA user_version


def is_unreleased(connection: sqlite3.Connection) -> bool:
    """Return True if the archive has one of the three schemas from before the first release."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_last_certificates'").fetchone() is not None
