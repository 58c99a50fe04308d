"""Store the conditions of sources that people were notified of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.conditions import SourceCondition


def keep_notified(connection: sqlite3.Connection, notified: Iterable[SourceCondition], at: str) -> None:
    """Store that people were notified of these conditions at ``at`` (UTC text)."""
    connection.executemany(
        "INSERT INTO _notified_conditions VALUES (?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET condition = excluded.condition, notified_at = excluded.notified_at",
        [(one.source, one.condition, at) for one in notified],
    )
