"""Articles, their versions, the links in them, and their events counted by time and source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.archive.queries import boilerplate
from kaaw_archive.archive.queries.pages import spellings
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row

if TYPE_CHECKING:
    import sqlite3

# data of a version that a difference names beside the text
COMPARED = ("title", "kicker", "author", "issuer", "place", "published_on", "modified_on")

# Last look of an article that is there as far as is known, if it is long before the last crawl of the archive.
UNSEEN_SINCE = """
iif(a.state IN ('live', 'unlisted')
    AND julianday((SELECT max(started_at) FROM crawls)) - julianday(a.last_seen_at) > 90, a.last_seen_at, NULL)
"""

_ARTICLES = f"""
SELECT a.id, a.url, a.source, a.state, moved.url AS moved_to_url,
       (SELECT here.url FROM works w JOIN articles here ON here.id = w.current_article_id WHERE w.id = a.work_id)
           AS current_url, a.work_id, a.first_seen_at, a.last_seen_at, {UNSEEN_SINCE} AS unseen_since_at,
       a.news_since_at IS NOT NULL AS is_news, (SELECT count(*) FROM snapshots WHERE article_id = a.id) AS versions
FROM articles a
LEFT JOIN articles moved ON moved.id = a.moved_to_id
"""

_BY_ID = f"{_ARTICLES} WHERE a.id = :id"

_BY_KEY = f"{_ARTICLES} WHERE a.key = :key"

_ON_PAGE = f"{_ARTICLES} WHERE a.page_id = (SELECT id FROM pages WHERE url_key = :key) ORDER BY a.id"

# Where an address only redirects, its article is that of the page behind.
_BEHIND_REDIRECTS = f"""
WITH RECURSIVE hops (capture_id, depth) AS (
    SELECT max(c.id), 0 FROM captures c
    WHERE c.url_id IN (SELECT id FROM urls WHERE url IN (SELECT value FROM json_each(:urls)))
       OR c.page_id = (SELECT id FROM pages WHERE url_key = :key)
    UNION
    SELECT c.id, hops.depth + 1 FROM hops JOIN captures c ON c.via_id = hops.capture_id WHERE hops.depth < 20
)
{_ARTICLES}
WHERE a.page_id IN (SELECT c.page_id FROM hops JOIN captures c ON c.id = hops.capture_id)
ORDER BY a.id
"""

_VERSIONS = """
SELECT s.version, s.first_seen_at, s.last_seen_at, s.title, s.published_on, s.modified_on, s.text_digest,
       v.payload_digest, v.capture_uid
FROM snapshots s
JOIN cited_captures v ON v.snapshot_id = s.id
WHERE s.article_id = :article_id
ORDER BY s.version
"""

_SNAPSHOT = """
SELECT s.version, s.title, s.kicker, s.lead, s.text, s.author, s.issuer, s.place, s.kind, s.language,
       s.published_on, s.published_clue, s.modified_on, s.modified_clue, s.author_clue, s.title_clue, s.kind_clue,
       s.first_seen_at AS version_first_seen_at,
       s.last_seen_at AS version_last_seen_at, s.text_digest, v.payload_digest, v.capture_uid,
       v.captured_url, v.captured_at, p.page_kind, g.cms, g.extractor, g.extractor_version, s.id AS snapshot_id,
       s.cut_json, a.key AS article_key
FROM snapshots s
JOIN articles a ON a.id = s.article_id
JOIN _shown_kinds p ON p.page_id = a.page_id
JOIN cited_captures v ON v.snapshot_id = s.id
JOIN readings g ON g.id = s.reading_id
WHERE s.article_id = :article_id AND s.version = :version
"""

# The first capture that shows it, be it of a list.
_FIRST_CAPTURE = """
SELECT v.uid AS capture_uid, v.url AS captured_url, v.captured_at, v.payload_digest
FROM snapshots s JOIN visits v ON v.id = s.capture_id WHERE s.id = :snapshot_id
"""

_LINKS = """
SELECT m.position, m.role, l.url AS link_url, m.href, m.anchor_text, m.sentence, l.health
FROM mentions m JOIN links l ON l.id = m.link_id
WHERE m.snapshot_id = :snapshot_id
ORDER BY m.position
"""

_EVENT_COUNTS = """
SELECT kind, count(*) FROM events
WHERE article_id IS NOT NULL AND NOT is_superseded AND known_at >= ? AND known_at < ?
GROUP BY kind ORDER BY kind
"""

_BY_SOURCE = """
SELECT a.source, count(*) AS articles,
       sum((SELECT count(*) FROM snapshots WHERE article_id = a.id)) AS versions,
       sum((SELECT count(*) FROM events WHERE article_id = a.id AND kind = 'edited' AND NOT is_superseded)) AS edited,
       sum(a.state = 'withdrawn') AS withdrawn, sum(a.state = 'moved') AS moved
FROM articles a WHERE a.news_since_at IS NOT NULL GROUP BY a.source ORDER BY a.source
"""


def by_id(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the article of this id as :func:`by_address` does; no row if there is none."""
    return all_rows(connection, _BY_ID, {"id": article_id})


def by_address(connection: sqlite3.Connection, address: str) -> list[Row]:
    """Return the article of this address, else those on its page, else those on the page that it redirects to.

    ``versions`` is the number of versions of each.
    """
    forms = spellings(address)
    wanted = {"key": urls.key(forms[0]), "urls": as_list(forms)}
    for query in (_BY_KEY, _ON_PAGE, _BEHIND_REDIRECTS):
        if found := all_rows(connection, query, wanted):
            return found
    return []


def other_addresses(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the other addresses of an article's text with the number of versions there, the first to be seen first."""
    wanted = f"{_ARTICLES} WHERE a.work_id = (SELECT work_id FROM articles WHERE id = :id) AND a.id <> :id"
    return all_rows(connection, f"{wanted} ORDER BY a.first_seen_at, a.key", {"id": article_id})


def versions(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the versions of an article without their texts, the first one first."""
    return all_rows(connection, _VERSIONS, {"article_id": article_id})


def snapshot(connection: sqlite3.Connection, article_id: int, version: int, at: str | None = None) -> Row:
    """Return one version with its text, its links and the capture that cites it. Raises LookupError if there is none.

    ``cut`` holds the boilerplate lines that were cut from its text, each with its place and the earliest captures that
    show it on other articles. ``at``: cited by a capture until that instant (UTC text), of a list if the article's own
    page was captured later.
    """
    found = first_row(connection, _SNAPSHOT, {"article_id": article_id, "version": version})
    if found is None:
        raise LookupError(f"no version {version}")
    of_version = {"snapshot_id": found.pop("snapshot_id")}
    if at is not None and found["captured_at"] > at:
        found |= all_rows(connection, _FIRST_CAPTURE, of_version)[0]
    cut: list[dict[str, Any]] = json.loads(found.pop("cut_json") or "[]")
    key, site = found.pop("article_key"), urls.site(found["captured_url"])
    for line in cut:
        digest = boilerplate.standing_digest(site, found["extractor_version"], line["text"])
        line["seen_in"] = boilerplate.seen_in(connection, digest, key)
    return found | {"cut": cut, "links": all_rows(connection, _LINKS, of_version)}


def compared_lines(version: Row, other: Row) -> list[str]:
    """Return the lines of a version, as :func:`snapshot` returns it, without those that were cut from the other one."""
    cut = {line["text"] for line in other["cut"]}
    return [line for line in version["text"].splitlines() if line not in cut]


def event_counts(connection: sqlite3.Connection, since: str, before: str) -> dict[str, int]:
    """Return the number of events of articles by kind that became known from ``since`` on and before ``before``."""
    return dict(connection.execute(_EVENT_COUNTS, (since, before)).fetchall())


def by_source(connection: sqlite3.Connection) -> list[Row]:
    """Return by source the number of articles, versions and edits, and how many are withdrawn or moved by now."""
    return all_rows(connection, _BY_SOURCE)
