"""Fold the looks at a seed into its entries, each with the first and last look that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import seed_history as queries
from kaaw_archive.archive.store import seed_history as store
from kaaw_archive.archive.store import works
from kaaw_archive.seeds.changes import departures

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.archive.queries.seed_history import NamedEntry, StoredSeedList
    from kaaw_archive.items import SeedEntry, SeedList


def fold_list(connection: sqlite3.Connection, page_id: int, fact: CaptureFact, named: SeedList) -> None:
    """Fold a look that shows a list: entries that come, stay and go."""
    seed = queries.seed_of_page(connection, page_id)
    placed = [(None if named.kind == "sitemap" else place, entry) for place, entry in enumerate(named.entries, 1)]
    if seed is None:
        store.add_seed(connection, page_id, fact.id, named)
        store.add_entries(connection, page_id, placed, fact.id, None)
        return
    known = {one.url_key: one for one in queries.named_entries(connection, page_id)}
    changed = _end(connection, seed, list(known.values()), fact, named)
    new: list[tuple[int | None, SeedEntry]] = []
    moved: list[tuple[int | None, int]] = []
    for place, entry in placed:
        one = known.get(urls.key(entry.url))
        if one is None:
            new.append((place, entry))
        elif one.position != place:
            moved.append((place, one.id))
    store.add_entries(connection, page_id, new, fact.id, seed.last_capture_id)
    store.place_entries(connection, moved)
    store.see_seed(connection, page_id, fact.id, named.kind)
    changed += store.confirm_departures(connection, page_id, fact.id, fact.captured_at)
    works.are_changed_articles(connection, [*changed, *(urls.key(entry.url) for _, entry in new)])


def fold_same_list(connection: sqlite3.Connection, page_id: int, fact: CaptureFact) -> None:
    """Fold a look that brought the bytes of the capture before, which may have shown no list."""
    seed = queries.seed_of_page(connection, page_id) if fact.kind == "seed" else None
    if seed is not None and seed.digest == fact.payload_digest:
        store.see_seed(connection, page_id, fact.id, seed.kind)
        confirmed = store.confirm_departures(connection, page_id, fact.id, fact.captured_at)
        works.are_changed_articles(connection, confirmed)


def _end(
    connection: sqlite3.Connection,
    seed: StoredSeedList,
    known: list[NamedEntry],
    fact: CaptureFact,
    named: SeedList,
) -> list[str]:
    """End the entries that are named no more; return their url keys."""
    rows = {one.url_key: one.id for one in known}
    if seed.kind == named.kind:
        gone = [
            (rows[urls.key(one.entry.url)], one.how, one.witness)
            for one in departures(named.kind, [one.entry for one in known], named.entries)
        ]
    else:
        now = {urls.key(entry.url) for entry in named.entries}
        gone = [(row_id, "unclear", None) for key, row_id in rows.items() if key not in now]
    store.end_entries(connection, gone, seed.last_capture_id, fact.id)
    ended = {row_id for row_id, _, _ in gone}
    return [key for key, row_id in rows.items() if row_id in ended]
