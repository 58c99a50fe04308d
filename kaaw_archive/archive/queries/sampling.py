"""What a trial of the extractor asks: readings to make again, and what was stored of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3


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


def readings(connection: sqlite3.Connection) -> list[StoredReading]:
    """All whose payload is still there, in the order of their captures' uids."""
    rows = connection.execute(
        "SELECT g.capture_id, r.uid || '-' || c.seq, p.source, g.page_kind, g.problem,"
        " g.extractor || ' ' || g.extractor_version FROM readings g JOIN captures c ON c.id = g.capture_id"
        " JOIN crawls r ON r.id = c.crawl_id JOIN pages p ON p.id = c.page_id"
        " JOIN payloads y ON y.digest = c.payload_digest WHERE y.data IS NOT NULL"
        " AND (g.problem IS NOT NULL OR EXISTS (SELECT 1 FROM snapshots s WHERE s.reading_id = g.id))"
        " ORDER BY r.uid, c.seq"
    )
    return [StoredReading(*row) for row in rows]


def articles(connection: sqlite3.Connection, capture_id: int) -> list[StoredArticle]:
    """The versions that this capture's reading made."""
    rows = connection.execute(
        "SELECT a.key, s.title, s.published_on, s.kind, s.text, s.cut_json FROM readings g"
        " JOIN snapshots s ON s.reading_id = g.id JOIN articles a ON a.id = s.article_id"
        " WHERE g.capture_id = ? ORDER BY a.key",
        (capture_id,),
    )
    return [StoredArticle(*row) for row in rows]
