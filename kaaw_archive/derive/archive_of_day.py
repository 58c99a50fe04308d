"""The archive of a day: what was known at the end of it, with the states, times and health of links known then.

Works, states and events are derived from the facts until then, by the same code as those of today. So an archive that
has grown since gives the same answers for that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.store import day_tables
from kaaw_archive.derive.works import find_works

if TYPE_CHECKING:
    import sqlite3


def show_as_of(connection: sqlite3.Connection, day: str) -> None:
    """Let a connection that only reads see the archive as it was known at the end of a day (UTC, ``YYYY-MM-DD``).

    Titles, authors, days and states that people corrected are those of today, and so is the reading of each capture.
    """
    was_refusing = bool(connection.execute("PRAGMA query_only").fetchone()[0])
    connection.execute("PRAGMA query_only = OFF")  # temporary tables are writes, too; the file is open for reading only
    day_tables.make(connection, times.end_of_day(day))
    find_works(connection, compares=False)  # edits on the way to another address are those of the archive itself
    day_tables.finish(connection)
    connection.execute(f"PRAGMA query_only = {int(was_refusing)}")
