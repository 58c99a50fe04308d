"""Select checks of links, and the times and titles that follow from their verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row
from kaaw_archive.verdicts import AS_CITED, NOT_AS_CITED

if TYPE_CHECKING:
    import sqlite3

_OF_LINK = """
SELECT k.id, k.checked_at, k.verdict, k.rule FROM link_checks k JOIN crawls r ON r.id = k.crawl_id
WHERE k.link_url = ? ORDER BY k.checked_at, r.uid, k.id
"""
_ROWS = """
SELECT k.*, r.uid AS crawl_uid FROM link_checks k JOIN crawls r ON r.id = k.crawl_id
WHERE :only IS NULL OR k.crawl_id = :only ORDER BY k.checked_at, r.uid, k.id
"""
_ROWS_OF_LINK = """
SELECT k.*, r.uid AS crawl_uid FROM link_checks k JOIN crawls r ON r.id = k.crawl_id
WHERE k.link_url = :url ORDER BY k.checked_at, r.uid, k.id
"""
_OF_PAYLOAD = """
SELECT k.* FROM link_checks k JOIN captures c ON c.id = k.capture_id
WHERE k.link_url = :link AND c.payload_digest = :digest AND k.final_url = :final
ORDER BY k.checked_at DESC, k.id DESC LIMIT 1
"""
_PROBE_OF_PAYLOAD = """
SELECT k.* FROM link_checks k JOIN captures c ON c.id = k.capture_id
WHERE k.link_url = :link AND c.kind = 'probe' AND c.payload_digest = :digest AND k.final_url = :final
  AND k.checked_at <= :at
ORDER BY k.checked_at DESC, k.id DESC LIMIT 1
"""
_LAST_AS_CITED = """
SELECT max(checked_at) FROM link_checks WHERE link_url = ? AND verdict IN (SELECT value FROM json_each(?))
"""
_FIRST_NOT_AS_CITED = """
SELECT min(coalesce(c.captured_at, k.checked_at)) FROM link_checks k LEFT JOIN captures c ON c.id = k.capture_id
WHERE k.link_url = ? AND k.verdict IN (SELECT value FROM json_each(?))
"""
_LAST_TITLE = """
SELECT title FROM link_checks
WHERE link_url = ? AND verdict IN (SELECT value FROM json_each(?)) AND title IS NOT NULL
ORDER BY checked_at DESC, id DESC LIMIT 1
"""
# With the last look of each link before the crawl that tells anything; and if a later one failed by a fault of ours,
# and other crawls had answers since then.
_FAILURES = """
SELECT k.id, k.first_url, k.final_url, k.status, k.error, k.error_text, k.robots_error, k.verdict, k.payload_digest,
       k.answer_status, k.server_address, p.status AS earlier_status, p.error AS earlier_error,
       d.id IS NOT NULL AS is_doubted,
       EXISTS (SELECT 1 FROM crawls r JOIN captures c ON c.crawl_id = r.id
               WHERE r.started_at > d.checked_at AND r.started_at < k.started_at AND c.status IS NOT NULL) AS is_settled
FROM (
    SELECT k.id, k.link_url, k.final_url, k.status, k.error, k.verdict, c.payload_digest, r.started_at,
           json_extract(k.hops_json, '$[0].url') AS first_url,
           coalesce(robots.error_text, json_extract(k.evidence_json, '$.error_text')) AS error_text,
           json_extract(k.evidence_json, '$.robots_error') AS robots_error,
           coalesce(k.status, robots.status) AS answer_status,
           CASE WHEN k.status IS NULL THEN robots.ip ELSE c.ip END AS server_address
    FROM link_checks k JOIN crawls r ON r.id = k.crawl_id LEFT JOIN captures c ON c.id = k.capture_id
    LEFT JOIN captures robots ON robots.id = c.robots_capture_id
    WHERE k.crawl_id = :crawl AND (c.id IS NULL OR c.kind = 'probe')) k
LEFT JOIN link_checks p ON p.id = (
    SELECT id FROM link_checks WHERE link_url = k.link_url AND checked_at < k.started_at
      AND rule NOT IN ('our_own_fault', 'nothing_was_learnt')
    ORDER BY checked_at DESC, id DESC LIMIT 1)
LEFT JOIN link_checks d ON d.id = (
    SELECT id FROM link_checks WHERE link_url = k.link_url AND checked_at < k.started_at AND rule = 'our_own_fault'
      AND checked_at > coalesce(p.checked_at, '') ORDER BY checked_at DESC, id DESC LIMIT 1)
"""
# Checks that were made of the captures of a crawl's own pages, where no answer came.
_UNANSWERED = f"""
SELECT k.id, coalesce(json_extract(k.evidence_json, '$.robots_error'), k.error) AS error
FROM link_checks k JOIN captures c ON c.id = k.capture_id
WHERE k.crawl_id = :crawl AND k.status IS NULL AND c.kind IN {FOLDED_KINDS}
"""
# Controls that a crawl asked, each with the end of its redirects.
_CONTROLS = """
WITH RECURSIVE
hosts (host) AS (SELECT j.value FROM crawls r, json_each(r.args_json, '$.control_hosts') j WHERE r.id = :crawl),
asked (host, id) AS (
    SELECT h.host, c.id FROM captures c JOIN urls u ON u.id = c.url_id
    JOIN hosts h ON u.url IN ('http://' || h.host || '/', 'https://' || h.host || '/')
    WHERE c.crawl_id = :crawl AND c.kind = 'probe' AND c.via_id IS NULL
    UNION SELECT substr(u.url, 5), c.id FROM captures c JOIN urls u ON u.id = c.url_id
    WHERE c.crawl_id = :crawl AND c.kind = 'probe' AND u.url GLOB 'dns:*'),
chain (host, first, id) AS (
    SELECT host, id, id FROM asked
    UNION SELECT chain.host, chain.first, c.id FROM captures c JOIN chain ON c.via_id = chain.id)
SELECT chain.host, u.url AS final_url, c.status, c.error, c.payload_digest, robots.error AS robots_error,
       coalesce(c.status, robots.status) AS answer_status,
       CASE WHEN c.status IS NULL THEN robots.ip ELSE c.ip END AS server_address
FROM captures c JOIN urls u ON u.id = c.url_id LEFT JOIN captures robots ON robots.id = c.robots_capture_id
JOIN (SELECT host, first, max(id) AS id FROM chain GROUP BY first) chain ON chain.id = c.id ORDER BY c.id
"""


def of_link(connection: sqlite3.Connection, link_url: str) -> list[tuple[int, str, str, str]]:
    """Return id, checked_at, verdict and rule of all checks of a link, in the order in which they are folded."""
    return list(connection.execute(_OF_LINK, (link_url,)))


def rows(connection: sqlite3.Connection, crawl_id: int | None = None) -> list[Row]:
    """Return all columns of the checks of a crawl, or of all crawls, with the uid of the crawl, oldest first."""
    return all_rows(connection, _ROWS, {"only": crawl_id})


def rows_of_link(connection: sqlite3.Connection, link_url: str) -> list[Row]:
    """Return all columns of the checks of a link, oldest first, with the uid of the crawl."""
    return all_rows(connection, _ROWS_OF_LINK, {"url": link_url})


def row(connection: sqlite3.Connection, check_id: int | None) -> Row | None:
    """Return all columns of a check; None if there is none."""
    return first_row(connection, "SELECT * FROM link_checks WHERE id = :id", {"id": check_id})


def of_payload(connection: sqlite3.Connection, link_url: str, final_url: str, digest: str) -> Row | None:
    """Return the newest check of a link that got this payload from this address; None if there is none."""
    return first_row(connection, _OF_PAYLOAD, {"link": link_url, "final": final_url, "digest": digest})


def probe_of_payload(connection: sqlite3.Connection, link_url: str, final_url: str, digest: str, at: str) -> Row | None:
    """Return the newest link check up to a time that got this payload from this address; None if there is none."""
    values = {"link": link_url, "final": final_url, "digest": digest, "at": at}
    return first_row(connection, _PROBE_OF_PAYLOAD, values)


def last_as_cited_at(connection: sqlite3.Connection, link_url: str) -> str | None:
    """Return the time of the newest check that found the page as it was cited; None if no check did."""
    checked_at = connection.execute(_LAST_AS_CITED, (link_url, as_list(AS_CITED))).fetchone()[0]
    return None if checked_at is None else str(checked_at)


def first_not_as_cited_at(connection: sqlite3.Connection, link_url: str) -> str | None:
    """Return when the link was first seen to lead nowhere, or to less than was cited; None if it never was.

    That is the time of the capture which the check judged. A copy of the page made then or later may show the same.
    """
    captured_at = connection.execute(_FIRST_NOT_AS_CITED, (link_url, as_list(NOT_AS_CITED))).fetchone()[0]
    return None if captured_at is None else str(captured_at)


def last_title_as_cited(connection: sqlite3.Connection, link_url: str) -> str | None:
    """Return the title that the page had at the newest check which found it as cited; None if there is none."""
    found = connection.execute(_LAST_TITLE, (link_url, as_list(AS_CITED))).fetchone()
    return None if found is None else str(found[0])


def failures(connection: sqlite3.Connection, crawl_id: int) -> list[Row]:
    """Return the probes of a crawl, with the digest of each payload, and what is known of each link before.

    earlier_status and earlier_error are those of the last look before the crawl that was judged, both None if there is
    none; is_doubted: after it, a look failed by a fault of ours; is_settled: since then other requests were answered.
    """
    return all_rows(connection, _FAILURES, {"crawl": crawl_id})


def unanswered_checks(connection: sqlite3.Connection, crawl_id: int) -> dict[int, str | None]:
    """Return the error by id of the checks that were made of the captures of a crawl and had no answer."""
    return dict(connection.execute(_UNANSWERED, {"crawl": crawl_id}).fetchall())


def crawl_reason(connection: sqlite3.Connection, crawl_id: int) -> str | None:
    """Return the reason for which a crawl did not end well; None if there is none, or it is at work."""
    row = connection.execute("SELECT reason FROM crawls WHERE id = ?", (crawl_id,)).fetchone()
    return None if row is None else row[0]


def controls(connection: sqlite3.Connection, crawl_id: int) -> list[Row]:
    """Return the controls that a crawl asked: host, and final_url, status, error, payload_digest and robots_error.

    answer_status and server_address are those of the page, or of robots.txt where only that answered.
    """
    return all_rows(connection, _CONTROLS, {"crawl": crawl_id})
