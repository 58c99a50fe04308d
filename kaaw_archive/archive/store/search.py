"""Search index: an entry for each version of each article, kept up to date, and made again by a newer analysis.

It holds no texts (FTS5's contentless form): an entry is deleted with the terms that it was made of, which the same
analysis computes again from the version. As long as another analysis made the index nothing is added and nothing
deleted; ``kaaw derive`` then makes it from the first version on.
"""

from __future__ import annotations

import sqlite3

from kaaw_archive.analysis import ANALYSIS_VERSION
from kaaw_archive.analysis.document import entry_of
from kaaw_archive.analysis.lexicon import language_of
from kaaw_archive.analysis.words import chain_texts
from kaaw_archive.archive.queries.integrity import versions_not_searched
from kaaw_archive.archive.queries.search_index import indexed_up_to, is_index_current, row_id
from kaaw_archive.archive.store import word_forms

BATCH = 100  # versions that are indexed in one transaction
_COLUMNS = "rowid, title, text, author, title_weak, text_weak"
_VERSION = "s.article_id, s.version, s.title, s.text, s.author, s.language"
_DELETION = f"INSERT INTO search_index (search_index, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"


def add_version(connection: sqlite3.Connection, snapshot_id: int) -> None:
    """Index a version, unless another analysis made the index."""
    if is_index_current(connection):
        _add(
            connection,
            connection.execute(f"SELECT {_VERSION} FROM snapshots s WHERE id = ?", (snapshot_id,)).fetchone(),
        )


def remove_articles_of(connection: sqlite3.Connection, page_id: int) -> None:
    """Delete the entries of all articles of a page, whose versions are about to be deleted."""
    _remove(connection, "s.article_id IN (SELECT id FROM articles WHERE page_id = ?)", page_id)


def remove_article(connection: sqlite3.Connection, article_id: int) -> None:
    """Delete the entries of an article, whose versions are about to change."""
    _remove(connection, "s.article_id = ?", article_id)


def add_article(connection: sqlite3.Connection, article_id: int) -> None:
    """Index all versions of an article."""
    for row in connection.execute("SELECT id FROM snapshots WHERE article_id = ?", (article_id,)).fetchall():
        add_version(connection, row[0])


def check_index(connection: sqlite3.Connection) -> str | None:
    """Return the error that FTS5 finds in the indexes, None if they are sound. Nothing changes; takes the lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        return _error_of_index(connection)
    finally:
        connection.execute("ROLLBACK")


def mend_index(connection: sqlite3.Connection) -> None:
    """Make a damaged index again: that of words as they stand at once, the other one by :func:`make_next`."""
    if _error_of_index(connection) is not None or versions_not_searched(connection):
        connection.execute("INSERT INTO snapshots_fts (snapshots_fts) VALUES ('rebuild')")
        begin_again(connection)


def _error_of_index(connection: sqlite3.Connection) -> str | None:
    try:
        for index in ("search_index", "snapshots_fts"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    return None


def begin_again(connection: sqlite3.Connection) -> None:
    """Empty the index; :func:`make_next` fills it."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    word_forms.forget(connection)
    connection.execute("UPDATE _state SET version = 0 WHERE name = 'search'")
    _set_indexed_up_to(connection, 0)


def make_next(connection: sqlite3.Connection) -> int:
    """Index the next versions of an index under way, at most 100, and return their number: 0 once it is whole.

    The versions that others add meanwhile come last. One that was begun by another analysis begins again.
    """
    if is_index_current(connection):
        return 0
    last_id = indexed_up_to(connection)
    if last_id == 0:
        begin_again(connection)
    rows = connection.execute(
        f"SELECT {_VERSION}, s.id FROM snapshots s WHERE s.id > ? ORDER BY s.id LIMIT {BATCH}", (last_id,)
    ).fetchall()
    for row in rows:
        _add(connection, row)
    if rows:
        _set_indexed_up_to(connection, rows[-1][-1])
    else:
        connection.execute("UPDATE _state SET version = ? WHERE name = 'search'", (ANALYSIS_VERSION,))
        connection.execute("DELETE FROM _state WHERE name IN ('search_made_by', 'search_made_up_to')")
    return len(rows)


def begin_index_of_new_archive(connection: sqlite3.Connection) -> None:
    """Let the present analysis index an archive that has no version yet."""
    if is_index_current(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT 1 FROM snapshots LIMIT 1").fetchone() is None:
            make_next(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _set_indexed_up_to(connection: sqlite3.Connection, snapshot_id: int) -> None:
    for name, value in (("search_made_by", ANALYSIS_VERSION), ("search_made_up_to", snapshot_id)):
        connection.execute("INSERT OR REPLACE INTO _state (name, version) VALUES (?, ?)", (name, value))


def _remove(connection: sqlite3.Connection, condition: str, value: int) -> None:
    rows = connection.execute(f"SELECT {_VERSION} FROM snapshots s WHERE {condition}", (value,)).fetchall()
    if not rows:
        return
    if is_index_current(connection):
        for row in rows:
            connection.execute(_DELETION, _values(connection, row))
    elif indexed_up_to(connection):
        _set_indexed_up_to(connection, 0)


def _add(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    connection.execute(f"INSERT INTO search_index ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", _values(connection, row))


def _values(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[int | str, ...]:
    article_id, version, title, text, author, text_language = row[:6]
    language = language_of(text_language)
    texts = (title, text, author or "")
    entries = word_forms.chain_entries(connection, language, (chain for one in texts for chain in chain_texts(one)))
    (title_terms, title_weak), (text_terms, text_weak), (author_terms, _) = (entry_of(one, entries) for one in texts)
    return row_id(article_id, version), title_terms, text_terms, author_terms, title_weak, text_weak
