"""Store works with their evidence, the states of their articles, and the events that follow; only what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import as_list
from kaaw_archive.archive.queries.works import stored_works
from kaaw_archive.archive.store.rows import insert
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kaaw_archive.items import FoundWork, WorkEvent

_COLUMNS = "source title published_on first_seen_at last_seen_at news_since_at state current_article_id".split()
# events that follow from works, and from quotations in their articles
_KINDS = "('new', 'withdrawn', 'unlisted', 'relisted', 'moved', 'returned', 'quotation_changed')"

_STORED_EVENTS = f"""
SELECT e.id, e.uid, e.is_superseded, e.kind, e.article_id, e.after_at, e.before_at, e.known_at, e.proof_json, e.rule,
       e.from_snapshot_id, e.to_snapshot_id, e.quotation, e.quotation_form
FROM events e JOIN articles a ON a.id = e.article_id
WHERE a.source IN (SELECT value FROM json_each(?)) AND e.kind IN {_KINDS}
"""
# The version of an article at an instant.
_VERSION_AT = """
SELECT id FROM snapshots WHERE article_id = ? AND (first_seen_at <= ? OR version = 1) ORDER BY version DESC LIMIT 1
"""


def is_changed(connection: sqlite3.Connection, page_id: int) -> None:
    """Store that articles of this page may belong to other works now."""
    connection.execute("INSERT OR IGNORE INTO _works_to_find SELECT source FROM pages WHERE id = ?", (page_id,))


def are_changed_articles(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Store the same for the articles with these url keys."""
    connection.execute(
        "INSERT OR IGNORE INTO _works_to_find SELECT source FROM articles"
        " WHERE key IN (SELECT value FROM json_each(?))",
        (as_list(keys),),
    )


def replace_works(connection: sqlite3.Connection, sources: Iterable[str], works: Sequence[FoundWork]) -> None:
    """Replace the works of these sources, and what follows from them; rows that stay the same are not touched."""
    names = sorted(sources)
    known = stored_works(connection, names)
    ids: dict[str, int] = {}
    for work in works:
        values = {name: getattr(work, name) for name in _COLUMNS}
        row = known.get(work.key)
        if row is None:
            ids[work.key] = _add(connection, work.key, values)
        else:
            ids[work.key] = row[0]
            if row[1:] != tuple(values.values()):
                _update(connection, row[0], values)
    _place_articles(connection, names, works, ids)
    _replace_evidence(connection, [row[0] for row in known.values()], works, ids)
    left = [row[0] for key, row in known.items() if key not in ids]
    connection.executemany("UPDATE articles SET work_id = NULL WHERE work_id = ?", [(work_id,) for work_id in left])
    connection.executemany("DELETE FROM works WHERE id = ?", [(work_id,) for work_id in left])
    _replace_events(connection, names, [event for work in works for event in work.events])
    connection.executemany("DELETE FROM _works_to_find WHERE source = ?", [(name,) for name in names])


def _add(connection: sqlite3.Connection, key: str, values: dict[str, object]) -> int:
    """Add a work; one that another source had under this key is its own from now on."""
    row = connection.execute("SELECT id FROM works WHERE key = ?", (key,)).fetchone()
    if row is not None:
        _update(connection, row[0], values)
        return int(row[0])
    return insert(connection, "works", {"key": key, **values})


def _update(connection: sqlite3.Connection, work_id: int, values: dict[str, object]) -> None:
    columns = ", ".join(f"{name} = ?" for name in _COLUMNS)
    connection.execute(f"UPDATE works SET {columns} WHERE id = ?", (*values.values(), work_id))


def _place_articles(
    connection: sqlite3.Connection, sources: Sequence[str], works: Sequence[FoundWork], ids: dict[str, int]
) -> None:
    rows = connection.execute(
        "SELECT id, work_id, state, moved_to_id FROM articles WHERE source IN (SELECT value FROM json_each(?))",
        (as_list(sources),),
    )
    stored = {row[0]: tuple(row[1:]) for row in rows}
    for work in works:
        for article_id, state, moved_to_id in work.articles:
            if stored.get(article_id) != (ids[work.key], state, moved_to_id):
                connection.execute(
                    "UPDATE articles SET work_id = ?, state = ?, moved_to_id = ? WHERE id = ?",
                    (ids[work.key], state, moved_to_id, article_id),
                )


def _replace_evidence(
    connection: sqlite3.Connection, former: Sequence[int], works: Sequence[FoundWork], ids: dict[str, int]
) -> None:
    connection.executemany("DELETE FROM work_evidence WHERE work_id = ?", [(work_id,) for work_id in former])
    for work in works:
        for one in work.evidence:
            values = {name: getattr(one, name) for name in "article_id other_article_id rule confidence reason".split()}
            values |= {"work_id": ids[work.key], "proof_json": compact(list(one.proof))}
            insert(connection, "work_evidence", values)


def _replace_events(connection: sqlite3.Connection, sources: Sequence[str], events: Sequence[WorkEvent]) -> None:
    """Store these events; one that is no longer supported stays and is superseded, unless no reader can have got it."""
    rows = connection.execute(_STORED_EVENTS, (as_list(sources),)).fetchall()
    stored = {_identity(row[3:]): (row[0], bool(row[2]), tuple(row[3:])) for row in rows}
    wanted = {_identity(values): values for values in (_values(connection, event) for event in events)}
    for identity, (row_id, is_superseded, values) in stored.items():
        if identity not in wanted and not is_superseded:
            connection.execute("UPDATE events SET is_superseded = 1 WHERE id = ? AND uid IS NOT NULL", (row_id,))
            connection.execute("DELETE FROM events WHERE id = ? AND uid IS NULL", (row_id,))
        elif identity in wanted and (is_superseded or wanted[identity] != values):
            connection.execute(
                "UPDATE events SET after_at = ?, before_at = ?, known_at = ?, proof_json = ?, rule = ?,"
                " from_snapshot_id = ?, to_snapshot_id = ?, quotation = ?, quotation_form = ?, is_superseded = 0"
                " WHERE id = ?",
                (*wanted[identity][2:], row_id),
            )
    for identity, values in wanted.items():
        if identity not in stored:
            connection.execute(
                "INSERT INTO events (kind, article_id, after_at, before_at, known_at, proof_json, rule,"
                " from_snapshot_id, to_snapshot_id, quotation, quotation_form, source)"
                " SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, source FROM articles WHERE id = ?",
                (values[0], *values[2:], values[1]),
            )


def _identity(values: Sequence[object]) -> tuple[object, ...]:
    """Return what makes an event the same one: kind, article, the first capture that proves it, and the quotation."""
    return values[0], values[1], json.loads(str(values[5]))[0], values[9]


def _values(connection: sqlite3.Connection, event: WorkEvent) -> tuple[object, ...]:
    is_left = event.kind in ("moved", "withdrawn", "quotation_changed")
    before = _version_at(connection, event.article_id, event.after_at) if is_left else None
    after = event.snapshot_id
    if event.to_article_id is not None:
        after = _version_at(connection, event.to_article_id, event.known_at)
    elif event.kind == "returned":
        after = _version_at(connection, event.article_id, event.before_at)
    times = (event.after_at, event.before_at, event.known_at)
    proof, quoted = compact(list(event.proof)), (event.quotation, event.quotation_form)
    return event.kind, event.article_id, *times, proof, event.rule, before, after, *quoted


def _version_at(connection: sqlite3.Connection, article_id: int, at: str | None) -> int | None:
    row = connection.execute(_VERSION_AT, (article_id, at)).fetchone()
    return None if row is None else int(row[0])
