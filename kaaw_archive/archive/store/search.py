"""Search index: compared with the texts that it was made from, and made again from them."""

from __future__ import annotations

import sqlite3

from kaaw_archive.archive import search
from kaaw_archive.archive.queries.search import is_index_current

_NEWEST_TEXTS = """
SELECT s.article_id, s.title, s.text FROM snapshots s JOIN search_texts t ON t.article_id = s.article_id
WHERE s.version = (SELECT max(version) FROM snapshots WHERE article_id = s.article_id)
"""


def check_index(connection: sqlite3.Connection) -> str | None:
    """Return the error that FTS5 finds in the index, None if it is sound. Nothing changes; takes the writers' lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.execute("ROLLBACK")
    return None


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Make the whole index again from the texts."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")


def analyse_again(connection: sqlite3.Connection) -> None:
    """Analyse the texts of the index again if another version of the analysis made them."""
    if is_index_current(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for article_id, title, text in connection.execute(_NEWEST_TEXTS).fetchall():
            connection.execute(
                "UPDATE search_texts SET title = ?, text = ? WHERE article_id = ?",
                (search.analyse(title), search.analyse(text), article_id),
            )
        connection.execute("UPDATE _state SET version = ? WHERE name = 'search'", (search.ANALYSIS_VERSION,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
