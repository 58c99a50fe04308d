"""State of the search index: the analysis that made it, and how far one that is under way has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.analysis import ANALYSIS_VERSION

if TYPE_CHECKING:
    import sqlite3

VERSION_BITS = 16  # of the number of an entry; the others are the id of the article
_VERSION_MAX = (1 << VERSION_BITS) - 1


def row_id(article_id: int, version: int) -> int:
    """Return the number of the entry of a version, by which hits are grouped without a look at other tables."""
    if version > _VERSION_MAX:
        raise OverflowError(f"article {article_id} has more than {_VERSION_MAX} versions")
    return article_id << VERSION_BITS | version


def is_index_current(connection: sqlite3.Connection) -> bool:
    """Return True if the present analysis made the whole index."""
    return _state(connection, "search") == ANALYSIS_VERSION


def indexed_up_to(connection: sqlite3.Connection) -> int:
    """Return the id of the last version in the index that the present analysis is making; 0: it has not begun."""
    return _state(connection, "search_made_up_to") if _state(connection, "search_made_by") == ANALYSIS_VERSION else 0


def _state(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT version FROM _state WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row is not None else 0
