"""Works that are stored, and the material of their search: articles with their versions, redirects, signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaaw_archive.archive.content import MOVED_STATUSES, SHOWS_CONTENT
from kaaw_archive.archive.queries.captures import page_behind
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_ARTICLES = """
SELECT a.id, a.key, a.url, a.source, a.page_id, a.first_seen_at, a.last_seen_at, a.news_since_at,
       f.id AS first_id, f.capture_id AS first_capture_id, f.title AS first_title, f.published_on AS first_day,
       l.id AS last_id, l.last_capture_id, l.title AS last_title, l.published_on AS last_day,
       (SELECT group_concat(DISTINCT text_digest) FROM snapshots WHERE article_id = a.id) AS digests
FROM articles a
JOIN snapshots f ON f.article_id = a.id AND f.version = (SELECT min(version) FROM snapshots WHERE article_id = a.id)
JOIN snapshots l ON l.article_id = a.id AND l.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
WHERE a.source IN (SELECT value FROM json_each(:sources)) ORDER BY a.key
"""

# The addresses that the newest versions state as their own, where these are others.
_CANONICALS = """
SELECT a.id, g.options_json ->> '$.canonical' FROM articles a
JOIN snapshots l ON l.article_id = a.id AND l.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN readings g ON g.id = l.reading_id
WHERE a.source IN (SELECT value FROM json_each(:sources)) AND g.options_json ->> '$.canonical' IS NOT NULL
ORDER BY a.key
"""

_CURRENT = """
SELECT here.url, e.confidence, e.reason FROM articles a
JOIN works w ON w.id = a.work_id JOIN articles here ON here.id = w.current_article_id AND here.id <> a.id
JOIN work_evidence e ON e.work_id = w.id AND a.id IN (e.article_id, e.other_article_id)
WHERE a.key = :key AND a.state = 'moved' ORDER BY e.confidence DESC, e.id LIMIT 1
"""

_SIGNS = """
SELECT s.id, s.article_id, s.kind, s.after_at, s.before_at, s.capture_id, s.confirmed_id, s.last_id, s.returned_id,
       s.snapshot_id, s.rule, l.captured_at AS last_at, r.captured_at AS returned_at, k.captured_at AS confirmed_at
FROM _signs s JOIN articles a ON a.id = s.article_id JOIN captures l ON l.id = s.last_id
LEFT JOIN captures r ON r.id = s.returned_id LEFT JOIN captures k ON k.id = s.confirmed_id
WHERE a.source IN (SELECT value FROM json_each(:sources)) ORDER BY s.article_id, s.before_at, s.id
"""

# Captures that show an article, since an instant.
_SHOWN = f"""
SELECT c.captured_at, a.url FROM articles a JOIN captures c ON c.page_id = a.page_id
WHERE a.source IN (SELECT value FROM json_each(:sources)) AND c.captured_at >= :since AND {SHOWS_CONTENT}
"""

# The redirects of a page in a spell, the newest first.
_HOPS = f"""
SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id
WHERE c.page_id = ? AND c.status IN {MOVED_STATUSES} AND c.captured_at BETWEEN ? AND ?
ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC
"""

_REDIRECTED = """
SELECT s.id, a.id, a.source, a.page_id, s.before_at, l.captured_at FROM _signs s JOIN articles a ON a.id = s.article_id
JOIN captures l ON l.id = s.last_id WHERE s.kind = 'redirected'
"""

_OF_WORK = """
SELECT s.id AS snapshot_id, a.url, s.version, s.first_seen_at, s.last_seen_at
FROM snapshots s JOIN articles a ON a.id = s.article_id
WHERE a.id = :id OR a.work_id = (SELECT work_id FROM articles WHERE id = :id) ORDER BY s.first_seen_at, s.id
"""

# The article of a page: its own, else the first that it shows.
_ARTICLE_OF_PAGE = """
SELECT a.id, a.source FROM articles a JOIN pages p ON p.id = a.page_id WHERE p.id = ?
ORDER BY a.key <> p.url_key, a.key LIMIT 1
"""


class Redirect(NamedTuple):
    """A spell in which an article redirects: where to, None if that page shows no article."""

    sign_id: int
    article_id: int
    source: str
    target_kind: str
    target_article_id: int | None
    target_source: str | None


def sources_to_find(connection: sqlite3.Connection) -> set[str]:
    """Return the sources with articles that changed since their works were found."""
    return {row[0] for row in connection.execute("SELECT source FROM _works_to_find")}


def articles_of(connection: sqlite3.Connection, sources: Iterable[str]) -> list[Row]:
    """Return the articles of these sources with their first and last versions, by key."""
    return all_rows(connection, _ARTICLES, {"sources": as_list(sources)})


def signs_of(connection: sqlite3.Connection, sources: Iterable[str]) -> list[Row]:
    """Return the signs of the articles of these sources, those of each article in the order of time."""
    return all_rows(connection, _SIGNS, {"sources": as_list(sources)})


def shown_since(connection: sqlite3.Connection, sources: Iterable[str], since: str) -> list[tuple[str, str]]:
    """Return the times and addresses of captures since an instant (UTC text) that show articles of these sources."""
    wanted = {"sources": as_list(sources), "since": since}
    return [(row[0], row[1]) for row in connection.execute(_SHOWN, wanted)]


def canonicals_of(connection: sqlite3.Connection, sources: Iterable[str]) -> list[tuple[int, str]]:
    """Return the articles of these sources whose newest version states another address as its own, with that."""
    return list(map(tuple, connection.execute(_CANONICALS, {"sources": as_list(sources)})))


def redirect_targets(connection: sqlite3.Connection) -> list[Redirect]:
    """Return the spells of redirects with a known target."""
    found = []
    for sign_id, article_id, source, page_id, since, until in connection.execute(_REDIRECTED).fetchall():
        hops = connection.execute(_HOPS, (page_id, since, until)).fetchall()
        targets = (page_behind(connection, hop[0]) for hop in hops)
        target = next((target for target in targets if target not in (None, page_id)), None)
        if target is not None:
            kind = connection.execute("SELECT kind FROM pages WHERE id = ?", (target,)).fetchone()[0]
            row = connection.execute(_ARTICLE_OF_PAGE, (target,)).fetchone() or (None, None)
            found.append(Redirect(sign_id, article_id, source, kind, *row))
    return found


def files_of(connection: sqlite3.Connection, snapshot_id: int) -> frozenset[str]:
    """Return the names of the files and pages that a version links: the last parts of their addresses."""
    rows = connection.execute(
        "SELECT l.url FROM mentions m JOIN links l ON l.id = m.link_id WHERE m.snapshot_id = ?"
        " AND m.role NOT IN ('related', 'image', 'list')",
        (snapshot_id,),
    )
    return frozenset(row[0].partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2] for row in rows)


def pages_that_link(connection: sqlite3.Connection, article_ids: Iterable[int]) -> set[frozenset[int]]:
    """Return the pairs of these articles with another one of their source whose text or attachments link them."""
    rows = connection.execute(
        "SELECT DISTINCT d.id, s.article_id FROM articles d JOIN links l ON l.url_key = d.key"
        " JOIN mentions m ON m.link_id = l.id AND m.role NOT IN ('related', 'image', 'list')"
        " JOIN snapshots s ON s.id = m.snapshot_id JOIN articles a ON a.id = s.article_id AND a.source = d.source"
        " WHERE d.id IN (SELECT value FROM json_each(?)) AND a.id <> d.id",
        (as_list(article_ids),),
    )
    return {frozenset(row) for row in rows}


def stored_works(connection: sqlite3.Connection, sources: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Return the stored works of these sources: id, title, day, times, state and current article, by key."""
    rows = connection.execute(
        "SELECT key, id, source, title, published_on, first_seen_at, last_seen_at, news_since_at, state,"
        " current_article_id FROM works WHERE source IN (SELECT value FROM json_each(?))",
        (as_list(sources),),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def unconfirmed_absence(connection: sqlite3.Connection, article_id: int) -> tuple[str, str] | None:
    """Return when a live article was first missing, and by which sign, if a look of a second day decides; else None."""
    wanted = (
        "SELECT missing_since_at, rule FROM _missing_articles WHERE article_id = ? ORDER BY missing_since_at LIMIT 1"
    )
    row = connection.execute(wanted, (article_id,)).fetchone()
    return None if row is None else (row[0], row[1])


def versions_of_work(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the versions of an article's text at all of its addresses, in the order of their first captures."""
    return all_rows(connection, _OF_WORK, {"id": article_id})


def later_addresses(connection: sqlite3.Connection, article_id: int) -> list[tuple[int, str]]:
    """Return id and address of the articles of a text that were seen first after this one was seen last, in order."""
    rows = connection.execute(
        "SELECT b.id, b.url FROM articles a JOIN articles b ON b.work_id = a.work_id AND b.id <> a.id"
        " AND b.first_seen_at > a.last_seen_at WHERE a.id = ? ORDER BY b.first_seen_at, b.key",
        (article_id,),
    )
    return [(row[0], row[1]) for row in rows]


def current_address(connection: sqlite3.Connection, key: str) -> Row | None:
    """Return where the text is now that was at this url key: url, and confidence and reason of the best evidence.

    None if it is there, at no address, or unknown.
    """
    found = all_rows(connection, _CURRENT, {"key": key})
    return found[0] if found else None
