"""Rows for the Python API: versions with their texts, events and links, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.queries.exports import SIGNALS
from kaaw_archive.archive.queries.rows import Row, as_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

_VERSIONS = f"""
SELECT a.url, s.version, s.title, s.text, s.author, s.published_on, s.modified_on, s.first_seen_at, s.last_seen_at,
       r.uid || '-' || c.seq AS capture_uid, s.payload_digest, s.text_digest, {SIGNALS} AS signals
FROM snapshots s
JOIN articles a ON a.id = s.article_id
JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
WHERE a.id IN (SELECT value FROM json_each(:articles))
ORDER BY a.id, s.version
"""
_EVENTS = """
SELECT e.kind, e.source, coalesce(a.url, l.url) AS url, e.after_at, e.before_at, old.version AS from_version,
       new.version AS to_version, e.rule
FROM events e
LEFT JOIN articles a ON a.id = e.article_id
LEFT JOIN links l ON l.id = e.link_id
LEFT JOIN snapshots old ON old.id = e.from_snapshot_id
LEFT JOIN snapshots new ON new.id = e.to_snapshot_id
WHERE NOT e.is_superseded AND (:kinds IS NULL OR e.kind IN (SELECT value FROM json_each(:kinds)))
  AND (:sources IS NULL OR e.source IN (SELECT value FROM json_each(:sources)))
  AND (:since IS NULL OR e.before_at >= :since) AND (:until IS NULL OR e.before_at <= :until || 'T23:59:59.999Z')
ORDER BY e.before_at, e.id
"""
_LINKS = """
SELECT article_url, source, version, published_on, link_url, host, anchor_text, sentence, role, health, verdict,
       checked_at
FROM citations
WHERE (:is_latest IS NULL OR is_latest)
  AND (:sources IS NULL OR source IN (SELECT value FROM json_each(:sources)))
  AND (:host IS NULL OR host = :host OR substr(host, -length(:host) - 1) = '.' || :host)
  AND (:health IS NULL OR health IN (SELECT value FROM json_each(:health)))
ORDER BY article_id, version, link_id
"""


def versions(connection: sqlite3.Connection, article_ids: Sequence[int]) -> Iterator[Row]:
    """Yield the versions of these articles with their texts, the first one first."""
    return _rows(connection, _VERSIONS, {"articles": as_list(map(str, article_ids))})


def events(
    connection: sqlite3.Connection, kinds: Sequence[str], sources: Sequence[str], since: str | None, until: str | None
) -> Iterator[Row]:
    """Yield events of articles and links in the order in which they became known; days of ``before_at``, included."""
    wanted = {"kinds": _or_all(kinds), "sources": _or_all(sources), "since": since, "until": until}
    return _rows(connection, _EVENTS, wanted)


def links(
    connection: sqlite3.Connection,
    sources: Sequence[str],
    host: str | None,
    health: Sequence[str],
    *,
    every_version: bool,
) -> Iterator[Row]:
    """Yield links of articles; ``host`` also stands for the hosts below it."""
    wanted = {
        "sources": _or_all(sources),
        "host": host,
        "health": _or_all(health),
        "is_latest": None if every_version else 1,
    }
    return _rows(connection, _LINKS, wanted)


def rows(
    connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | Sequence[object]
) -> Iterator[Row]:
    """Yield the rows of any query."""
    return _rows(connection, sql, parameters)


def columns(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | Sequence[object]) -> list[str]:
    """Return the names of the columns of any query; reads no row of it."""
    return [column[0] for column in connection.execute(f"SELECT * FROM ({sql}) LIMIT 0", parameters).description]


def _rows(connection: sqlite3.Connection, sql: str, parameters: Any) -> Iterator[Row]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _or_all(values: Sequence[str]) -> str | None:
    return as_list(values) if values else None
