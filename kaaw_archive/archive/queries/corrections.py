"""Corrections of people, and what they are laid over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.corrections import Correction, of_decision

if TYPE_CHECKING:
    import sqlite3

_IN_FORCE = """
SELECT subject, value_json, reason, made_by, made_at FROM decisions
WHERE kind = 'correct' AND until_at IS NULL ORDER BY made_at, id
"""

_GROUP = """
SELECT coalesce(p.fold_group, p.url_key) FROM articles a JOIN pages p ON p.id = a.page_id WHERE a.key = ?
"""


@dataclass(frozen=True, slots=True)
class VersionValue:
    """Value of one column in one version of an article. ``first_seen_at`` is UTC text."""

    snapshot_id: int
    first_seen_at: str
    value: str | None


def corrections_in_force(connection: sqlite3.Connection) -> list[Correction]:
    """Return the corrections in force, in the order in which they were made."""
    return [of_decision(*row) for row in connection.execute(_IN_FORCE)]


def corrections_of(connection: sqlite3.Connection, url: str) -> list[Correction]:
    """Return the corrections in force of the article with this address, however it is spelt."""
    key = urls.key(url)
    return [correction for correction in corrections_in_force(connection) if urls.key(correction.url) == key]


def article_id(connection: sqlite3.Connection, key: str) -> int | None:
    """Return the id of the article with this url key, None if there is none."""
    row = connection.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def group_of_article(connection: sqlite3.Connection, key: str) -> str | None:
    """Return the group of the page that owns the article with this url key, None if there is none."""
    row = connection.execute(_GROUP, (key,)).fetchone()
    return None if row is None else str(row[0])


def versions(connection: sqlite3.Connection, article: int, column: str) -> list[VersionValue]:
    """Return the value of a column of ``snapshots`` in each version of an article, oldest first."""
    rows = connection.execute(
        f"SELECT id, first_seen_at, {column} FROM snapshots WHERE article_id = ? ORDER BY version", (article,)
    )
    return [VersionValue(*row) for row in rows]


def decisions_about(connection: sqlite3.Connection, url: str, field: str) -> list[int]:
    """Return the ids of the corrections in force of one field of the article with this address, however it is spelt."""
    rows = connection.execute(
        "SELECT id, subject FROM decisions"
        " WHERE kind = 'correct' AND until_at IS NULL AND value_json ->> '$.field' = ?",
        (field,),
    )
    key = urls.key(url)
    return [decision for decision, subject in rows if urls.key(subject) == key]
