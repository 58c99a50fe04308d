"""Store comparisons of versions, and the events of the edits that they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.store import derivations
from kaaw_archive.items import NoEdit
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import VersionComparison

_RULE = "content differs"


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
    connection.execute("DELETE FROM events WHERE kind = 'edited' AND to_snapshot_id = ?", (to_snapshot_id,))
    if edit is not None or result.no_edit is NoEdit.LIMIT:
        _add_event(connection, from_snapshot_id, to_snapshot_id)


def _add_event(connection: sqlite3.Connection, from_snapshot_id: int, to_snapshot_id: int) -> None:
    article_id, after_at, before_at, capture_id = connection.execute(
        "SELECT new.article_id, old.last_seen_at, new.first_seen_at, new.capture_id FROM snapshots new, snapshots old"
        " WHERE new.id = ? AND old.id = ?",
        (to_snapshot_id, from_snapshot_id),
    ).fetchone()
    derivations.add_event(
        connection,
        "edited",
        article_id,
        after_at=after_at,
        before_at=before_at,
        proof=[capture_id],
        rule=_RULE,
        from_snapshot_id=from_snapshot_id,
        to_snapshot_id=to_snapshot_id,
    )
