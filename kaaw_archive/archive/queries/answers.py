"""Rows for the Python API: versions with their texts, events and links, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.queries import article_filters
from kaaw_archive.archive.queries.article_filters import MISSING_SINCE
from kaaw_archive.archive.queries.events import EVENTS_WITH_EDITS, OF_SOURCES
from kaaw_archive.archive.queries.exports import SIGNALS
from kaaw_archive.archive.queries.link_list import TELLING_CHECK
from kaaw_archive.archive.queries.rows import Row, as_list, each_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from kaaw_archive.items import ArticleFilter

_VERSIONS = f"""
SELECT a.url, s.version, s.title, s.text, s.author, s.published_on, s.modified_on, s.first_seen_at, s.last_seen_at,
       v.capture_uid, v.payload_digest, s.text_digest, {SIGNALS} AS signals
FROM snapshots s
JOIN articles a ON a.id = s.article_id
JOIN captures c ON c.id = s.capture_id
JOIN cited_captures v ON v.snapshot_id = s.id
WHERE a.id IN (SELECT value FROM json_each(:articles))
ORDER BY s.first_seen_at, a.id, s.version
"""
_EVENTS = f"""
SELECT e.kind, e.source, coalesce(a.url, l.url) AS url, e.after_at, e.before_at, e.known_at,
       old.version AS from_version, new.version AS to_version, k.kinds_json ->> '$[0]' AS edit_kind, k.significance,
       k.sentence, k.is_silent, e.rule, e.uid
{EVENTS_WITH_EDITS}
WHERE NOT e.is_superseded AND (:kinds IS NULL OR e.kind IN (SELECT value FROM json_each(:kinds)))
  AND (:sources IS NULL OR {OF_SOURCES})
  AND (:since IS NULL OR e.known_at >= :since) AND (:until IS NULL OR e.known_at <= :until)
ORDER BY e.known_at, e.id
"""
_LINKS = f"""
SELECT c.article_url, c.source, a.state AS article_state, {MISSING_SINCE} AS missing_since_at, c.version,
       c.published_on, c.link_url, c.host, c.anchor_text, c.sentence, c.role, c.health, k.verdict, k.checked_at
FROM citations c JOIN articles a ON a.id = c.article_id JOIN snapshots s ON s.id = c.snapshot_id
JOIN links l ON l.id = c.link_id LEFT JOIN link_checks k ON k.id = {TELLING_CHECK}
WHERE {{}}
  AND (:host IS NULL OR c.host = :host OR substr(c.host, -length(:host) - 1) = '.' || :host)
  AND (:health IS NULL OR c.health IN (SELECT value FROM json_each(:health)))
ORDER BY c.article_id, c.version, c.link_id
"""
_PICTURES = f"""
SELECT a.url AS article_url, a.source, a.state AS article_state, {MISSING_SINCE} AS missing_since_at, s.version,
       b.value ->> '$.url' AS picture_url,
       b.value ->> '$.caption' AS caption, b.value ->> '$.alt' AS alt, b.value ->> '$.credit' AS credit
FROM articles a CROSS JOIN snapshots s ON s.article_id = a.id, json_each(s.structure) b
WHERE {{}} AND b.value ->> '$.type' = 'image' ORDER BY a.id, s.version, b.key
"""
_WORKS = """
SELECT work_key, source, title, published_on, state, current_url, first_seen_at, last_seen_at, addresses,
       missing_since_at
FROM works_view
WHERE (:sources IS NULL OR source IN (SELECT value FROM json_each(:sources)))
  AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))
  AND (:since IS NULL OR coalesce(published_on, substr(first_seen_at, 1, 10)) >= :since)
  AND (:until IS NULL OR coalesce(published_on, substr(first_seen_at, 1, 10)) <= :until)
ORDER BY first_seen_at, work_key
"""


def versions(connection: sqlite3.Connection, article_ids: Sequence[int]) -> Iterator[Row]:
    """Yield the versions of these articles with their texts, the first one first."""
    return each_row(connection, _VERSIONS, {"articles": as_list(map(str, article_ids))})


def events(
    connection: sqlite3.Connection, kinds: Sequence[str], sources: Sequence[str], since: str | None, until: str | None
) -> Iterator[Row]:
    """Yield events of articles and links in the order in which they became known, on these days (UTC), included."""
    until_at = None if until is None else times.end_of_day(until)
    wanted = {"kinds": _or_all(kinds), "sources": _or_all(sources), "since": since, "until": until_at}
    return each_row(connection, _EVENTS, wanted)


def links(
    connection: sqlite3.Connection,
    chosen: ArticleFilter,
    host: str | None,
    health: Sequence[str],
    *,
    every_version: bool,
) -> Iterator[Row]:
    """Yield links of the chosen articles with their present health; ``host`` also stands for the hosts below it."""
    condition, values = article_filters.where(chosen, every_version=every_version)
    return each_row(connection, _LINKS.format(condition), values | {"host": host, "health": _or_all(health)})


def pictures(connection: sqlite3.Connection, chosen: ArticleFilter, *, every_version: bool) -> Iterator[Row]:
    """Yield the pictures in the texts of the chosen articles, in the order of the text."""
    condition, values = article_filters.where(chosen, every_version=every_version)
    return each_row(connection, _PICTURES.format(condition), values)


def works(
    connection: sqlite3.Connection, sources: Sequence[str], states: Sequence[str], since: str | None, until: str | None
) -> Iterator[Row]:
    """Yield works of news by the first capture; days of publication, or of that capture, included."""
    wanted = {"sources": _or_all(sources), "states": _or_all(states), "since": since, "until": until}
    return each_row(connection, _WORKS, wanted)


def columns(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | Sequence[object]) -> list[str]:
    """Return the names of the columns of any query; reads no row of it."""
    return [column[0] for column in connection.execute(f"SELECT * FROM ({sql}) LIMIT 0", parameters).description]


def _or_all(values: Sequence[str]) -> str | None:
    return as_list(values) if values else None
