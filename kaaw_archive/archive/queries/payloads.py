"""Payloads by their digest, or by its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3

# "g" follows "f", the last hexadecimal digit: a range that the primary key's index serves
_BY_PREFIX = """
SELECT digest AS payload_digest, size_bytes, media_type, first_seen_at, data IS NULL AS is_erased
FROM payloads WHERE digest >= :prefix AND digest < :prefix || 'g' ORDER BY digest LIMIT 2
"""


def by_digest_prefix(connection: sqlite3.Connection, prefix: str) -> list[Row]:
    """The payloads whose digest (``sha256:`` and lower-case hex) begins so; two at most, enough to tell that."""
    return all_rows(connection, _BY_PREFIX, {"prefix": prefix})
