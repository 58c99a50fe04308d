"""Work that is left to do in an archive, counted as the plan of a run counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import follows, times
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries import frontier, links
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.archive.queries.readings import READ_AGAIN
from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

_COUNTED = f"""
SELECT (SELECT count(*) FROM captures WHERE page_id IS NULL AND kind IN {FOLDED_KINDS}) AS captures_not_read,
       (SELECT count(*) FROM readings g WHERE {READ_AGAIN}) AS read_in_vain,
       (SELECT min(due_at) FROM pages) AS longest_due_at,
       (SELECT count(DISTINCT a.id) FROM _missing_articles n JOIN articles a ON a.id = n.article_id
        WHERE a.news_since_at IS NOT NULL) AS missing_once
"""

_CRAWLED = "SELECT DISTINCT source FROM crawls WHERE source <> '*'"
_LAST_CRAWL = """
SELECT started_at, state, reason FROM crawls WHERE source = ? AND spider <> ? ORDER BY started_at DESC, id DESC LIMIT 1
"""


def backlog(connection: sqlite3.Connection, now: datetime, own_sources: Collection[str] = ()) -> Row:
    """Return what is left to do: pages of sources that runs crawl, cited pages, links, captures to read.

    Runs crawl followed sources and ``own_sources``, those of the project's own spiders. ``unscheduled_sources`` are
    other crawled ones with work, ``unscheduled`` is its amount.
    """
    at = times.to_text(now)
    followed = follows_in_force(connection, at)
    waiting = {follow.source for follow in followed if _is_early(connection, follow, now)}
    scheduled = {follow.source for follow in followed} | set(own_sources)
    crawled = {source for (source,) in connection.execute(_CRAWLED)}
    due, never_visited = _work(connection, scheduled - waiting, at)
    others = {source: sum(_work(connection, [source], at)) for source in crawled - scheduled}
    return all_rows(connection, _COUNTED)[0] | {
        "pages_due": due,
        "never_visited": never_visited,
        "unscheduled": sum(others.values()),
        "unscheduled_sources": sorted(source for source, number in others.items() if number),
        "cited_due": len(frontier.cited_due(connection, frontier.CITED, at)),
        "links_due": len(links.due(connection, at)),
    }


def _work(connection: sqlite3.Connection, sources: Iterable[str], at: str) -> tuple[int, int]:
    """Return how many pages of these sources are due, and how many of their addresses were never visited."""
    sources = list(sources)
    due = sum(frontier.count_due(connection, source, at) for source in sources)
    return due, sum(len(frontier.unvisited_pages(connection, source)) for source in sources)


def _is_early(connection: sqlite3.Connection, follow: follows.Follow, now: datetime) -> bool:
    """Return True if ``--every`` of a follow is not over since the last crawl of its source."""
    last = connection.execute(_LAST_CRAWL, (follow.source, frontier.CITED)).fetchone() or (None, None, None)
    wanted_at = follows.next_wanted_at(follow.every_s, *last)
    return wanted_at is not None and now < wanted_at
