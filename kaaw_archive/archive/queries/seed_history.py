"""Return what seeds name and named: their entries, with the looks between which each came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.items import SeedEntry

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import ListKind

_NAMED = """
SELECT id, url_key, position, url, title, stated_at FROM seed_entries
WHERE page_id = ? AND gone_capture_id IS NULL ORDER BY position, id
"""


class StoredSeedList(NamedTuple):
    """Seed by its newest look; ``last_capture_id`` is that look, ``digest`` that of the payload that it brought."""

    kind: ListKind
    last_capture_id: int
    digest: str


class NamedEntry(NamedTuple):
    """Entry that a seed names at its newest look."""

    id: int
    url_key: str
    position: int | None
    entry: SeedEntry


def seed_of_page(connection: sqlite3.Connection, page_id: int) -> StoredSeedList | None:
    """Return the seed that this page is; None if no look at it showed a list."""
    row = connection.execute(
        "SELECT s.kind, s.last_capture_id, c.payload_digest FROM seeds s JOIN captures c ON c.id = s.last_capture_id"
        " WHERE s.page_id = ?",
        (page_id,),
    ).fetchone()
    return None if row is None else StoredSeedList(*row)


def named_entries(connection: sqlite3.Connection, page_id: int) -> list[NamedEntry]:
    """Return the entries that a seed names at its newest look, in its order."""
    rows = connection.execute(_NAMED, (page_id,))
    return [NamedEntry(row[0], row[1], row[2], SeedEntry(*row[3:])) for row in rows]
