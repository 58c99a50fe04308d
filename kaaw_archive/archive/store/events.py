"""Store the identity of events: one kind of change of one address, proven by one capture, is one event.

What a reader may have got is kept when its page is folded again: an event that is not found again is superseded, and
one that is found in captures which were read before is marked as found by re-reading.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries.rows import as_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_UID_DIGITS = 24

_UNNAMED = """
SELECT e.id, e.kind, coalesce(a.key, l.url, ''),
       CASE WHEN e.article_id IS NULL THEN (SELECT checked_at FROM link_checks WHERE id = e.proof_json ->> 0)
            ELSE (SELECT r.uid || '-' || c.seq FROM captures c JOIN crawls r ON r.id = c.crawl_id
                  WHERE c.id = e.proof_json ->> 0) END, e.quotation
FROM events e LEFT JOIN articles a ON a.id = e.article_id LEFT JOIN links l ON l.id = e.link_id
WHERE e.uid IS NULL
"""
_COLUMNS = "kind, after_at, before_at, known_at, proof_json, rule, quotation, quotation_form, is_superseded, is_reread"
_KEEP = f"""
INSERT OR REPLACE INTO _former_events (uid, article_key, {_COLUMNS})
SELECT e.uid, a.key, {", ".join(f"e.{name}" for name in _COLUMNS.split(", "))}
FROM events e JOIN articles a ON a.id = e.article_id
WHERE e.uid IS NOT NULL AND (
    a.page_id = :page OR EXISTS (
        SELECT 1 FROM snapshots s JOIN articles o ON o.id = s.article_id
        WHERE o.page_id = :page AND s.id IN (e.to_snapshot_id, e.from_snapshot_id)))
"""
# Found now in captures that were read before, of a page that was folded again, or of a seed.
_MARK_REREAD = """
UPDATE events SET is_reread = 1
WHERE uid IN (SELECT value FROM json_each(:uids)) AND article_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM json_each(proof_json) p WHERE p.value > :read_until)
  AND uid NOT IN (SELECT uid FROM _former_events)
  AND (kind IN ('new', 'unlisted', 'relisted') OR EXISTS (
      SELECT 1 FROM articles a JOIN _former_events f ON f.article_key = a.key WHERE a.id = events.article_id))
"""
_SUPERSEDE = f"""
INSERT INTO events (uid, article_id, source, {_COLUMNS})
SELECT f.uid, a.id, a.source, {", ".join(f"f.{name}" for name in _COLUMNS.split(", ")).replace("f.is_superseded", "1")}
FROM _former_events f JOIN articles a ON a.key = f.article_key
WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.uid = f.uid)
"""


def keep_former_events(connection: sqlite3.Connection, page_id: int) -> None:
    """Keep the events of the articles of a page that is folded again, and of those that moved to them."""
    connection.execute(_KEEP, {"page": page_id})


def name_events(connection: sqlite3.Connection) -> None:
    """Give each event that has none its uid, which is the same however often it is derived.

    Events that were known before and are not found again are superseded.
    """
    read_until = connection.execute("SELECT version FROM _state WHERE name = 'named_events'").fetchone()
    uids = {row_id: _uid(named) for row_id, *named in connection.execute(_UNNAMED).fetchall()}
    connection.executemany("DELETE FROM events WHERE uid = ? AND is_superseded", [(uid,) for uid in uids.values()])
    connection.executemany("UPDATE events SET uid = ? WHERE id = ?", [(uid, row_id) for row_id, uid in uids.items()])
    if read_until is not None and uids:
        given = {"uids": as_list(uids.values()), "read_until": read_until[0]}
        connection.execute(_MARK_REREAD, given)
    _settle_former_events(connection)
    _note_read(connection, read_until[0] if read_until is not None else 0)


def keep_read(connection: sqlite3.Connection, reader: str, uids: Iterable[str]) -> None:
    """Store that a reader got these events."""
    connection.executemany("INSERT OR IGNORE INTO _read_events VALUES (?, ?)", [(reader, uid) for uid in uids])


def _uid(named: list[str | None]) -> str:
    """Return the uid of an event of this kind, address and proof; only an event of a quotation has that, too."""
    *identity, quotation = named
    parts = [*identity, *([quotation] if quotation is not None else [])]
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:_UID_DIGITS]


def _settle_former_events(connection: sqlite3.Connection) -> None:
    """Compare the events that were known with those that were found again; keep what cannot be compared yet."""
    connection.execute("UPDATE events SET is_reread = 1 WHERE uid IN (SELECT uid FROM _former_events WHERE is_reread)")
    connection.execute(_SUPERSEDE)
    connection.execute("DELETE FROM _former_events WHERE uid IN (SELECT uid FROM events)")


def _note_read(connection: sqlite3.Connection, read_until: int) -> None:
    """Store up to which capture all are read."""
    (until,) = connection.execute(
        "SELECT coalesce((SELECT min(id) - 1 FROM captures WHERE id > :from AND page_id IS NULL AND kind IN"
        f" {FOLDED_KINDS}), (SELECT max(id) FROM captures), 0)",
        {"from": read_until},
    ).fetchone()
    connection.execute(
        "INSERT INTO _state (name, version) VALUES ('named_events', ?)"
        " ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        (max(until, read_until),),
    )
