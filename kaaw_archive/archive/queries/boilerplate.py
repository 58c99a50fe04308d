"""Boilerplate: lines that many pages of a site have in common."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.similarity import plain_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

KNOWN_BY = 4  # other articles on which a line stands: fewer are a series, or one text under several addresses

Order = tuple[str, str, int]  # captured_at, uid of the crawl, number in it: the order of the fold


class Sighting(NamedTuple):
    """An article that has a line, and the earliest capture that shows it."""

    order: Order
    article: int
    capture_id: int


def sightings(connection: sqlite3.Connection, lines: Iterable[int]) -> dict[int, list[Sighting]]:
    """Return by line the earliest articles that have it, in the order of the fold."""
    found: dict[int, list[Sighting]] = {}
    rows = connection.execute(
        "SELECT s.line, c.captured_at, r.uid, c.seq, s.article, s.capture_id FROM json_each(?) wanted"
        " JOIN _boilerplate s ON s.line = wanted.value JOIN captures c ON c.id = s.capture_id"
        " JOIN crawls r ON r.id = c.crawl_id",
        (json.dumps(list(lines)),),
    )
    for line, captured_at, uid, seq, article, capture_id in rows:
        found.setdefault(line, []).append(Sighting((captured_at, uid, seq), article, capture_id))
    for those in found.values():
        those.sort()
    return found


def groups_folded_beyond(connection: sqlite3.Connection, capture_ids: Iterable[int], captured_at: str) -> list[str]:
    """Return the groups of these captures' pages that have been folded up to this instant (UTC text) or further."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(p.fold_group, p.url_key) FROM captures c JOIN pages p ON p.id = c.page_id"
        " WHERE c.id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM pages q"
        " JOIN captures l ON l.id = q.last_capture_id WHERE (q.id = p.id OR q.fold_group = p.fold_group)"
        " AND l.captured_at >= ?)",
        (json.dumps(list(capture_ids)), captured_at),
    )
    return [row[0] for row in rows]


def groups_to_fold_again(connection: sqlite3.Connection) -> list[str]:
    """Return the groups of pages for which more is known now than when they were folded."""
    return [row[0] for row in connection.execute("SELECT fold_group FROM _groups_to_fold ORDER BY fold_group")]


def is_half_derived(connection: sqlite3.Connection) -> bool:
    """Return True if everything is being derived again, or that ended early: little is known of any site then."""
    return half_derived_by(connection) is not None


def half_derived_by(connection: sqlite3.Connection) -> int | None:
    """Return the token of the derivation that is at work or ended early; None if all is derived."""
    row = connection.execute("SELECT version FROM _state WHERE name = 'half_derived'").fetchone()
    return None if row is None else int(row[0])


def lines_beside(connection: sqlite3.Connection, snapshot_id: int) -> bytes:
    """Return the digests of the lines that the page of a version shows beside its text, four bytes each."""
    row = connection.execute("SELECT lines FROM _lines_beside WHERE snapshot_id = ?", (snapshot_id,)).fetchone()
    return b"" if row is None else row[0]


def seen_in(connection: sqlite3.Connection, digest: int, key: str) -> list[str]:
    """Return the uids of the earliest captures that show this line on other articles than the one with this key."""
    found = sightings(connection, [digest]).get(digest, [])
    return [f"{one.order[1]}-{one.order[2]}" for one in found if one.article != digest_bits(key)][:KNOWN_BY]


def standing_digest(site: str, extractor_version: str, line: str) -> int:
    """Return 64 bits that identify a line on the pages of a site, as an extractor reads them."""
    return digest_bits(f"{site}\0{extractor_version}\0{plain_line(line)}")


def digest_bits(text: str) -> int:
    """Return 64 bits of a text as a signed integer, which SQLite can store."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
