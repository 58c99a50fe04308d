"""Copy chosen articles of an archive into a small archive, with all facts that explain them.

The small archive is ``part`` in SQL. The archive that is read has no schema name: it may be that of a day.
Rows keep their ids, so that uids and digests stay. A reference to a row that is not copied becomes NULL.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads, row_digests
from kaaw_archive.archive.connections import connect
from kaaw_archive.archive.queries.exports import SIGNALS_OF_ARTICLE
from kaaw_archive.archive.store import search, word_forms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_CHAINS_MAX = 10_000  # in memory while a part is indexed, some 4 MB: it stays flat for parts of any size
_CHOSEN = "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, is_left_out INTEGER NOT NULL DEFAULT 0)"
_MOVED = """
WITH RECURSIVE moved (id) AS (
    SELECT moved_to_id FROM articles WHERE id IN (SELECT id FROM chosen) AND moved_to_id IS NOT NULL
    UNION SELECT a.moved_to_id FROM moved m JOIN articles a ON a.id = m.id WHERE a.moved_to_id IS NOT NULL)
INSERT OR IGNORE INTO chosen (id) SELECT id FROM moved
"""
_OF_SAME_WORK = """
INSERT OR IGNORE INTO chosen (id)
SELECT id FROM articles WHERE work_id IN (SELECT work_id FROM articles WHERE id IN (SELECT id FROM chosen))
"""
# Captures of the pages and versions, of checks of the links, and proofs of events; with those that led to them.
_CAPTURES = """
WITH RECURSIVE kept (id) AS (
    SELECT id FROM captures WHERE page_id IN (SELECT id FROM part.pages)
    UNION SELECT capture_id FROM part.snapshots UNION SELECT last_capture_id FROM part.snapshots
    UNION SELECT last_capture_id FROM part.pages
    UNION SELECT capture_id FROM part.link_checks WHERE capture_id IS NOT NULL
    UNION SELECT i.value FROM part._signs g,
          json_each(json_array(g.capture_id, g.confirmed_id, g.last_id, g.returned_id)) i WHERE i.value IS NOT NULL
    UNION SELECT p.value FROM part.events e, json_each(e.proof_json) p WHERE e.article_id IS NOT NULL
    UNION SELECT iif(n.is_robots, c.robots_capture_id, c.via_id)
    FROM kept k JOIN captures c ON c.id = k.id, (SELECT 0 AS is_robots UNION ALL SELECT 1) n
    WHERE iif(n.is_robots, c.robots_capture_id, c.via_id) IS NOT NULL)
INSERT OR IGNORE INTO kept_captures SELECT id FROM kept WHERE id IN (SELECT id FROM captures)
"""
# A capture whose page stayed behind would count as not read yet, and its reading would be in the way of the next one.
_PAGES_OF_CAPTURES = """
INSERT OR IGNORE INTO part.pages ({names}) SELECT {names} FROM pages
WHERE id IN (SELECT page_id FROM captures WHERE id IN (SELECT id FROM kept_captures))
"""
_OF_CAPTURES = "SELECT {} FROM captures WHERE id IN (SELECT id FROM kept_captures)"
# Tables in an order in which each condition finds what it asks for.
_FIRST = {
    "articles": "id IN (SELECT id FROM chosen)",
    "works": "id IN (SELECT work_id FROM part.articles)",
    "work_evidence": "work_id IN (SELECT id FROM part.works)",
    "_signs": "article_id IN (SELECT id FROM chosen)",
    "snapshots": "article_id IN (SELECT id FROM chosen)",
    "mentions": "snapshot_id IN (SELECT id FROM part.snapshots)",
    "comparisons": "to_snapshot_id IN (SELECT id FROM part.snapshots)"
    " AND from_snapshot_id IN (SELECT id FROM part.snapshots)",
    "links": "id IN (SELECT link_id FROM part.mentions)",
    "link_checks": "link_url IN (SELECT url FROM part.links)",
    "health_changes": "link_id IN (SELECT id FROM part.links)",
    "events": "(article_id IN (SELECT id FROM chosen) OR link_id IN (SELECT id FROM part.links))"
    " AND (kind <> 'edited' OR from_snapshot_id IN (SELECT id FROM part.snapshots))",
    "incidents": "id IN (SELECT incident_id FROM part.links UNION SELECT incident_id FROM part.events)",
    "pages": "id IN (SELECT page_id FROM part.articles"
    " UNION SELECT page_id FROM captures WHERE id IN (SELECT capture_id FROM part.snapshots))",
}
_THEN = {
    "captures": "id IN (SELECT id FROM kept_captures)",
    "crawls": f"id IN ({_OF_CAPTURES.format('crawl_id')} UNION SELECT crawl_id FROM part.link_checks)",
    "urls": f"id IN ({_OF_CAPTURES.format('url_id')})",
    "headers": f"id IN ({_OF_CAPTURES.format('headers_id')} UNION {_OF_CAPTURES.format('request_headers_id')})",
    "certificates": f"id IN ({_OF_CAPTURES.format('certificate_id')})",
    "readings": "capture_id IN (SELECT id FROM kept_captures) OR id IN (SELECT reading_id FROM part.snapshots)",
    "_state": "name = 'search'",
    "_sqlite_migrations": "1",
}
_OF_PEOPLE = {"decisions": "subject IN (SELECT url FROM part.articles UNION SELECT url FROM part.links)"}
COPIED = frozenset({*_FIRST, *_THEN, *_OF_PEOPLE, "payloads", "dictionaries"})
_LOOSE_ENDS = (
    "UPDATE part.captures SET page_id = NULL WHERE page_id NOT IN (SELECT id FROM part.pages)",
    "UPDATE part.links SET page_id = NULL WHERE page_id NOT IN (SELECT id FROM part.pages)",
)
_LEFT_OUT = "SELECT id FROM part.snapshots WHERE article_id IN (SELECT id FROM chosen WHERE is_left_out)"
_IS_LEFT_OUT = {
    "snapshots": "article_id IN (SELECT id FROM chosen WHERE is_left_out)",
    "mentions": f"snapshot_id IN ({_LEFT_OUT})",
    "comparisons": f"to_snapshot_id IN ({_LEFT_OUT})",
}
# In place of a text that is left out. It is never copied and changed then: a search index would keep its words.
_INSTEAD = {
    "snapshots": {"kicker": "NULL", "lead": "NULL", "text": "''", "structure": "'[]'", "cut_json": "NULL"},
    "mentions": {"anchor_text": "''", "sentence": "NULL"},
    "comparisons": {"sentence": "NULL"},
}
# Bytes go along of the articles' own pages alone, but of none whose text is left out: a list holds texts of others.
_BYTES = """
INSERT INTO kept_bytes
SELECT payload_digest FROM captures
WHERE id IN (SELECT id FROM kept_captures) AND page_id IN (SELECT page_id FROM part.articles)
  AND payload_digest IS NOT NULL
EXCEPT
SELECT payload_digest FROM captures WHERE page_id IN (
    SELECT page_id FROM part.articles WHERE id IN (SELECT id FROM chosen WHERE is_left_out))
"""
# Bases go along with or without bytes: a row may name no payload that is not there.
_PAYLOADS = f"""
digest IN (WITH RECURSIVE named (digest) AS (
    {_OF_CAPTURES.format("payload_digest")} UNION SELECT payload_digest FROM part.snapshots
    UNION SELECT p.base_digest FROM named n JOIN payloads p ON p.digest = n.digest WHERE p.base_digest IS NOT NULL)
SELECT digest FROM named)
"""
# A base whose bytes stay behind would make its deltas unreadable.
_WITHOUT_BASE = """
SELECT digest FROM part.payloads WHERE base_digest IS NOT NULL AND digest IN (SELECT digest FROM kept_bytes)
  AND base_digest IN (SELECT payload_digest FROM part.captures) AND base_digest NOT IN (SELECT digest FROM kept_bytes)
"""
_ERASE = """
UPDATE part.payloads SET data = NULL WHERE digest NOT IN (SELECT digest FROM kept_bytes)
  AND digest NOT IN (SELECT base_digest FROM part.payloads
                     WHERE base_digest IS NOT NULL AND digest IN (SELECT digest FROM kept_bytes))
"""
# A dictionary holds pieces of the pages of its site, of those that are left out, too.
_WITH_DICTIONARY = "SELECT digest FROM part.payloads WHERE dictionary_id IS NOT NULL"


def copy_part(
    connection: sqlite3.Connection,
    part: Path,
    article_ids: Iterable[int],
    is_left_out: Callable[[str], bool],
    *,
    with_all: bool,
) -> tuple[int, int]:
    """Copy articles into an empty archive; return how many there are, and of how many the text was left out.

    ``connection`` may only read the archive, and is in a transaction. ``is_left_out`` judges the signals of a page, a
    JSON list of ``rights_json``. ``with_all``: decisions of people and the bytes of cited pages go along, too.
    """
    connection.execute("ATTACH ? AS part", (f"file:{part}?mode=rw",))
    for statement in (
        _CHOSEN,
        "CREATE TEMP TABLE kept_captures (id INTEGER PRIMARY KEY)",
        "CREATE TEMP TABLE kept_bytes (digest TEXT PRIMARY KEY)",
    ):
        connection.execute(statement)
    connection.executemany("INSERT OR IGNORE INTO chosen (id) VALUES (?)", ((number,) for number in article_ids))
    connection.execute(_MOVED)
    connection.execute(_OF_SAME_WORK)
    judged = connection.execute(SIGNALS_OF_ARTICLE.format("a.id IN (SELECT id FROM chosen)"))
    left_out = [(article_id,) for article_id, signals in judged if is_left_out(signals)]
    connection.executemany("UPDATE chosen SET is_left_out = 1 WHERE id = ?", left_out)
    _copy_rows(connection, _FIRST)
    _choose_captures(connection)
    _copy_rows(connection, _THEN | (_OF_PEOPLE if with_all else {}))
    for statement in _LOOSE_ENDS:
        connection.execute(statement)
    _copy_payloads(connection, with_all=with_all)
    (number,) = connection.execute("SELECT count(*) FROM part.articles").fetchone()
    return number, len(left_out)


def finish_part(part: Path, whole: Path) -> None:
    """Index the versions of a small archive that no other process uses, and write it to a file without free pages."""
    with closing(connect(part, "rw", 0.0)) as connection:
        connection.execute("BEGIN")
        search.begin_again(connection)
        while search.make_next(connection):
            word_forms.forget_chains(connection, _CHAINS_MAX)
        connection.execute("COMMIT")
        connection.execute("VACUUM INTO ?", (str(whole),))


def _choose_captures(connection: sqlite3.Connection) -> None:
    """Choose captures, and copy their pages, until each page has all its captures and each capture its page."""
    names = ", ".join(_columns(connection, "pages"))
    is_closed = False
    while not is_closed:
        connection.execute(_CAPTURES)
        is_closed = connection.execute(_PAGES_OF_CAPTURES.format(names=names)).rowcount == 0


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))]


def _copy_rows(connection: sqlite3.Connection, tables: Mapping[str, str]) -> None:
    for table, condition in tables.items():
        names = _columns(connection, table)
        instead = _INSTEAD.get(table, {})
        values = [f"iif({_IS_LEFT_OUT[table]}, {instead[name]}, {name})" if name in instead else name for name in names]
        connection.execute(f"DELETE FROM part.{table}")
        connection.execute(
            f"INSERT INTO part.{table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE {condition}"
        )


def _copy_payloads(connection: sqlite3.Connection, *, with_all: bool) -> None:
    if with_all:
        connection.execute(
            f"INSERT INTO kept_bytes {_OF_CAPTURES.format('DISTINCT payload_digest')} AND payload_digest IS NOT NULL"
        )
    else:
        connection.execute(_BYTES)
    _copy_rows(connection, {"payloads": _PAYLOADS})
    for (digest,) in connection.execute(_WITHOUT_BASE).fetchall():
        _compress_alone(connection, digest)
    connection.execute(_ERASE)
    if not with_all:
        for (digest,) in connection.execute(f"{_WITH_DICTIONARY} AND data IS NOT NULL").fetchall():
            _compress_alone(connection, digest)
        for (digest,) in connection.execute(_WITH_DICTIONARY).fetchall():
            connection.execute(
                "UPDATE part.payloads SET codec = 'zstd', dictionary_id = NULL WHERE digest = ?", (digest,)
            )
            _renew_row_digest(connection, digest)
    _copy_rows(connection, {"dictionaries": "id IN (SELECT dictionary_id FROM part.payloads)"})


def _compress_alone(connection: sqlite3.Connection, digest: str) -> None:
    """Store a payload without base and dictionary; its row digest is that of the new row."""
    stored = payloads.compress(payloads.read(connection, digest))
    connection.execute(
        "UPDATE part.payloads SET codec = ?, data = ?, base_digest = NULL, dictionary_id = NULL WHERE digest = ?",
        (stored.codec, stored.data, digest),
    )
    _renew_row_digest(connection, digest)


def _renew_row_digest(connection: sqlite3.Connection, digest: str) -> None:
    made = row_digests.expression(row_digests.digest_columns(connection, "payloads"))
    connection.execute(f"UPDATE part.payloads SET {row_digests.COLUMN} = {made} WHERE digest = ?", (digest,))
