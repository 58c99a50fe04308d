"""Select what may replace a link: pages of its site, and the page as it was cited; and links that broke together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.content import SHOWS_CONTENT
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row, texts
from kaaw_archive.verdicts import BROKEN_HEALTH, WORKING_HEALTH, LinkHealth

if TYPE_CHECKING:
    import sqlite3

_LIVE = """
SELECT p.url_key, p.url FROM pages p
WHERE p.url_key IN (SELECT value FROM json_each(:keys)) AND p.state = 'live' AND p.last_seen_at >= :since
"""

# The latest version of each article of a site, or of the same source at another one, that was seen since.
_OF_SITE = f"""
SELECT a.url, s.id AS snapshot_id, s.title, s.text_digest
FROM articles a JOIN pages p ON p.id = a.page_id
JOIN snapshots s ON s.article_id = a.id AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
WHERE a.id IN (
    SELECT o.id FROM pages q JOIN articles o ON o.page_id = q.id WHERE q.url_key >= :site AND q.url_key < :behind
    UNION SELECT o.id FROM articles o WHERE o.source = (SELECT source FROM pages WHERE url_key = :key))
  AND p.state = 'live' AND a.state = 'live' AND a.last_seen_at >= :since AND p.url_key <> :key
  AND NOT EXISTS (SELECT 1 FROM links l WHERE l.url_key = p.url_key AND l.health IN {texts(BROKEN_HEALTH)})
"""

# By a check, or by a crawl that captured the page.
_ALIVE_AT = f"""
SELECT g.before_at AS at FROM health_changes g WHERE g.link_id = l.id AND g.to_health IN {texts(WORKING_HEALTH)}
UNION ALL SELECT c.captured_at FROM captures c WHERE c.page_id = l.page_id AND {SHOWS_CONTENT}
"""

# The last time that each link broke, whether it is over or not. A page never seen alive may never have been there.
_BROKEN = f"""
SELECT l.id, l.url, l.url_key, l.host, l.first_cited_at, k.verdict, h.before_at AS broken_at, h.after_at AS good_at,
       (SELECT min(g.before_at) FROM health_changes g WHERE g.link_id = l.id AND g.before_at > h.before_at
        AND g.to_health IN {texts(WORKING_HEALTH)}) AS over_at
FROM links l JOIN health_changes h ON h.id = (
    SELECT id FROM health_changes WHERE link_id = l.id AND to_health = '{LinkHealth.FAILING}'
    ORDER BY before_at DESC, id DESC LIMIT 1)
JOIN link_checks k ON k.id = h.check_id
WHERE EXISTS (SELECT 1 FROM ({_ALIVE_AT}) WHERE at < h.before_at)
ORDER BY l.url
"""


def live_pages(connection: sqlite3.Connection, keys: list[str], since: str) -> dict[str, str]:
    """Return the addresses of pages that were live at ``since`` (UTC text) or later, by url key."""
    return {row["url_key"]: row["url"] for row in all_rows(connection, _LIVE, {"keys": as_list(keys), "since": since})}


def articles_of_site(connection: sqlite3.Connection, url_key: str, since: str) -> list[Row]:
    """Return url, snapshot_id, title, text_digest of the articles of the key's site or source that were live since."""
    site = url_key.partition(")")[0]
    values = {"site": f"{site})", "behind": f"{site}*", "since": since, "key": url_key}  # '*' follows ')'
    return all_rows(connection, _OF_SITE, values)


def text_of(connection: sqlite3.Connection, snapshot_id: int) -> str:
    """Return the text of a version; "" if it is not stored."""
    row = connection.execute("SELECT text FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
    return str(row[0]) if row is not None else ""


def broken_links(connection: sqlite3.Connection) -> list[Row]:
    """Return links that were alive and broke.

    Times: broken_at of that check, good_at of the one before, over_at of the end.
    """
    return all_rows(connection, _BROKEN)


def alive_once(connection: sqlite3.Connection, host: str) -> int:
    """Return how many links of a host were alive at some check."""
    row = connection.execute(f"SELECT count(*) FROM links l WHERE l.host = ? AND EXISTS ({_ALIVE_AT})", (host,))
    return int(row.fetchone()[0])


def incident_of(connection: sqlite3.Connection, link_url: str) -> Row | None:
    """Return the incident to which a link belongs: id, kind, pattern, mapping_json, started_at, ended_at."""
    return first_row(
        connection,
        "SELECT i.* FROM links l JOIN incidents i ON i.id = l.incident_id WHERE l.url = :url",
        {"url": link_url},
    )
