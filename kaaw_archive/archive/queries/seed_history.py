"""Entries of seeds, present and past, with the looks between which each came and went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.archive.content import SHOWS_CONTENT
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list
from kaaw_archive.items import SeedEntry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.items import ListKind

_NAMED = """
SELECT id, url_key, position, url, title, stated_at FROM seed_entries
WHERE page_id = ? AND gone_capture_id IS NULL ORDER BY position, id
"""

# Articles that a seed took out, as looks of two days say, with the first look since then at which their page answered.
_TAKEN_OUT = f"""
SELECT a.id, l.captured_at, g.captured_at, g.id, k.captured_at, k.id, n.stated_at, n.witness_key,
       (SELECT stated_at FROM seed_entries w WHERE w.page_id = n.page_id AND w.url_key = n.witness_key
        ORDER BY w.id DESC LIMIT 1),
       (SELECT json_array(c.captured_at, c.id) FROM captures c WHERE c.page_id = a.page_id AND {SHOWS_CONTENT}
        AND c.captured_at BETWEEN g.captured_at AND a.last_seen_at ORDER BY c.captured_at, c.id LIMIT 1)
FROM articles a
JOIN seed_entries n ON n.url_key = a.key AND n.departure = 'taken_out' AND n.confirmed_capture_id IS NOT NULL
JOIN captures l ON l.id = n.last_capture_id
JOIN captures g ON g.id = n.gone_capture_id
JOIN captures k ON k.id = n.confirmed_capture_id
WHERE a.source IN (SELECT value FROM json_each(?)) AND a.last_seen_at >= g.captured_at
ORDER BY g.captured_at, g.id
"""

_NAMINGS = """
SELECT n.url_key, n.page_id, b.captured_at, f.captured_at, f.id, l.captured_at, g.captured_at
FROM seed_entries n JOIN seeds s ON s.page_id = n.page_id
JOIN captures f ON f.id = n.first_capture_id
JOIN captures l ON l.id = coalesce(n.last_capture_id, s.last_capture_id)
LEFT JOIN captures b ON b.id = n.before_capture_id
LEFT JOIN captures g ON g.id = n.gone_capture_id
WHERE n.url_key IN (SELECT value FROM json_each(?)) ORDER BY f.captured_at, f.id
"""

_SEEDS = """
SELECT p.id AS page_id, p.source, s.kind, p.url, f.captured_at AS first_look_at, l.captured_at AS last_look_at,
       (SELECT count(*) FROM seed_entries n WHERE n.page_id = p.id AND n.gone_capture_id IS NULL) AS named
FROM seeds s JOIN pages p ON p.id = s.page_id
JOIN captures f ON f.id = s.first_capture_id JOIN captures l ON l.id = s.last_capture_id
ORDER BY p.source, s.kind, p.url
"""

_LOOKS = f"""
SELECT count(*) AS looks, min(c.captured_at) AS first_look_at, max(c.captured_at) AS last_look_at FROM captures c
WHERE c.page_id = :page AND c.kind = 'seed' AND {SHOWS_CONTENT} AND c.captured_at BETWEEN :since AND :until
"""

_FIRST = "SELECT count(*) FROM seed_history WHERE page_id = :page AND after_at IS NULL AND first_seen_at >= :since"

_APPEARED = """
SELECT h.url, h.title, h.stated_at, h.after_at, h.first_seen_at, h.first_capture_uid,
       (SELECT max(l.captured_at) FROM seed_entries n JOIN seed_entries w ON w.url_key = n.url_key
        JOIN captures l ON l.id = w.last_capture_id
        WHERE n.id = h.entry_id AND w.page_id = n.page_id AND w.id < n.id) AS named_before_at
FROM seed_history h
WHERE h.page_id = :page AND h.after_at IS NOT NULL AND h.first_seen_at BETWEEN :since AND :until
ORDER BY h.first_seen_at, h.entry_id
"""

_GONE = """
SELECT page_id, url, title, stated_at, last_seen_at, gone_at, departure, stayed_url, other_page_url, named_again_at,
       last_capture_uid, gone_capture_uid FROM seed_history
WHERE source = :source AND gone_at BETWEEN :since AND :until ORDER BY gone_at, entry_id
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


class TakenOut(NamedTuple):
    """Article that a seed named at ``last_at`` and not at ``gone_at`` and ``confirmed_at``, a later day.

    ``stated_at`` is the time that the seed states for it, ``witness_stated_at`` that for the entry behind it.
    ``answered`` are time and id of the first capture since then that shows its page; None if there is none.
    """

    article_id: int
    last_at: str
    gone_at: str
    gone_capture_id: int
    confirmed_at: str
    confirmed_capture_id: int
    stated_at: str | None
    witness_key: str
    witness_stated_at: str | None
    answered: tuple[str, int] | None


class Naming(NamedTuple):
    """Looks at one seed from ``first_at`` to ``last_at``, all of which name an address.

    The look before, ``before_at``, did not (None: there was none), and neither did ``gone_at`` (None: it is named).
    """

    url_key: str
    page_id: int
    before_at: str | None
    first_at: str
    first_capture_id: int
    last_at: str
    gone_at: str | None


def articles_taken_out(connection: sqlite3.Connection, sources: Iterable[str]) -> list[TakenOut]:
    """Return the articles of these sources that a seed took out while their page was there, in the order of time."""
    rows = connection.execute(_TAKEN_OUT, (as_list(sources),))
    return [TakenOut._make((*row[:-1], json.loads(row[-1] or "null"))) for row in rows]


def namings(connection: sqlite3.Connection, keys: Iterable[str]) -> list[Naming]:
    """Return when which seed named these url keys, in the order of time."""
    return [Naming(*row) for row in connection.execute(_NAMINGS, (as_list(keys),))]


def seeds(connection: sqlite3.Connection) -> list[Row]:
    """Return the feeds, sitemaps and listings of all sources, with how many entries each names at its newest look."""
    rows = all_rows(connection, _SEEDS, {})
    return [_without_page(row) for row in rows]


def changes(connection: sqlite3.Connection, source: str, since: str, until: str) -> list[Row]:
    """Return which addresses were added to the seeds of a source, and which disappeared, between two times.

    Seeds at which nobody looked then are left out. ``named_at_first`` are the entries of the first look at a seed.
    """
    found = []
    gone = all_rows(connection, _GONE, {"source": source, "since": since, "until": until})
    for seed in all_rows(connection, _SEEDS, {}):
        given = {"page": seed["page_id"], "since": since, "until": until}
        looks = all_rows(connection, _LOOKS, given)[0]
        if seed["source"] != source or not looks["looks"]:
            continue
        is_first = since <= seed["first_look_at"] <= until
        first = connection.execute(_FIRST, given).fetchone()[0] if is_first else 0
        named = {"url": seed["url"], "kind": seed["kind"], **looks, "named_at_first": first}
        appeared = all_rows(connection, _APPEARED, given)
        left = [_without_page(row) for row in gone if row["page_id"] == seed["page_id"]]
        found.append({**named, "appeared": appeared, "gone": left})
    return found


def _without_page(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "page_id"}
