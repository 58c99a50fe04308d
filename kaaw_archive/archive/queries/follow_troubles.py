"""Troubles of followed sites: moved away, forbidden to us, a feed that is gone."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.errors import Problem
from kaaw_archive.http import ABSENT, PERMANENT_REDIRECTS
from kaaw_archive.items.source_problems import SourceProblem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from kaaw_archive.follows import Follow

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml", "text/xml")

_NEWEST_VISIT = """
SELECT c.id, c.url_id, u.url, c.status, c.error FROM pages p
JOIN captures c ON c.page_id = p.id JOIN urls u ON u.id = c.url_id
WHERE p.url_key = ? AND c.kind IN ('page', 'seed') ORDER BY c.id DESC LIMIT 1
"""

_VISITS = """
SELECT captured_at, status, error FROM captures
WHERE url_id = ? AND id <= ? AND kind IN ('page', 'seed') ORDER BY id DESC
"""

_NEXT_HOP = """
SELECT c.id, c.url_id, u.url, c.status, c.error FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.via_id = ? LIMIT 1
"""

_FEED_PAGES = f"""
SELECT DISTINCT p.id, p.url FROM pages p
JOIN captures c ON c.page_id = p.id JOIN payloads y ON y.digest = c.payload_digest
WHERE p.source = ? AND c.kind = 'seed' AND c.status = 200 AND y.media_type IN ({", ".join("?" * len(_FEEDS))})
ORDER BY p.id
"""

_ANSWERS = "SELECT captured_at, status FROM captures WHERE page_id = ? AND status IS NOT NULL ORDER BY id DESC"


def troubles(connection: sqlite3.Connection, at: str) -> list[SourceProblem]:
    """Return the troubles of the sites that are followed at ``at`` (UTC text): moved, forbidden, feed_gone."""
    return [trouble for follow in follows_in_force(connection, at) for trouble in _of_site(connection, follow)]


def _of_site(connection: sqlite3.Connection, follow: Follow) -> Iterable[SourceProblem]:
    if follow.url is not None:
        yield from _of_start(connection, follow)
    for url, since_at in _gone_feeds(connection, follow.source):
        sentence = f"its feed {url} is gone since {since_at[:10]}; see that the site still names its news elsewhere"
        yield SourceProblem(follow.source, "feed_gone", since_at, f"{follow.name}: {sentence}")


def _of_start(connection: sqlite3.Connection, follow: Follow) -> Iterable[SourceProblem]:
    assert follow.url is not None
    end_it = f"kaaw unfollow {shlex.quote(follow.name)}"
    hop = connection.execute(_NEWEST_VISIT, (urls.key(follow.url),)).fetchone()
    while hop is not None:
        capture_id, url_id, url, status, error = hop
        if error == Problem.ROBOTS_DENIED:
            since_at = _since(connection, url_id, capture_id, lambda _, error: error == Problem.ROBOTS_DENIED)
            sentence = f"robots.txt forbids us {url}; ask its webmaster, or end it: {end_it}"
            yield SourceProblem(follow.source, "forbidden", since_at, f"{follow.name}: {sentence}")
        hop = connection.execute(_NEXT_HOP, (capture_id,)).fetchone() if status in PERMANENT_REDIRECTS else None
        if hop is not None and urls.site(hop[2]) != urls.site(follow.url):
            since_at = _since(connection, url_id, capture_id, lambda status, _: status in PERMANENT_REDIRECTS)
            sentence = f"has moved to {hop[2]}; follow it there: {end_it}; kaaw follow {shlex.quote(hop[2])}"
            yield SourceProblem(follow.source, "moved", since_at, f"{follow.name}: {sentence}")
            return


def _since(
    connection: sqlite3.Connection, url_id: int, capture_id: int, is_so: Callable[[int | None, str | None], bool]
) -> str:
    """Return the start (UTC text) of the unbroken row of visits of an address that ends with this capture.

    The capture itself belongs to the row: ``is_so`` is true of its status and error.
    """
    since = ""
    for captured_at, status, error in connection.execute(_VISITS, (url_id, capture_id)):
        if not is_so(status, error):
            break
        since = captured_at
    return since


def _gone_feeds(connection: sqlite3.Connection, source: str) -> Iterable[tuple[str, str]]:
    """Yield feeds that answered once and, on two days or more, are gone, with the instant of the first such answer."""
    for page_id, url in connection.execute(_FEED_PAGES, (source, *_FEEDS)).fetchall():
        since, days = "", set()
        for captured_at, status in connection.execute(_ANSWERS, (page_id,)):
            if status not in ABSENT:
                break
            since = captured_at
            days.add(captured_at[:10])
        if len(days) > 1:
            yield url, since
