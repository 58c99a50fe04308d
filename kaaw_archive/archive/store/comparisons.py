"""Store comparisons of versions, and the events of the edits that they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.store import derivations
from kaaw_archive.items import NoEdit
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from kaaw_archive.archive.queries.comparisons import StoredEdit
    from kaaw_archive.items import VersionComparison

_OF_EDIT = "kind = 'edited' AND to_snapshot_id = ?"
_RULE = "content differs"
_MOVED_RULE = "content differs from that at the address before"
# An edit on the way to another address is known when the move is.
_KNOWN_AT = """
SELECT max(e.known_at) FROM events e JOIN snapshots came ON came.id = e.to_snapshot_id
WHERE e.kind = 'moved' AND e.article_id = ? AND came.article_id = ?
"""


def add_waiting(connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int) -> None:
    """Add a comparison that is still to be made."""
    connection.execute(
        "INSERT INTO comparisons (to_snapshot_id, from_snapshot_id) VALUES (?, ?)", (to_snapshot_id, from_snapshot_id)
    )


def store(
    connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int, result: VersionComparison
) -> None:
    """Store a comparison in the place of one that waited, and add the event of an edit.

    A pair too large to be compared differs in its digests: it is an edit of which no more is known.
    """
    edit = result.edit
    connection.execute(
        "INSERT OR REPLACE INTO comparisons (to_snapshot_id, from_snapshot_id, kinds_json, significance, sentence,"
        " is_silent, no_edit, is_new_bad) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            to_snapshot_id,
            from_snapshot_id,
            compact(list(edit.kinds)) if edit else None,
            edit.significance if edit else None,
            edit.sentence if edit else None,
            edit.is_silent if edit else None,
            result.no_edit,
            result.is_new_bad,
        ),
    )
    connection.execute(f"DELETE FROM events WHERE {_OF_EDIT}", (to_snapshot_id,))
    if edit is not None or result.no_edit is NoEdit.LIMIT:
        _add_event(connection, from_snapshot_id, to_snapshot_id)


def restate(connection: sqlite3.Connection, edit: StoredEdit) -> None:
    """Store the sentence of an edit, and if it is noise beside its likes: then its event goes, or is superseded."""
    connection.execute(
        "UPDATE comparisons SET sentence = ?, no_edit = ? WHERE to_snapshot_id = ?",
        (edit.sentence, NoEdit.NOISE if edit.is_noise else None, edit.to_id),
    )
    _settle_event(connection, edit.from_id, edit.to_id, is_edit=not edit.is_noise)


def replace(
    connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int, result: VersionComparison
) -> None:
    """Store another result of a comparison. An event that a reader knows is never deleted."""
    edit = result.edit
    connection.execute(
        "UPDATE comparisons SET kinds_json = ?, significance = ?, sentence = ?, is_silent = ?, no_edit = ?"
        " WHERE to_snapshot_id = ?",
        (
            compact(list(edit.kinds)) if edit else None,
            edit.significance if edit else None,
            edit.sentence if edit else None,
            edit.is_silent if edit else None,
            result.no_edit,
            to_snapshot_id,
        ),
    )
    _settle_event(connection, from_snapshot_id, to_snapshot_id, is_edit=edit is not None)


def _settle_event(connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int, *, is_edit: bool) -> None:
    """Give an edit its event, the earlier one if there is one; take back the event of what is no edit any more."""
    if not is_edit:
        _take_back(connection, to_snapshot_id)
    elif not connection.execute(f"UPDATE events SET is_superseded = 0 WHERE {_OF_EDIT}", (to_snapshot_id,)).rowcount:
        _add_event(connection, from_snapshot_id, to_snapshot_id)


def _take_back(connection: sqlite3.Connection, to_snapshot_id: int) -> None:
    """Delete the event of an edit; one that a reader may know is superseded."""
    connection.execute(f"DELETE FROM events WHERE {_OF_EDIT} AND uid IS NULL", (to_snapshot_id,))
    connection.execute(f"UPDATE events SET is_superseded = 1 WHERE {_OF_EDIT}", (to_snapshot_id,))


def forget_moved(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Delete the comparisons of these snapshots, before and after; an event that a reader may know is superseded."""
    for _, to_id in pairs:
        connection.execute("DELETE FROM comparisons WHERE to_snapshot_id = ?", (to_id,))
        _take_back(connection, to_id)


def date_moved(connection: sqlite3.Connection, known_at: Mapping[tuple[int, int], str]) -> None:
    """Store when the edits between these snapshots, before and after, became known."""
    connection.executemany(
        "UPDATE events SET known_at = ? WHERE kind = 'edited' AND to_snapshot_id = ? AND known_at <> ?",
        [(at, to_id, at) for (_, to_id), at in known_at.items()],
    )


def _add_event(connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int) -> None:
    article_id, old_article_id, after_at, before_at, capture_id = connection.execute(
        "SELECT new.article_id, old.article_id, old.last_seen_at, new.first_seen_at, new.capture_id"
        " FROM snapshots new, snapshots old WHERE new.id = ? AND old.id = ?",
        (to_snapshot_id, from_snapshot_id),
    ).fetchone()
    has_moved = old_article_id != article_id
    known_at = connection.execute(_KNOWN_AT, (old_article_id, article_id)).fetchone()[0] if has_moved else None
    derivations.add_event(
        connection,
        "edited",
        article_id,
        after_at=after_at,
        before_at=before_at,
        proof=[capture_id],
        known_at=known_at,
        rule=_MOVED_RULE if has_moved else _RULE,
        from_snapshot_id=from_snapshot_id,
        to_snapshot_id=to_snapshot_id,
    )
