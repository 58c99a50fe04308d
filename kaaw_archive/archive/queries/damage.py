"""What is wrong in an archive: damaged pages, rows that point to nothing, payloads and who showed them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_MESSAGES = 100  # of one check; one damaged page can give thousands

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
_PAYLOADS = "SELECT digest FROM payloads WHERE data IS NOT NULL ORDER BY coalesce(base_digest, digest), digest"
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
_NOT_SEARCHED = """
SELECT a.id FROM articles a
WHERE EXISTS (SELECT 1 FROM snapshots s WHERE s.article_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM search_texts t WHERE t.article_id = a.id)
"""


@dataclass(frozen=True, slots=True)
class Dangling:
    """Rows of ``table`` whose column(s) name a row of ``parent`` that is not there."""

    table: str
    columns: str
    parent: str
    row_ids: tuple[int, ...]


def schema_version(connection: sqlite3.Connection) -> int:
    """Of the archive as it is."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: sqlite3.Connection) -> list[str]:
    """All tables, those of the search index included."""
    return [row[0] for row in connection.execute(_TABLES)]


def file_messages(connection: sqlite3.Connection, table: str | None = None, *, is_quick: bool = False) -> list[str]:
    """What SQLite finds wrong with the file, or one table and its indexes; empty where all is well.

    ``is_quick`` leaves out whether indexes and tables say the same.
    """
    check = "quick_check" if is_quick else "integrity_check"
    try:
        rows = connection.execute(f"PRAGMA {check}({table or _MOST_MESSAGES})").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for row in rows for line in str(row[0]).splitlines() if line != "ok" and not line.startswith("***")]


def dangling(connection: sqlite3.Connection) -> list[Dangling]:
    """All rows that point to nothing, by table and what they point to. Raises sqlite3.DatabaseError."""
    columns: dict[tuple[str, int], str] = {}
    for table in tables(connection):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            columns[table, key[0]] = key[3]
    found: dict[tuple[str, str, str], list[int]] = {}
    for table, row_id, parent, key_id in connection.execute("PRAGMA foreign_key_check"):
        found.setdefault((table, columns.get((table, key_id), "?"), parent), []).append(row_id)
    return [Dangling(*of, tuple(row_ids)) for of, row_ids in found.items()]


def payload_digests(connection: sqlite3.Connection) -> list[str]:
    """Of all payloads that are not erased, each behind the one that it is pressed against."""
    return [row[0] for row in connection.execute(_PAYLOADS)]


def payload_numbers(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many payloads there are, and how many of them are erased."""
    row = connection.execute("SELECT count(*), count(*) - count(data) FROM payloads").fetchone()
    return row[0], row[1]


def shown_by(connection: sqlite3.Connection, digests: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Address, first time and number of the captures that showed these payloads."""
    yield from connection.execute(_SHOWN_BY, (as_list(digests),))


def unproven_events(connection: sqlite3.Connection) -> list[int]:
    """Events whose proof is not in the archive."""
    return [row[0] for row in connection.execute(_UNPROVEN_EVENTS)]


def articles_not_searched(connection: sqlite3.Connection) -> list[int]:
    """Articles that the search does not know."""
    return [row[0] for row in connection.execute(_NOT_SEARCHED)]


def addresses_of_captures(connection: sqlite3.Connection, capture_ids: Sequence[int]) -> list[str]:
    """Where these captures were made, at most ten of them."""
    rows = connection.execute(
        "SELECT DISTINCT u.url FROM captures c JOIN urls u ON u.id = c.url_id"
        " WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY u.url LIMIT 10",
        (str(list(capture_ids)),),
    )
    return [row[0] for row in rows]


def rows_in_index(
    connection: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[int | str, ...]]:
    """(rowid, *columns) of each row as the index over the last of the columns has it; the table is not read."""
    index = f"sqlite_autoindex_{table}_1"
    for row in connection.execute(f'SELECT rowid, {", ".join(columns)} FROM {table} INDEXED BY "{index}"'):
        yield tuple(row)
