"""Material of link checks that are made from captures of crawls: fetches, readings, versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.headers import HEADER_COLUMNS, take_headers
from kaaw_archive.archive.queries.rows import Row, all_rows, first_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_CHAIN = f"""
WITH RECURSIVE hops (id, via_id, depth) AS (
    SELECT id, via_id, 0 FROM captures WHERE id = :id
    UNION ALL SELECT c.id, c.via_id, depth + 1 FROM captures c JOIN hops ON c.id = hops.via_id WHERE depth < 30
)
SELECT c.id, r.uid || '-' || c.seq AS uid, r.uid AS crawl_uid, c.crawl_id, c.seq, u.url, c.kind, c.method, c.status,
       c.error, c.error_text, c.tls_error, c.captured_at, c.elapsed_ms, c.wire_bytes, c.robots_capture_id,
       c.payload_digest,
       {HEADER_COLUMNS}
FROM hops JOIN captures c ON c.id = hops.id JOIN crawls r ON r.id = c.crawl_id JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
ORDER BY hops.depth DESC
"""
_ENDS = """
WITH RECURSIVE starts (id) AS ({starts}), hops (id, depth) AS (
    SELECT id, 0 FROM starts
    UNION SELECT c.id, depth + 1 FROM hops JOIN captures c ON c.via_id = hops.id WHERE depth < 30
)
SELECT DISTINCT id FROM hops WHERE NOT EXISTS (SELECT 1 FROM captures n WHERE n.via_id = hops.id) ORDER BY id
"""
_ENDS_OF_PAGE = _ENDS.format(
    starts="SELECT c.id FROM pages p JOIN captures c ON c.page_id = p.id WHERE p.url_key = :key AND c.via_id IS NULL"
)
_ENDS_OF_CAPTURE = _ENDS.format(starts="SELECT :id")
# A redirect to an address that the same crawl has fetched already is not followed again.
_LAST_FETCH = f"""
SELECT c.id FROM urls u CROSS JOIN captures c ON c.url_id = u.id
WHERE u.url = :url AND c.crawl_id = :crawl AND (:before IS NULL OR c.id < :before) AND c.kind IN {FOLDED_KINDS}
ORDER BY c.id DESC LIMIT 1
"""
_READING_AT = """
SELECT g.page_kind, g.problem FROM readings g JOIN captures c ON c.id = g.capture_id JOIN crawls r ON r.id = c.crawl_id
WHERE c.page_id = (SELECT id FROM pages WHERE url_key = :key)
  AND (c.captured_at, r.uid, c.seq) <= (:captured_at, :crawl_uid, :seq)
ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC LIMIT 1
"""
_VERSION = """
SELECT s.title, s.text, s.text_digest, a.url, c.captured_at, r.uid AS crawl_uid, c.seq, r.uid || '-' || c.seq AS uid
FROM articles a JOIN snapshots s ON s.article_id = a.id JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
WHERE a.key = :key
"""
_VERSION_WHEN_CITED = f"""
{_VERSION} ORDER BY s.first_seen_at > :cited_at, CASE WHEN s.first_seen_at > :cited_at THEN s.version END,
         s.version DESC LIMIT 1
"""
# Links that a capture's new versions cite, and links that were checked by this capture before it was folded.
_LINKS_CHANGED_BY = """
SELECT l.url FROM snapshots s JOIN mentions m ON m.snapshot_id = s.id JOIN links l ON l.id = m.link_id
WHERE s.capture_id = :id
UNION
SELECT link_url FROM link_checks WHERE capture_id = :id
"""
# Links with events that the source of a capture's new versions may be that of: later ones, or all if none cited before.
_LINKS_WITH_EVENTS = """
SELECT DISTINCT e.link_id FROM snapshots s JOIN mentions m ON m.snapshot_id = s.id
JOIN events e ON e.link_id = m.link_id
WHERE s.capture_id = :id AND (e.before_at >= s.first_seen_at OR s.first_seen_at = (
    SELECT min(o.first_seen_at) FROM mentions n JOIN snapshots o ON o.id = n.snapshot_id WHERE n.link_id = m.link_id))
"""
_LINKS_CITED_BY_PAGES = """
SELECT DISTINCT l.id, l.first_cited_at FROM articles a JOIN snapshots s ON s.article_id = a.id
JOIN mentions m ON m.snapshot_id = s.id JOIN links l ON l.id = m.link_id
WHERE a.page_id IN (SELECT value FROM json_each(:pages))
"""
_LINKS_CHECKED_ON_PAGES = """
WITH RECURSIVE hops (id, via_id, page_id) AS (
    SELECT id, via_id, page_id FROM captures WHERE page_id IN (SELECT value FROM json_each(:pages))
    UNION SELECT c.id, c.via_id, c.page_id FROM captures c JOIN hops ON c.id = hops.via_id
)
SELECT l.id FROM hops CROSS JOIN pages p ON p.id = hops.page_id CROSS JOIN links l ON l.url_key = p.url_key
WHERE hops.via_id IS NULL
UNION
SELECT l.id FROM captures c CROSS JOIN link_checks k ON k.capture_id = c.id CROSS JOIN links l ON l.url = k.link_url
WHERE c.page_id IN (SELECT value FROM json_each(:pages))
"""


class CrawlCheck(NamedTuple):
    """A check that was made of a crawl's capture."""

    id: int
    capture_id: int
    crawl_id: int
    checked_at: str


def chain(connection: sqlite3.Connection, capture_id: int) -> list[Row]:
    """Return the captures that redirects led through to this one, first to last."""
    rows = all_rows(connection, _CHAIN, {"id": capture_id})
    for row in rows:
        row["headers"] = take_headers(row)
    return rows


def last_fetch(connection: sqlite3.Connection, url: str, crawl_id: int, before: int | None) -> Row | None:
    """Return the last capture of a URL that a crawl made, as :func:`chain` returns it; None if there is none.

    ``before``: the capture before which it was made; None: at any time.
    """
    row = connection.execute(_LAST_FETCH, {"url": url, "crawl": crawl_id, "before": before}).fetchone()
    return chain(connection, row[0])[-1] if row is not None else None


def ends_of_page(connection: sqlite3.Connection, url_key: str) -> list[int]:
    """Return the captures with which all fetches of a page ended, behind their redirects."""
    return [row[0] for row in connection.execute(_ENDS_OF_PAGE, {"key": url_key})]


def ends_of_capture(connection: sqlite3.Connection, capture_id: int) -> list[int]:
    """Return the captures with which the redirects of a capture ended; the capture itself if none was followed."""
    return [row[0] for row in connection.execute(_ENDS_OF_CAPTURE, {"id": capture_id})]


def links_of_key(connection: sqlite3.Connection, url_key: str) -> list[Row]:
    """Return the links to a page."""
    return all_rows(connection, "SELECT * FROM links WHERE url_key = :key", {"key": url_key})


def links_changed_by(connection: sqlite3.Connection, capture_id: int) -> list[str]:
    """Return the URLs of links whose checks must be made again after this capture was folded."""
    return [row[0] for row in connection.execute(_LINKS_CHANGED_BY, {"id": capture_id})]


def links_with_events_of(connection: sqlite3.Connection, capture_id: int) -> list[int]:
    """Return the links whose events may belong to the source of a new version of this capture."""
    return [row[0] for row in connection.execute(_LINKS_WITH_EVENTS, {"id": capture_id})]


def links_cited_by(connection: sqlite3.Connection, page_ids: Sequence[int]) -> dict[int, str]:
    """Return first_cited_at of the links that articles of these pages cite, by id."""
    return dict(connection.execute(_LINKS_CITED_BY_PAGES, {"pages": json.dumps(page_ids)}))


def links_checked_on(connection: sqlite3.Connection, page_ids: Sequence[int]) -> set[int]:
    """Return the links whose fetches led to these pages, and the links that were checked by captures of these pages."""
    return {row[0] for row in connection.execute(_LINKS_CHECKED_ON_PAGES, {"pages": json.dumps(page_ids)})}


def links_of_ids(connection: sqlite3.Connection, link_ids: Iterable[int]) -> list[Row]:
    """Return the rows of those of these links that are still there."""
    ids = json.dumps(list(link_ids))
    return all_rows(connection, "SELECT * FROM links WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": ids})


def checks_of_link(connection: sqlite3.Connection, link_url: str) -> list[CrawlCheck]:
    """Return the checks that the captures of crawls (no probes) gave a link."""
    rows = connection.execute(
        "SELECT k.id, k.capture_id, k.crawl_id, k.checked_at FROM link_checks k JOIN captures c ON c.id = k.capture_id"
        f" WHERE k.link_url = ? AND c.kind IN {FOLDED_KINDS}",
        (link_url,),
    )
    return [CrawlCheck(*row) for row in rows]


def reading_at(connection: sqlite3.Connection, capture: Row) -> Row | None:
    """Return page_kind and problem of the newest reading of a capture's page up to this capture."""
    return first_row(connection, _READING_AT, _place(capture))


def version_when_cited(connection: sqlite3.Connection, url_key: str, cited_at: str) -> Row | None:
    """Return the version of a page's article at this time, or the first one if there was none yet."""
    return first_row(connection, _VERSION_WHEN_CITED, {"key": url_key, "cited_at": cited_at})


def _place(capture: Row) -> Row:
    """Return the key of a capture's page, and the place of the capture in the order of the fold."""
    return {"key": urls.key(capture["url"]), **{name: capture[name] for name in ("captured_at", "crawl_uid", "seq")}}
