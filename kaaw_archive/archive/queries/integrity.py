"""Damage of an archive: damaged pages, rows that point to nothing, the rows around it, and facts to check by."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.queries.rows import as_list
from kaaw_archive.archive.queries.search_index import VERSION_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_MESSAGES = 100  # of one check; one damaged page can give thousands

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"

_PAYLOAD_DIGESTS = "SELECT digest FROM payloads WHERE data IS NOT NULL ORDER BY coalesce(base_digest, digest), digest"

_SHOWN_BY = """
SELECT u.url, min(c.captured_at), count(*) FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.payload_digest IN (SELECT value FROM json_each(?)) GROUP BY u.id ORDER BY u.url
"""

# An event names the captures, or of a link the checks, that prove it.
_UNPROVEN_EVENTS = """
SELECT e.id FROM events e WHERE EXISTS (
    SELECT 1 FROM json_each(e.proof_json) p WHERE CASE WHEN e.article_id IS NOT NULL
        THEN NOT EXISTS (SELECT 1 FROM captures c WHERE c.id = p.value)
        ELSE NOT EXISTS (SELECT 1 FROM link_checks k WHERE k.id = p.value) END)
"""

_NOT_SEARCHED = f"""
SELECT s.id FROM snapshots s
WHERE NOT EXISTS (SELECT 1 FROM snapshots_fts_docsize d WHERE d.id = s.id)
   OR ((SELECT version FROM _state WHERE name = 'search') > 0 AND NOT EXISTS
       (SELECT 1 FROM search_index_docsize d WHERE d.id = s.article_id << {VERSION_BITS} | s.version))
"""

_LAST_ID_ASSUMED = 1_000_000  # if neither the table nor an index can be read

_FAILED_READS_MAX = 200_000  # a table; some seconds


@dataclass(frozen=True, slots=True)
class Dangling:
    """Rows of ``table`` whose column(s) name a row of ``parent`` that does not exist."""

    table: str
    columns: str
    parent: str
    row_ids: tuple[int, ...]


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the schema version of the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables, those of the search index included."""
    return [row[0] for row in connection.execute(_TABLES)]


def strict_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables of the schema whose rows have ids."""
    found = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict AND NOT wr")
    return sorted(row[0] for row in found)


def file_messages(connection: sqlite3.Connection, table: str | None = None, *, is_quick: bool = False) -> list[str]:
    """Return SQLite's messages of damage in the file, or in one table and its indexes; empty if there is none.

    ``is_quick`` does not compare indexes with their tables.
    """
    check = "quick_check" if is_quick else "integrity_check"
    try:
        rows = connection.execute(f"PRAGMA {check}({table or _MOST_MESSAGES})").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for row in rows for line in str(row[0]).splitlines() if line != "ok" and not line.startswith("***")]


def dangling(connection: sqlite3.Connection) -> list[Dangling]:
    """Return all rows that name a missing row, by table and parent. Raises sqlite3.DatabaseError."""
    columns: dict[tuple[str, int], str] = {}
    for table in tables(connection):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            columns[table, key[0]] = key[3]
    found: dict[tuple[str, str, str], list[int]] = {}
    for table, row_id, parent, key_id in connection.execute("PRAGMA foreign_key_check"):
        found.setdefault((table, columns.get((table, key_id), "?"), parent), []).append(row_id)
    return [Dangling(*of, tuple(row_ids)) for of, row_ids in found.items()]


def payload_digests(connection: sqlite3.Connection) -> list[str]:
    """Return the digests of all payloads that are not left out, each beside its delta base."""
    return [row[0] for row in connection.execute(_PAYLOAD_DIGESTS)]


def payload_numbers(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the number of payloads, and how many of them are left out."""
    row = connection.execute("SELECT count(*), count(*) - count(data) FROM payloads").fetchone()
    return row[0], row[1]


def shown_by(connection: sqlite3.Connection, digests: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield address, first time and number of the captures that showed these payloads."""
    yield from connection.execute(_SHOWN_BY, (as_list(digests),))


def unproven_events(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of events whose proof is not in the archive."""
    return [row[0] for row in connection.execute(_UNPROVEN_EVENTS)]


def versions_not_searched(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of versions that are missing in a search index, unless it is still to be made."""
    return [row[0] for row in connection.execute(_NOT_SEARCHED)]


def addresses_of_captures(connection: sqlite3.Connection, capture_ids: Sequence[int]) -> list[str]:
    """Return the addresses of these captures, at most ten."""
    rows = connection.execute(
        "SELECT DISTINCT u.url FROM captures c JOIN urls u ON u.id = c.url_id"
        " WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY u.url LIMIT 10",
        (str(list(capture_ids)),),
    )
    return [row[0] for row in rows]


def rows_in_index(
    connection: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[int | str, ...]]:
    """Yield (rowid, *columns) of each row from the index of the first UNIQUE constraint; the table is not read.

    The columns must be those of that index.
    """
    index = f"sqlite_autoindex_{table}_1"
    for row in connection.execute(f'SELECT rowid, {", ".join(columns)} FROM {table} INDEXED BY "{index}"'):
        yield tuple(row)


@dataclass(frozen=True, slots=True)
class Gap:
    """A range of ids, both included, that cannot be read; not each of them was a row."""

    first_id: int
    last_id: int


def readable_rows(
    connection: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...] | Gap]:
    """Yield each row that can be read, as (rowid, *columns), in order, and the gaps between them.

    Rows are read from the table itself, never from its indexes. ``table`` and ``columns`` are trusted names.
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
    reads_left = _FAILED_READS_MAX
    while waiting:
        first, last = waiting.pop()
        try:
            for row in connection.execute(select, (first, last)):
                if not first <= row[0] <= last:  # a walk that goes back never ends
                    raise sqlite3.DatabaseError("a row is not where its id belongs")
                yield tuple(row)
                first = row[0] + 1
        except sqlite3.DatabaseError:
            reads_left -= 1
        else:
            continue
        if first >= last or reads_left <= 0:
            if first <= last:
                yield Gap(first, last)
            continue
        middle = (first + last) // 2  # if only one page is dead, the other half is read whole
        waiting += [(middle + 1, last), (first, middle)]


def _bounds(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Return 0 and the last id of a table, from the table or, if that cannot be read, from its indexes."""
    indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({table})")]
    for source in (f"{table} NOT INDEXED", *(f'{table} INDEXED BY "{index}"' for index in indexes)):
        try:
            last = connection.execute(f"SELECT max(rowid) FROM {source}").fetchone()[0]
        except sqlite3.DatabaseError:
            continue
        return 0, last or 0
    return 0, _LAST_ID_ASSUMED
