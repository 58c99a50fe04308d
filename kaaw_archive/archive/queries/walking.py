"""Reads the rows of a table around the damaged pages of its file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEYOND = 1_000_000  # ids that are looked for where neither the table nor an index can say how many there were
_DEAD_LOOKS = 200_000  # in vain, a table; some seconds


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids, both included, of which nothing can be read; not each of them need have been a row."""

    first_id: int
    last_id: int


def readable_rows(
    connection: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...] | Gap]:
    """Each row that can be read, as (rowid, *columns), in their order, and the gaps between them.

    Rows are read from the table itself, whatever its indexes say. ``table`` and ``columns`` are names of ours.
    """
    gap: Gap | None = None
    for found in _walk(connection, table, columns):
        if not isinstance(found, Gap):
            yield from (gap,) if gap is not None else ()
            gap = None
            yield found
        elif gap is not None and found.first_id == gap.last_id + 1:
            gap = Gap(gap.first_id, found.last_id)
        else:
            yield from (gap,) if gap is not None else ()
            gap = found
    if gap is not None:
        yield gap


def _walk(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...] | Gap]:
    select = (
        f"SELECT {', '.join(('rowid', *columns))} FROM {table} NOT INDEXED"  # an index may say otherwise
        " WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
    )
    waiting = [_bounds(connection, table)]
    looks = _DEAD_LOOKS
    while waiting:
        first, last = waiting.pop()
        try:
            for row in connection.execute(select, (first, last)):
                yield tuple(row)
                first = row[0] + 1
        except sqlite3.DatabaseError:
            looks -= 1
        else:
            continue
        if first >= last or looks <= 0:
            if first <= last:
                yield Gap(first, last)
            continue
        middle = (first + last) // 2  # the dead page is in one half, and the other is read whole
        waiting += [(middle + 1, last), (first, middle)]


def _bounds(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Ids between which all rows are, as well as the table, or else its indexes, can say it."""
    indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({table})")]
    for source in (f"{table} NOT INDEXED", *(f'{table} INDEXED BY "{index}"' for index in indexes)):
        try:
            last = connection.execute(f"SELECT max(rowid) FROM {source}").fetchone()[0]
        except sqlite3.DatabaseError:
            continue
        return 0, last or 0
    return 0, _BEYOND
