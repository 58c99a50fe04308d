"""Readings, and the articles and versions that they made, for the fold and for a trial of the extractor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


# Problems that say something about our machine, not about the payload: ReadingProblem.is_passing.
PASSING = ("timeout", "out_of_memory", "worker_died")
READ_IN_VAIN_MAX = 3  # runs that read a payload which meets such a problem each time

# For a reading ``g``: the next run reads its payload again.
READ_AGAIN = f"(g.problem IN {PASSING} AND coalesce(g.options_json ->> '$.tries', 1) < {READ_IN_VAIN_MAX})"

_GROUPS_TO_READ_AGAIN = f"""
SELECT DISTINCT coalesce(p.fold_group, p.url_key)
FROM readings g CROSS JOIN captures c ON c.id = g.capture_id CROSS JOIN pages p ON p.id = c.page_id
WHERE {READ_AGAIN}
"""

_TRIES = f"""
SELECT g.capture_id, CASE WHEN g.problem IN {PASSING} THEN coalesce(g.options_json ->> '$.tries', 1) ELSE 0 END
FROM readings g WHERE g.capture_id IN (SELECT value FROM json_each(?))
"""


class StoredReading(NamedTuple):
    """A reading that made a version of an article or named a problem."""

    capture_id: int
    uid: str
    source: str
    page_kind: str
    problem: str | None
    extractor: str


class StoredArticle(NamedTuple):
    """A version of an article as a reading made it; ``cut_json`` says what was cut from the text."""

    key: str
    title: str
    published_on: str | None
    kind: str
    text: str
    cut_json: str | None


def stored_readings(connection: sqlite3.Connection) -> list[StoredReading]:
    """Return all readings whose payload is not left out, in the order of their captures' uids."""
    rows = connection.execute(
        "SELECT g.capture_id, r.uid || '-' || c.seq, p.source, g.page_kind, g.problem,"
        " g.extractor || ' ' || g.extractor_version FROM readings g JOIN captures c ON c.id = g.capture_id"
        " JOIN crawls r ON r.id = c.crawl_id JOIN pages p ON p.id = c.page_id"
        " JOIN payloads y ON y.digest = c.payload_digest WHERE y.data IS NOT NULL"
        " AND (g.problem IS NOT NULL OR EXISTS (SELECT 1 FROM snapshots s WHERE s.reading_id = g.id))"
        " ORDER BY r.uid, c.seq"
    )
    return [StoredReading(*row) for row in rows]


def stored_articles(connection: sqlite3.Connection, capture_id: int) -> list[StoredArticle]:
    """Return the versions that the reading of this capture made."""
    rows = connection.execute(
        "SELECT a.key, s.title, s.published_on, s.kind, s.text, s.cut_json FROM readings g"
        " JOIN snapshots s ON s.reading_id = g.id JOIN articles a ON a.id = s.article_id"
        " WHERE g.capture_id = ? ORDER BY a.key",
        (capture_id,),
    )
    return [StoredArticle(*row) for row in rows]


def groups_to_read_again(connection: sqlite3.Connection) -> list[str]:
    """Return the groups of pages (``urls.group``) with a reading that met a passing problem in fewer than 3 runs."""
    return [row[0] for row in connection.execute(_GROUPS_TO_READ_AGAIN)]


def tries_in_vain(connection: sqlite3.Connection, capture_ids: Iterable[int]) -> dict[int, int]:
    """Return for each of these captures that was read in how many runs it met a passing problem; 0 if it was read."""
    return dict(connection.execute(_TRIES, (str(list(capture_ids)),)).fetchall())


def is_suspect(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Return True if the reading of this capture is held back; False if it has no reading of its own."""
    row = connection.execute("SELECT is_suspect FROM readings WHERE capture_id = ?", (capture_id,)).fetchone()
    return row is not None and bool(row[0])


def is_last_text_suspect(connection: sqlite3.Connection, page_id: int) -> bool:
    """Return True if the newest folded reading of a page without a problem is held back; False if there is none."""
    row = connection.execute(
        "SELECT g.is_suspect FROM readings g JOIN captures c ON c.id = g.capture_id JOIN crawls r ON r.id = c.crawl_id"
        " WHERE c.page_id = ? AND g.problem IS NULL ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC LIMIT 1",
        (page_id,),
    ).fetchone()
    return row is not None and bool(row[0])


def has_later_suspect(connection: sqlite3.Connection, group: str, order: tuple[str, str, int]) -> bool:
    """Return True if a reading of a page of this group is held back that was folded beyond this order."""
    row = connection.execute(
        "SELECT 1 FROM pages p JOIN captures l ON l.id = p.last_capture_id JOIN captures c ON c.page_id = p.id"
        " JOIN crawls r ON r.id = c.crawl_id JOIN readings g ON g.capture_id = c.id"
        " WHERE p.fold_group = ? AND l.captured_at >= ? AND g.is_suspect AND (c.captured_at, r.uid, c.seq) > (?, ?, ?)",
        (group, order[0], *order),
    )
    return row.fetchone() is not None


def text_characters(connection: sqlite3.Connection, snapshot_id: int) -> int:
    """Return the number of characters of a snapshot's text."""
    length: int = connection.execute("SELECT length(text) FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()[0]
    return length


def article_by_key(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """Return an article with columns of its newest snapshot and (url key, role) of its links, or None."""
    row = connection.execute(
        "SELECT a.id AS article_id, a.key, a.page_id, a.own_page_at, a.news_since_at, a.last_seen_at,"
        " s.id AS snapshot_id, s.version, s.title, s.kicker, s.lead, s.text_digest, s.published_on,"
        " p.url_key AS page_key, g.extractor, g.extractor_version"
        " FROM articles a JOIN snapshots s ON s.article_id = a.id JOIN pages p ON p.id = a.page_id"
        " JOIN readings g ON g.id = s.reading_id"
        " WHERE a.key = ? ORDER BY s.version DESC LIMIT 1",
        (key,),
    ).fetchone()
    if row is None:
        return None
    names = (
        "article_id key page_id own_page_at news_since_at last_seen_at snapshot_id version title"
        " kicker lead text_digest published_on page_key"
    ).split()
    *columns, extractor, version = row
    article = dict(zip(names, columns, strict=True))
    article["extractor"] = [extractor, version]
    links = connection.execute(
        "SELECT l.url_key, m.role FROM mentions m JOIN links l ON l.id = m.link_id WHERE m.snapshot_id = ?"
        " ORDER BY m.position",
        (article["snapshot_id"],),
    )
    article["links"] = links.fetchall()
    return article


def has_other_extractor(connection: sqlite3.Connection, page_id: int, extractor: str, version: str) -> bool:
    """Return True if a reading of this page was made by another extractor, or another version of it."""
    row = connection.execute(
        "SELECT 1 FROM captures c JOIN readings g ON g.capture_id = c.id"
        " WHERE c.page_id = ? AND (g.extractor <> ? OR g.extractor_version <> ?) LIMIT 1",
        (page_id, extractor, version),
    ).fetchone()
    return row is not None


def articles_that_go_with(connection: sqlite3.Connection, page_id: int) -> list[tuple[int, str]]:
    """Return id and last_seen_at of the articles that end with a page; on a list only those without own page."""
    return list(
        connection.execute(
            "SELECT a.id, a.last_seen_at FROM articles a JOIN pages p ON p.id = a.page_id"
            " WHERE p.id = ? AND (p.fold_group IS NULL OR a.key = p.url_key)",
            (page_id,),
        )
    )


def taken_over_since(connection: sqlite3.Connection, page_id: int, capture_id: int) -> list[str]:
    """Return the url keys of the pages that now own articles which this page showed last, at this capture."""
    rows = connection.execute(
        "SELECT DISTINCT p.url_key FROM snapshots s JOIN articles a ON a.id = s.article_id"
        " JOIN pages p ON p.id = a.page_id WHERE s.last_capture_id = ? AND a.page_id <> ?",
        (capture_id, page_id),
    )
    return [row[0] for row in rows]


def other_pages(connection: sqlite3.Connection, page_id: int, capture_id: int) -> list[tuple[int, int]]:
    """Return the articles of a page that are no news, and their versions, which were seen last at this capture."""
    rows = connection.execute(
        "SELECT a.id, s.id FROM articles a JOIN snapshots s ON s.article_id = a.id"
        " WHERE a.page_id = ? AND a.news_since_at IS NULL AND s.last_capture_id = ?",
        (page_id, capture_id),
    )
    return rows.fetchall()


def stored_version(
    connection: sqlite3.Connection, snapshot_id: int
) -> tuple[str, str | None, list[tuple[str, str, str, str | None]]]:
    """Return text and cut lines of a version, and url key, role, anchor text and sentence of its links."""
    text, cut_json = connection.execute("SELECT text, cut_json FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
    links = connection.execute(
        "SELECT l.url_key, m.role, m.anchor_text, m.sentence FROM mentions m JOIN links l ON l.id = m.link_id"
        " WHERE m.snapshot_id = ? ORDER BY m.position",
        (snapshot_id,),
    )
    return text, cut_json, [tuple(row) for row in links]
