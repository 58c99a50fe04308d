"""Store corrected values in the place of those that were read, and put these back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.store import search
from kaaw_archive.corrections import CLUE

if TYPE_CHECKING:
    import sqlite3

_ARTICLE = 0  # in the place of a version: the value is the article's own
_CLUES = {"published_on": "published_clue", "author": "author_clue", "title": "title_clue", "kind": "kind_clue"}


def restore(connection: sqlite3.Connection, key: str) -> None:
    """Put back what was read of the article with this url key."""
    rows = connection.execute(
        "SELECT r.article_id, r.snapshot_id, r.name, r.value FROM _read_values r"
        " JOIN articles a ON a.id = r.article_id WHERE a.key = ?",
        (key,),
    ).fetchall()
    articles = {row[0] for row in rows}
    for article_id in articles:
        search.remove_article(connection, article_id)
    for article_id, snapshot_id, name, value in rows:
        if snapshot_id == _ARTICLE:
            connection.execute(f"UPDATE articles SET {name} = ? WHERE id = ?", (value, article_id))
        else:
            connection.execute(f"UPDATE snapshots SET {name} = ? WHERE id = ?", (value, snapshot_id))
    for article_id in articles:
        connection.execute("DELETE FROM _read_values WHERE article_id = ?", (article_id,))
        search.add_article(connection, article_id)


def correct_state(connection: sqlite3.Connection, article_id: int, state: str) -> None:
    """Store the state that a person gave an article."""
    _keep_read(connection, article_id, _ARTICLE, "state", "articles", article_id)
    connection.execute("UPDATE articles SET state = ? WHERE id = ?", (state, article_id))


def correct_version(
    connection: sqlite3.Connection, article_id: int, snapshot_id: int, column: str, value: str | None
) -> None:
    """Store the value that a person gave a column of a version, and that it is from a person."""
    values = {column: value} | ({_CLUES[column]: CLUE} if column in _CLUES else {})
    for name, corrected in values.items():
        _keep_read(connection, article_id, snapshot_id, name, "snapshots", snapshot_id)
        connection.execute(f"UPDATE snapshots SET {name} = ? WHERE id = ?", (corrected, snapshot_id))


def _keep_read(
    connection: sqlite3.Connection, article_id: int, snapshot_id: int, name: str, table: str, row_id: int
) -> None:
    connection.execute(
        f"INSERT OR IGNORE INTO _read_values SELECT ?, ?, ?, {name} FROM {table} WHERE id = ?",
        (article_id, snapshot_id, name, row_id),
    )
