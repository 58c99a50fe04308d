"""Work that is due: pages, seeds, cited addresses, and sources as a whole. The archive is its own frontier."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.archive.content import ANSWERS
from kaaw_archive.archive.queries.captures import PAGE_AT_ONCE
from kaaw_archive.archive.queries.rows import as_list
from kaaw_archive.archive.queries.seed_payloads import unread_seeds
from kaaw_archive.items import FoundAddress

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

CITED = "cited"  # the spider that captures what articles cite

_AT_ONCE = 2000  # addresses a statement

_STATED_AFTER = timedelta(hours=6)

_NOT_DUE = f"""
SELECT p.url_key FROM json_each(:keys) AS given
CROSS JOIN pages p ON p.url_key = given.value
WHERE p.due_at > :now AND NOT {PAGE_AT_ONCE}
"""

# A page that changed after its last capture, according to its seed, is due before its own due date.
_NOT_DUE_AS_STATED = f"""
SELECT p.url_key FROM json_each(:pairs) AS given
CROSS JOIN pages p ON p.url_key = given.value ->> 0
WHERE p.due_at > :now AND NOT {PAGE_AT_ONCE}
  AND NOT (coalesce(given.value ->> 1, '') > p.last_seen_at AND given.value ->> 1 <= :now AND p.last_seen_at <= :before)
"""

# A further page of a list is visited when the page before it had news; one that failed is to be asked again. A page is
# asked at the address that answered last, or else where a seed says that it is. What a seed of the source names is its
# page, also if another crawl was the first to capture it. What articles cite on their own host, and no seed names, is
# due for the spider of cited pages alone: visited as a page of the source, its links would be the next cited ones.
_NOT_CITED_ALONE = f"""EXISTS (SELECT 1 FROM captures v JOIN crawls r ON r.id = v.crawl_id
                                WHERE v.page_id = own.id AND r.spider <> '{CITED}')"""
_DUE = f"""
FROM (SELECT own.id FROM pages own WHERE own.source = :source AND {_NOT_CITED_ALONE} UNION
      SELECT p.id FROM _frontier f JOIN pages p ON p.url_key = f.url_key WHERE f.source = :source) AS own
JOIN pages p ON p.id = own.id JOIN captures c ON c.id = p.last_capture_id JOIN urls u ON u.id = c.url_id
LEFT JOIN _frontier f ON f.url_key = p.url_key
WHERE (p.due_at IS NULL OR p.due_at <= :now OR {PAGE_AT_ONCE})
  AND NOT (coalesce(f.role = 'next', p.kind = 'listing') AND {ANSWERS})
"""

_DUE_PAGES = f"""
SELECT CASE WHEN {ANSWERS} THEN u.url ELSE coalesce(f.url, p.url) END, coalesce(f.role, 'article'),
       coalesce(f.depth, 0), f.stated_at {_DUE} ORDER BY p.due_at, p.id
"""

_COUNT_DUE = f"SELECT count(*) {_DUE}"

_NEVER_VISITED = """
SELECT f.url, f.role, f.depth, f.stated_at FROM _frontier f
LEFT JOIN pages p ON p.url_key = f.url_key LEFT JOIN captures c ON c.id = p.last_capture_id
WHERE f.source = ? AND CASE WHEN p.id IS NULL THEN f.role <> 'next' OR f.wanted_at IS NOT NULL
                            ELSE f.wanted_at > c.captured_at END
ORDER BY f.found_at, f.rowid
"""

# A page whose last address does not answer any more, where a seed names another one.
_MOVED = f"""
SELECT p.url_key FROM json_each(?) AS given
CROSS JOIN pages p ON p.url_key = given.value ->> 0
CROSS JOIN captures c ON c.id = p.last_capture_id
CROSS JOIN urls u ON u.id = c.url_id
WHERE NOT ({ANSWERS}) AND u.url <> given.value ->> 1
"""

# Addresses that were never captured, of pages that answer with a slash more or less at the end, where the server has
# led from one of such a pair to the other for good.
_WITH_OTHER_SLASH = """
SELECT given.value ->> 0, u.url FROM json_each(:pairs) AS given
CROSS JOIN pages p ON p.url_key = given.value ->> 1
CROSS JOIN captures c ON c.id = p.last_capture_id
CROSS JOIN urls u ON u.id = c.url_id
WHERE p.kind IN ('article', 'listing') AND NOT EXISTS (SELECT 1 FROM pages WHERE url_key = given.value ->> 0)
  AND EXISTS (SELECT 1 FROM pages m JOIN pages o ON o.url_key IN (m.url_key || '/', rtrim(m.url_key, '/'))
              WHERE m.source = :source AND m.state = 'moved' AND o.id <> m.id)
"""

# One hop: only articles that a site's own spider (or a person's list) captured count. The pages that this spider
# captures are cited pages; their own links lead out of what is followed.
_CITED_DUE = f"""
SELECT l.url FROM links l LEFT JOIN pages p ON p.url_key = l.url_key
WHERE (p.id IS NULL OR p.due_at IS NULL OR p.due_at <= :now OR {PAGE_AT_ONCE})
  AND EXISTS (
    SELECT 1 FROM mentions m
    JOIN snapshots s ON s.id = m.snapshot_id
    JOIN articles a ON a.id = s.article_id
    WHERE m.link_id = l.id AND a.news_since_at IS NOT NULL
      AND m.role <> 'image'
      AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
      AND EXISTS (SELECT 1 FROM captures c JOIN crawls r ON r.id = c.crawl_id
                  WHERE c.page_id = a.page_id AND r.spider <> :spider))
ORDER BY l.first_cited_at, l.id
"""

# Found on the way, and never seen to change: sections, archives of years, lists far from the home page.
_STILL_SEEDS = """
SELECT p.url_key FROM pages p JOIN _frontier f ON f.url_key = p.url_key
WHERE p.source = ? AND f.role = 'seed' AND NOT (f.depth <= 1 AND p.kind = 'listing')
  AND (SELECT count(DISTINCT c.payload_digest) FROM captures c WHERE c.page_id = p.id) < 2
"""

_DAYS_OF_ARTICLES = """
SELECT p.url_key, (SELECT max(s.published_on) FROM articles a JOIN snapshots s ON s.article_id = a.id
                   WHERE a.page_id = p.id AND p.kind = 'article')
FROM json_each(?) AS given CROSS JOIN pages p ON p.url_key = given.value
"""

_LAST_CRAWL = """
SELECT started_at, state, reason FROM crawls WHERE spider = ? AND source = ? ORDER BY started_at DESC, id DESC LIMIT 1
"""

_NEXT_DUE = f"SELECT min(own.due_at) FROM pages own WHERE own.source = ? AND {_NOT_CITED_ALONE}"

_FOUND_SEEDS = "SELECT url FROM _frontier WHERE source = ? AND role = 'seed' ORDER BY found_at, rowid"

_KNOWN_KEYS = "SELECT url_key FROM pages WHERE source = ? UNION SELECT url_key FROM _frontier WHERE source = ?"

_REQUESTED = """
SELECT u.url FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.crawl_id = ? AND c.kind IN ('page', 'seed') AND c.via_id IS NULL GROUP BY u.id ORDER BY min(c.id)
"""

NOT_WELL = ("degraded", "failed", "killed")


def not_due(connection: sqlite3.Connection, addresses: Iterable[str], at: str) -> set[str]:
    """Return those of the addresses whose page is known and due only after ``at`` (UTC text).

    A page that was never captured is due, and so is a page without a due date.
    """
    waiting: set[str] = set()
    rest = iter(addresses)
    while chunk := list(islice(rest, _AT_ONCE)):
        keys = {address: urls.key(address) for address in chunk}
        rows = connection.execute(_NOT_DUE, {"keys": as_list(set(keys.values())), "now": at})
        later = {row[0] for row in rows}
        waiting.update(address for address, key in keys.items() if key in later)
    return waiting


def not_due_as_stated(connection: sqlite3.Connection, found: Sequence[FoundAddress], at: str) -> set[str]:
    """Return url keys as :func:`not_due`, without pages that changed since the last capture according to their seed.

    A page that was captured in the last six hours stays: some feeds give every entry the time of the request.
    """
    pairs = json.dumps([(urls.key(address.url), address.stated_at) for address in found])
    before = times.to_text(times.from_text(at) - _STATED_AFTER)
    rows = connection.execute(_NOT_DUE_AS_STATED, {"pairs": pairs, "now": at, "before": before})
    return {row[0] for row in rows}


def moved_page_keys(connection: sqlite3.Connection, found: Sequence[FoundAddress]) -> set[str]:
    """Return the url keys of pages whose last address failed and that a seed names under another address."""
    pairs = json.dumps([(urls.key(address.url), address.url) for address in found])
    return {row[0] for row in connection.execute(_MOVED, (pairs,))}


def with_other_slash(connection: sqlite3.Connection, source: str, addresses: Sequence[str]) -> dict[str, str]:
    """Return the captured address for each that differs from one by a slash at its end alone, which is one page there.

    The server of this source must have led from one of two such addresses to the other; their targets may differ else.
    """
    pairs = {
        address: urls.key(address.rstrip("/") if address.endswith("/") else f"{address}/") for address in addresses
    }
    given = json.dumps([(urls.key(address), other) for address, other in pairs.items()])
    known = dict(connection.execute(_WITH_OTHER_SLASH, {"source": source, "pairs": given}).fetchall())
    return {address: known[key] for address in addresses if (key := urls.key(address)) in known}


def due_pages(connection: sqlite3.Connection, source: str, at: str) -> list[FoundAddress]:
    """Return the pages of a source that are due at ``at``, the longest due first, without listings."""
    return [FoundAddress(*row) for row in connection.execute(_DUE_PAGES, {"source": source, "now": at})]


def count_due(connection: sqlite3.Connection, source: str, at: str) -> int:
    """Return the number of :func:`due_pages`."""
    return int(connection.execute(_COUNT_DUE, {"source": source, "now": at}).fetchone()[0])


def unvisited_pages(connection: sqlite3.Connection, source: str) -> list[FoundAddress]:
    """Return the addresses that seeds of this source named and no run has requested (since they were wanted again)."""
    return [FoundAddress(*row) for row in connection.execute(_NEVER_VISITED, (source,))]


def still_seeds(connection: sqlite3.Connection, source: str) -> set[str]:
    """Return the url keys of the seeds of a source that showed the same at every visit, but for its first listings."""
    return {row[0] for row in connection.execute(_STILL_SEEDS, (source,))}


def days_of_articles(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, str | None]:
    """Return the day of publication of each captured page, by its url key; None for one that is no dated article."""
    return dict(connection.execute(_DAYS_OF_ARTICLES, (as_list(set(keys)),)).fetchall())


def known_kind(connection: sqlite3.Connection, url: str) -> str | None:
    """Return the kind of the page at this address, None if it was never captured."""
    row = connection.execute("SELECT kind FROM pages WHERE url_key = ?", (urls.key(url),)).fetchone()
    return row[0] if row is not None else None


def cited_due(connection: sqlite3.Connection, spider: str, at: str) -> list[str]:
    """Return the addresses that the newest version of some article cites and that are due at ``at`` (UTC text).

    ``spider`` is the spider that captures cited pages: articles that only it captured do not count.
    """
    return [row[0] for row in connection.execute(_CITED_DUE, {"spider": spider, "now": at})]


@dataclass(frozen=True, slots=True)
class SourceDue:
    """The work that a spider would have now; times are UTC text, None if there was no crawl or is no page yet."""

    last_crawl_at: str | None
    last_state: str | None
    last_reason: str | None
    next_due_at: str | None
    seeds: int  # that are due, or were never captured
    pages: int  # that are due
    never_visited: int  # addresses that a seed named
    unread_seeds: int  # whose addresses are not stored

    @property
    def is_degraded_alone(self) -> bool:
        """Return True if its last crawl was degraded by the site, and nothing is due: another would ask for nothing."""
        return self.last_state == "degraded" and not any(
            (self.seeds, self.pages, self.never_visited, self.unread_seeds)
        )

    @property
    def reasons(self) -> list[str]:
        """Return the reasons why the source is due, in words; empty if it is not."""
        if self.last_state is None:
            return ["never crawled"]
        found = [f"last crawl {self.last_state}"] if self.last_state in NOT_WELL else []
        counted = (
            (self.seeds, "seed", "seeds"),
            (self.pages, "page", "pages"),
            (self.never_visited, "never visited", "never visited"),
            (self.unread_seeds, "seed to look through", "seeds to look through"),
        )
        return found + [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]


NOTHING_DUE = SourceDue(None, None, None, None, 0, 0, 0, 0)  # if there is no archive yet


def source_due(
    connection: sqlite3.Connection, spider: str, source: str, seeds: Sequence[str], rules: str, at: str
) -> SourceDue:
    """Return what is due at ``at`` (UTC text) for a spider with this source, seeds and rules (their fingerprint)."""
    started_at, state, reason = connection.execute(_LAST_CRAWL, (spider, source)).fetchone() or (None, None, None)
    return SourceDue(
        last_crawl_at=started_at,
        last_state=state,
        last_reason=reason,
        next_due_at=connection.execute(_NEXT_DUE, (source,)).fetchone()[0],
        seeds=len(set(seeds) - not_due(connection, seeds, at)),
        pages=count_due(connection, source, at),
        never_visited=len(unvisited_pages(connection, source)),
        unread_seeds=len(unread_seeds(connection, source, rules)),
    )


def found_seeds(connection: sqlite3.Connection, source: str) -> list[str]:
    """Return the feeds, sitemaps and listings of a source that other seeds named, in the order of discovery."""
    return [row[0] for row in connection.execute(_FOUND_SEEDS, (source,))]


def known_keys(connection: sqlite3.Connection, source: str) -> set[str]:
    """Return the url keys of everything of a source that was captured, or that a seed named."""
    return {row[0] for row in connection.execute(_KNOWN_KEYS, (source, source))}


def requested_by_last_crawl(connection: sqlite3.Connection, spider: str, source: str) -> tuple[str | None, list[str]]:
    """Return the uid of a spider's newest crawl (None without one) and the addresses that it requested, in order."""
    row = connection.execute(
        "SELECT id, uid FROM crawls WHERE spider = ? AND source = ? ORDER BY started_at DESC, id DESC LIMIT 1",
        (spider, source),
    ).fetchone()
    if row is None:
        return None, []
    return row[1], [url for (url,) in connection.execute(_REQUESTED, (row[0],))]
