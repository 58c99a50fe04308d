"""Select links for a link check: due links, their cited captures, their control pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.content import ABSENT_STATUSES, ANSWERS
from kaaw_archive.archive.queries.captures import LINK_OF_FUTURE
from kaaw_archive.archive.queries.rows import Row, as_list, first_row
from kaaw_archive.verdicts import ANY_PAGE, AS_CITED, LinkHealth

if TYPE_CHECKING:
    import sqlite3

# A mention counts while the newest version of some article has it.
CITED_NOW = """EXISTS (SELECT 1 FROM mentions m JOIN snapshots s ON s.id = m.snapshot_id
    JOIN articles a ON a.id = s.article_id
    WHERE m.link_id = l.id AND m.role <> 'image' AND a.news_since_at IS NOT NULL
      AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = s.article_id))"""
WATCHED = """EXISTS (SELECT 1 FROM decisions d WHERE d.kind = 'watch' AND d.subject = l.url
    AND (d.until_at IS NULL OR d.until_at > :now))"""
AUDITED = "EXISTS (SELECT 1 FROM _audited_links u WHERE u.link_url = l.url)"

_DUE = f"""
SELECT l.url, l.first_cited_at, l.host, l.health FROM links l
WHERE (l.next_check_at IS NULL OR l.next_check_at <= :now OR :takes_all OR {LINK_OF_FUTURE})
  AND ({CITED_NOW} OR {WATCHED} OR {AUDITED})
ORDER BY l.next_check_at IS NOT NULL, l.next_check_at, l.id
"""

_ANSWERING = f"""
SELECT l.url, l.first_cited_at, l.host, l.health FROM links l
WHERE l.health = '{LinkHealth.ALIVE}' AND l.next_check_at > :now AND NOT {LINK_OF_FUTURE} AND {CITED_NOW}
ORDER BY l.next_check_at, l.id LIMIT 200
"""

_WAITING = f"""
SELECT count(*) AS links FROM links l WHERE l.next_check_at > :now
  AND NOT {LINK_OF_FUTURE} AND ({CITED_NOW} OR {WATCHED} OR {AUDITED})
"""

_CITED_COLUMNS = """
SELECT c.id, r.uid || '-' || c.seq AS uid, c.kind, c.captured_at, u.url, c.payload_digest, p.media_type,
       r.uid AS crawl_uid, c.seq,
       c.captured_at <= :at OR EXISTS (
               SELECT 1 FROM link_checks k JOIN captures x ON x.id = k.capture_id
               WHERE k.link_url = :link AND x.payload_digest = c.payload_digest AND k.checked_at < :checked_at
                 AND k.verdict IN (SELECT value FROM json_each(:any_page))) AS is_confirmed
"""
_CITED_ROWS = """
JOIN crawls r ON r.id = c.crawl_id
JOIN payloads p ON p.digest = c.payload_digest
"""
# The capture of an earlier day, with bytes, that is nearest to the citation: the last one before it, else the first one
# after it. A capture that a check has judged not to be the page is left out: an error page would seem unchanged, and
# so be good. A capture after the citation may be an error page, too, until a check confirms it (is_confirmed): before,
# it can show changes, but not that the page is there.
_CITED = f"""
{_CITED_COLUMNS} FROM urls u
CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id {_CITED_ROWS}
WHERE u.url = :url AND c.kind <> 'robots' AND p.data IS NOT NULL AND {ANSWERS} AND c.captured_at < :day
  AND NOT EXISTS (SELECT 1 FROM link_checks k WHERE k.link_url = :link AND k.capture_id = c.id
                  AND k.verdict NOT IN (SELECT value FROM json_each(:any_page)) AND k.rule <> 'is_not_compared')
ORDER BY c.captured_at > :at, CASE WHEN c.captured_at > :at THEN c.captured_at END, c.captured_at DESC, c.id
LIMIT 1
"""
# Where the address itself redirects: what the first good check of the link found behind the redirects.
_FIRST_GOOD = f"""
{_CITED_COLUMNS} FROM link_checks k JOIN captures c ON c.id = k.capture_id JOIN urls u ON u.id = c.url_id {_CITED_ROWS}
WHERE k.link_url = :link AND k.verdict IN (SELECT value FROM json_each(:as_cited)) AND p.data IS NOT NULL AND {ANSWERS}
  AND c.kind = 'probe' AND c.captured_at < :day
ORDER BY k.checked_at, k.id LIMIT 1
"""

_ANCHORS = """
SELECT m.anchor_text FROM links l JOIN mentions m ON m.link_id = l.id WHERE l.url = :url AND m.anchor_text <> ''
UNION SELECT anchor_text FROM _audited_links WHERE link_url = :url AND anchor_text <> '' ORDER BY 1 LIMIT 3
"""

_PENDING_HEALTH = """
SELECT DISTINCT l.url FROM link_checks k JOIN links l ON l.url = k.link_url
WHERE l.last_check_id IS NULL OR k.id > l.last_check_id
"""


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link that a run may check; times are UTC text."""

    url: str
    first_cited_at: str
    host: str
    health: str


def due(connection: sqlite3.Connection, now: str, *, takes_all: bool = False) -> list[DueLink]:
    """Return the due links of the newest versions of articles, and due watched addresses; never checked ones first."""
    rows = connection.execute(_DUE, {"now": now, "takes_all": takes_all})
    return [DueLink(*row) for row in rows]


def answering(connection: sqlite3.Connection, now: str) -> list[DueLink]:
    """Return links that answered at their last check and are not due, those that are due next first; 200 at most."""
    return [DueLink(*row) for row in connection.execute(_ANSWERING, {"now": now})]


def waiting(connection: sqlite3.Connection, now: str) -> int:
    """Return how many links are not due yet."""
    return int(connection.execute(_WAITING, {"now": now}).fetchone()[0])


def all_urls(connection: sqlite3.Connection) -> list[str]:
    """Return the URLs of all links."""
    return [row[0] for row in connection.execute("SELECT url FROM links ORDER BY id")]


def by_url(connection: sqlite3.Connection, url: str) -> Row | None:
    """Return the row of a link; None if there is none."""
    return first_row(connection, "SELECT * FROM links WHERE url = :url", {"url": url})


def cited_capture(connection: sqlite3.Connection, link_url: str, url: str, at: str, checked_at: str) -> Row | None:
    """Return the capture that shows what the link led to when it was cited, or None.

    ``url`` is the link's address as it is requested; the capture is of an earlier day (UTC) than the check. Its column
    is_confirmed is 1 if it was there before the citation, or if an earlier check found that its bytes are the page.
    """
    values = {
        "link": link_url,
        "url": url,
        "at": at,
        "day": checked_at[:10],
        "checked_at": checked_at,
        "any_page": as_list(ANY_PAGE),
        "as_cited": as_list(AS_CITED),
    }
    return first_row(connection, _CITED, values) or first_row(connection, _FIRST_GOOD, values)


def anchor_texts(connection: sqlite3.Connection, link_url: str) -> list[str]:
    """Return at most three texts with which articles mention a link."""
    return [row[0] for row in connection.execute(_ANCHORS, {"url": link_url})]


def with_pending_health(connection: sqlite3.Connection) -> list[str]:
    """Return the links with checks that their health does not include yet."""
    return [row[0] for row in connection.execute(_PENDING_HEALTH)]


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
        "SELECT scope FROM _control_pages WHERE kind = 'sibling' AND scope >= ? AND scope < ?"
        f" AND status IN {ABSENT_STATUSES} AND seen_at >= ?",
        (f"{origin}/", f"{origin}0", since),  # '0' follows '/'
    )
    return [row[0] for row in rows]
