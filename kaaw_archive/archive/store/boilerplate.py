"""Store boilerplate: the lines that many pages of a site repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kaaw_archive.archive.queries.boilerplate import Sighting


def keep_sightings(connection: sqlite3.Connection, line: int, old: Sequence[Sighting], new: Sequence[Sighting]) -> None:
    """Store the earliest articles with a line."""
    gone = {one.article for one in old} - {one.article for one in new}
    connection.executemany(
        "DELETE FROM _boilerplate WHERE line = ? AND article = ?", [(line, article) for article in sorted(gone)]
    )
    connection.executemany(
        "INSERT INTO _boilerplate (line, article, capture_id) VALUES (?, ?, ?)"
        " ON CONFLICT (line, article) DO UPDATE SET capture_id = excluded.capture_id",
        [(line, one.article, one.capture_id) for one in new if one not in old],
    )


def mark_for_refold(connection: sqlite3.Connection, groups: Iterable[str]) -> None:
    """Note that these groups of pages must be folded again, because more is known now."""
    connection.executemany("INSERT OR IGNORE INTO _groups_to_fold VALUES (?)", [(group,) for group in groups])


def mark_refolded(connection: sqlite3.Connection, group: str) -> None:
    """Note that a group of pages is folded again, with all that is known now."""
    connection.execute("DELETE FROM _groups_to_fold WHERE fold_group = ?", (group,))


def begin_derivation(connection: sqlite3.Connection, token: int = 1) -> None:
    """Delete all boilerplate before everything is derived again, and note which derivation is not finished."""
    connection.execute("DELETE FROM _boilerplate")
    connection.execute("DELETE FROM _groups_to_fold")
    connection.execute("INSERT OR REPLACE INTO _state (name, version) VALUES ('half_derived', ?)", (token,))


def end_derivation(connection: sqlite3.Connection, made_by: int) -> None:
    """Note that everything has been derived again; ``made_by`` is the checksum of the versions of the rules."""
    connection.execute("DELETE FROM _state WHERE name = 'half_derived'")
    connection.execute("INSERT OR REPLACE INTO _state (name, version) VALUES ('derived_by', ?)", (made_by,))


def store_lines_beside(connection: sqlite3.Connection, snapshot_id: int, lines: bytes) -> None:
    """Store the lines that the page of a version shows beside its text."""
    if lines:
        connection.execute("INSERT INTO _lines_beside (snapshot_id, lines) VALUES (?, ?)", (snapshot_id, lines))
