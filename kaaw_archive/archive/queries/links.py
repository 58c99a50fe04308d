"""Links as the checks need them: what is due, what was checked, what the archive has of a page from its citation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.content import ANSWERS
from kaaw_archive.archive.headers import HEADER_COLUMNS, take_headers
from kaaw_archive.archive.queries.captures import LINK_OF_FUTURE
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row
from kaaw_archive.verdicts import ANY_PAGE, AS_CITED, NOT_AS_CITED

if TYPE_CHECKING:
    import sqlite3

# A mention counts while the newest version of some article has it.
CITED_NOW = """EXISTS (SELECT 1 FROM mentions m JOIN snapshots s ON s.id = m.snapshot_id
    WHERE m.link_id = l.id AND m.role <> 'image'
      AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = s.article_id))"""
WATCHED = """EXISTS (SELECT 1 FROM decisions d WHERE d.kind = 'watch' AND d.subject = l.url
    AND (d.until_at IS NULL OR d.until_at > :now))"""

_DUE = f"""
SELECT l.url, l.first_cited_at FROM links l
WHERE (l.next_check_at IS NULL OR l.next_check_at <= :now OR :takes_all OR {LINK_OF_FUTURE})
  AND ({CITED_NOW} OR {WATCHED})
ORDER BY l.next_check_at IS NOT NULL, l.next_check_at, l.id
"""

_WAITING = f"""
SELECT count(*) AS links FROM links l WHERE l.next_check_at > :now
  AND NOT {LINK_OF_FUTURE} AND ({CITED_NOW} OR {WATCHED})
"""

_CHECKS = """
SELECT k.id, k.checked_at, k.verdict, k.rule FROM link_checks k JOIN crawls r ON r.id = k.crawl_id
WHERE k.link_url = ? ORDER BY k.checked_at, r.uid, k.id
"""

_CHECK_ROWS = """
SELECT k.*, r.uid AS crawl_uid FROM link_checks k JOIN crawls r ON r.id = k.crawl_id
WHERE :only IS NULL OR k.crawl_id = :only ORDER BY k.id
"""

_CITED_COLUMNS = """
SELECT c.id, r.uid || '-' || c.seq AS uid, c.kind, c.captured_at, u.url, c.payload_digest, p.media_type
"""
_CITED_ROWS = """
JOIN crawls r ON r.id = c.crawl_id
JOIN payloads p ON p.digest = c.payload_digest
"""
# The capture with bytes that is nearest to the citation: the last one before it, else the first one after it. What a
# check has judged to be no such page is none to compare with: an error page would be found unchanged, and so be good.
_CITED = f"""
{_CITED_COLUMNS} FROM urls u
CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id {_CITED_ROWS}
WHERE u.url = :url AND c.kind <> 'robots' AND p.data IS NOT NULL AND {ANSWERS} AND c.id < :before
  AND NOT EXISTS (SELECT 1 FROM link_checks k WHERE k.link_url = :link AND k.capture_id = c.id
                  AND k.verdict NOT IN (SELECT value FROM json_each(:any_page)))
ORDER BY c.captured_at > :at, CASE WHEN c.captured_at > :at THEN c.captured_at END, c.captured_at DESC, c.id
LIMIT 1
"""
# Where the address itself redirects: what the first good check of the link found behind the redirects.
_FIRST_GOOD = f"""
{_CITED_COLUMNS} FROM link_checks k JOIN captures c ON c.id = k.capture_id JOIN urls u ON u.id = c.url_id {_CITED_ROWS}
WHERE k.link_url = :link AND k.verdict IN (SELECT value FROM json_each(:as_cited)) AND p.data IS NOT NULL AND {ANSWERS}
  AND c.id < :before
ORDER BY k.checked_at, k.id LIMIT 1
"""

_LAST_AS_CITED = """
SELECT max(checked_at) FROM link_checks WHERE link_url = ? AND verdict IN (SELECT value FROM json_each(?))
"""

_FIRST_NOT_AS_CITED = """
SELECT min(coalesce(c.captured_at, k.checked_at)) FROM link_checks k LEFT JOIN captures c ON c.id = k.capture_id
WHERE k.link_url = ? AND k.verdict IN (SELECT value FROM json_each(?))
"""

_ANCHORS = """
SELECT DISTINCT m.anchor_text FROM links l JOIN mentions m ON m.link_id = l.id
WHERE l.url = ? AND m.anchor_text <> '' LIMIT 3
"""

# A host failed where none of its checks in the crawl got an answer.
_FAILURES = """
SELECT json_extract(k.hops_json, '$[0].url') AS url, k.status, k.error,
       json_extract(k.evidence_json, '$.robots_error') AS robots_error
FROM link_checks k LEFT JOIN captures c ON c.id = k.capture_id
WHERE k.crawl_id = ? AND (c.id IS NULL OR c.kind = 'probe')
"""

_UNSETTLED = """
SELECT DISTINCT l.url FROM link_checks k JOIN links l ON l.url = k.link_url
WHERE l.last_check_id IS NULL OR k.id > l.last_check_id
"""

_CHAIN_BACK = f"""
WITH RECURSIVE hops (id, via_id, depth) AS (
    SELECT id, via_id, 0 FROM captures WHERE id = ?
    UNION ALL SELECT c.id, c.via_id, depth + 1 FROM captures c JOIN hops ON c.id = hops.via_id WHERE depth < 30
)
SELECT c.id, r.uid || '-' || c.seq AS uid, u.url, c.status, c.error, c.error_text, c.elapsed_ms, c.captured_at, c.kind,
       c.tls_error, c.method, c.crawl_id, c.seq, c.payload_digest, c.wire_bytes, c.robots_capture_id,
       {HEADER_COLUMNS}
FROM hops JOIN captures c ON c.id = hops.id JOIN crawls r ON r.id = c.crawl_id JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
ORDER BY hops.depth DESC
"""

_ENDS_FROM = """
WITH RECURSIVE starts (id) AS (
    SELECT c.id FROM urls u CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
    WHERE u.url IN (SELECT value FROM json_each(?)) AND c.kind IN ('page', 'asset', 'seed') AND c.via_id IS NULL
), hops (id, depth) AS (
    SELECT id, 0 FROM starts
    UNION SELECT c.id, depth + 1 FROM hops JOIN captures c ON c.via_id = hops.id WHERE depth < 30
)
SELECT id FROM hops WHERE NOT EXISTS (SELECT 1 FROM captures n WHERE n.via_id = hops.id) ORDER BY id
"""

# Who redirects to what the same crawl has asked for already asks no second time.
_ASKED_BEFORE = """
SELECT c.id FROM urls u CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
WHERE u.url = :url AND c.crawl_id = :crawl AND c.id < :before AND c.kind IN ('page', 'asset', 'seed')
ORDER BY c.id DESC LIMIT 1
"""

# What the extractor made of a page at a capture or before it, and its text then; the text at an earlier instant.
_READING_AT = """
SELECT g.page_kind, g.problem, c.captured_at FROM readings g JOIN captures c ON c.id = g.capture_id
WHERE c.page_id = (SELECT id FROM pages WHERE url_key = :key) AND c.captured_at <= :at
ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
"""
_SNAPSHOT_AT = """
SELECT s.title, s.text, s.text_digest, s.first_seen_at, a.url, r.uid || '-' || c.seq AS uid
FROM articles a JOIN snapshots s ON s.article_id = a.id JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
WHERE a.page_id = (SELECT id FROM pages WHERE url_key = :key)
ORDER BY s.first_seen_at > :at, CASE WHEN s.first_seen_at > :at THEN s.first_seen_at END, s.first_seen_at DESC, a.id
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link that is to be looked at; times are UTC text."""

    url: str
    first_cited_at: str


def due(connection: sqlite3.Connection, now: str, *, takes_all: bool = False) -> list[DueLink]:
    """Links that some article's newest version mentions, and watched addresses, that are due; never checked first."""
    rows = connection.execute(_DUE, {"now": now, "takes_all": takes_all})
    return [DueLink(*row) for row in rows]


def waiting(connection: sqlite3.Connection, now: str) -> int:
    """How many links are not due yet."""
    return int(connection.execute(_WAITING, {"now": now}).fetchone()[0])


def by_url(connection: sqlite3.Connection, url: str) -> Row | None:
    """The row of a link."""
    return first_row(connection, "SELECT * FROM links WHERE url = :url", {"url": url})


def checks(connection: sqlite3.Connection, link_url: str) -> list[tuple[int, str, str, str]]:
    """Id, checked_at, verdict and rule of all checks of a link, in the order in which they are folded."""
    return list(connection.execute(_CHECKS, (link_url,)))


def check_rows(connection: sqlite3.Connection, crawl_id: int | None = None) -> list[Row]:
    """All columns of all checks, or of those of one crawl."""
    return all_rows(connection, _CHECK_ROWS, {"only": crawl_id})


def cited_capture(connection: sqlite3.Connection, link_url: str, url: str, at: str, before: int) -> Row | None:
    """Return the capture that shows what the link led to when it was cited, or None.

    ``url`` is the link's address as it is requested; the capture is older than the one with id ``before``.
    """
    values = {
        "link": link_url, "url": url, "at": at, "before": before,
        "any_page": as_list(ANY_PAGE), "as_cited": as_list(AS_CITED),
    }  # fmt: skip
    return first_row(connection, _CITED, values) or first_row(connection, _FIRST_GOOD, values)


def last_as_cited_at(connection: sqlite3.Connection, link_url: str) -> str | None:
    """Return the time of the newest check that found the page as it was cited; None if no check did."""
    row = connection.execute(_LAST_AS_CITED, (link_url, as_list(AS_CITED))).fetchone()
    return None if row[0] is None else str(row[0])


def first_not_as_cited_at(connection: sqlite3.Connection, link_url: str) -> str | None:
    """Return when the link was first seen to lead nowhere, or to less than was cited; None if it never was.

    That is the time of the capture which the check judged. A copy of the page made then or later may show the same.
    """
    row = connection.execute(_FIRST_NOT_AS_CITED, (link_url, as_list(NOT_AS_CITED))).fetchone()
    return None if row[0] is None else str(row[0])


def anchor_texts(connection: sqlite3.Connection, link_url: str) -> list[str]:
    """What articles call the link, at most three of them."""
    return [row[0] for row in connection.execute(_ANCHORS, (link_url,))]


def links_of_key(connection: sqlite3.Connection, url_key: str) -> list[tuple[str, str]]:
    """Address and first_cited_at of the links to a page."""
    return list(connection.execute("SELECT url, first_cited_at FROM links WHERE url_key = ?", (url_key,)))


def links_of_snapshot(connection: sqlite3.Connection, snapshot_id: int) -> list[str]:
    """The links of a version that have no check yet."""
    rows = connection.execute(
        "SELECT DISTINCT l.url FROM mentions m JOIN links l ON l.id = m.link_id"
        " WHERE m.snapshot_id = ? AND m.role <> 'image' AND l.last_check_id IS NULL",
        (snapshot_id,),
    )
    return [row[0] for row in rows]


def unsettled(connection: sqlite3.Connection) -> list[str]:
    """Links with checks that their health does not know of."""
    return [row[0] for row in connection.execute(_UNSETTLED)]


def failures(connection: sqlite3.Connection, crawl_id: int) -> list[tuple[str, int | None, str | None, str | None]]:
    """First address, status, error and robots_error of the probes of a crawl."""
    return list(connection.execute(_FAILURES, (crawl_id,)))


def chain(connection: sqlite3.Connection, capture_id: int) -> list[Row]:
    """The captures that redirects led through to this one, first to last."""
    rows = [dict(row) for row in all_rows_of(connection, _CHAIN_BACK, capture_id)]
    for row in rows:
        row["headers"] = take_headers(row)
    return rows


def asked_before(connection: sqlite3.Connection, url: str, crawl_id: int, before: int) -> Row | None:
    """The capture of an address that the same crawl made before another capture, as :func:`chain` gives it."""
    values = {"url": url, "crawl": crawl_id, "before": before}
    row = connection.execute(_ASKED_BEFORE, values).fetchone()
    return chain(connection, row[0])[-1] if row is not None else None


def ends_from(connection: sqlite3.Connection, addresses: list[str]) -> list[int]:
    """The captures with which fetches of these addresses ended, behind their redirects."""
    return [row[0] for row in connection.execute(_ENDS_FROM, (json.dumps(addresses),))]


def capture_error(connection: sqlite3.Connection, capture_id: int | None) -> str | None:
    """Why a capture (of robots.txt) brought nothing: its error, or its status in words; None where there is none."""
    row = connection.execute("SELECT error, status FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        return None
    return row[0] or (f"status {row[1]}" if row[1] else None)


def checks_of_crawl(
    connection: sqlite3.Connection, link_url: str, crawl_id: int
) -> list[tuple[int, int | None, int | None]]:
    """Id, capture id and seq of the checks that a crawl's own captures (not probes) gave a link."""
    return list(
        connection.execute(
            "SELECT k.id, k.capture_id, c.seq FROM link_checks k JOIN captures c ON c.id = k.capture_id"
            " WHERE k.link_url = ? AND k.crawl_id = ? AND c.kind <> 'probe'",
            (link_url, crawl_id),
        )
    )


def reading_at(connection: sqlite3.Connection, url_key: str, at: str) -> Row | None:
    """page_kind and problem of the newest reading of a page up to ``at``."""
    return first_row(connection, _READING_AT, {"key": url_key, "at": at})


def snapshot_at(connection: sqlite3.Connection, url_key: str, at: str) -> Row | None:
    """Title, text and text_digest of a page's article as it was at ``at``, or as it was first seen after it."""
    return first_row(connection, _SNAPSHOT_AT, {"key": url_key, "at": at})


def control_page(connection: sqlite3.Connection, kind: str, scope: str, since: str) -> Row | None:
    """Return a control page that was seen at ``since`` (UTC text) or later; None if there is none."""
    return first_row(
        connection,
        "SELECT * FROM _control_pages WHERE kind = :kind AND scope = :scope AND seen_at >= :since",
        {"kind": kind, "scope": scope, "since": since},
    )


def strict_folders(connection: sqlite3.Connection, origin: str, since: str) -> list[str]:
    """Return the folders of an origin in which a made-up address gave a 404 or 410 at ``since`` or later."""
    rows = connection.execute(
        "SELECT scope FROM _control_pages WHERE kind = 'sibling' AND scope >= ? AND scope < ? AND status IN (404, 410)"
        " AND seen_at >= ?",
        (f"{origin}/", f"{origin}0", since),  # '0' follows '/'
    )
    return [row[0] for row in rows]


def all_rows_of(connection: sqlite3.Connection, sql: str, *values: Any) -> list[Row]:
    """Every row that a query with positional parameters gives."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
