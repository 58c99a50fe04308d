"""Store what seeds name, from which look at them to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.items import SeedEntry, SeedList

_ADD = """
INSERT INTO seed_entries (page_id, url_key, url, title, stated_at, position, before_capture_id, first_capture_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# A later day on which what stood behind the entry is still named, and the entry is not.
_CONFIRM = """
UPDATE seed_entries AS gone SET confirmed_capture_id = :capture
WHERE page_id = :page AND departure = 'taken_out' AND confirmed_capture_id IS NULL
  AND substr((SELECT captured_at FROM captures WHERE id = gone_capture_id), 1, 10) < substr(:at, 1, 10)
  AND EXISTS (SELECT 1 FROM seed_entries w WHERE w.page_id = :page AND w.gone_capture_id IS NULL
              AND w.url_key = gone.witness_key)
  AND NOT EXISTS (SELECT 1 FROM seed_entries w WHERE w.page_id = :page AND w.url_key = gone.url_key AND w.id > gone.id)
RETURNING url_key
"""


def add_seed(connection: sqlite3.Connection, page_id: int, capture_id: int, named: SeedList) -> None:
    """Add a seed at the first look that shows a list."""
    connection.execute("INSERT INTO seeds VALUES (?, ?, ?, ?)", (page_id, named.kind, capture_id, capture_id))


def see_seed(connection: sqlite3.Connection, page_id: int, capture_id: int, kind: str) -> None:
    """Store the newest look at a seed."""
    connection.execute("UPDATE seeds SET last_capture_id = ?, kind = ? WHERE page_id = ?", (capture_id, kind, page_id))


def add_entries(
    connection: sqlite3.Connection,
    page_id: int,
    entries: Iterable[tuple[int | None, SeedEntry]],
    capture_id: int,
    before_id: int | None,
) -> None:
    """Add entries with their positions; ``before_id`` is the look before, None at the first one."""
    connection.executemany(
        _ADD,
        [
            (page_id, urls.key(entry.url), entry.url, entry.title, entry.stated_at, position, before_id, capture_id)
            for position, entry in entries
        ],
    )


def place_entries(connection: sqlite3.Connection, places: Iterable[tuple[int | None, int]]) -> None:
    """Store new positions of entries, each with the id of its row."""
    connection.executemany("UPDATE seed_entries SET position = ? WHERE id = ?", places)


def end_entries(
    connection: sqlite3.Connection, ended: Iterable[tuple[int, str, str | None]], last_id: int, gone_id: int
) -> None:
    """Store that entries (row, departure, witness) are named no more; ``last_id`` was the last look that named them."""
    connection.executemany(
        "UPDATE seed_entries SET last_capture_id = ?, gone_capture_id = ?, departure = ?, witness_key = ? WHERE id = ?",
        [(last_id, gone_id, how, witness, row_id) for row_id, how, witness in ended],
    )


def confirm_departures(connection: sqlite3.Connection, page_id: int, capture_id: int, at: str) -> list[str]:
    """Confirm by a look of a later day that entries were taken out; return their url keys."""
    rows = connection.execute(_CONFIRM, {"page": page_id, "capture": capture_id, "at": at}).fetchall()
    return [row[0] for row in rows]
