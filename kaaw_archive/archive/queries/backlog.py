"""Return what is left to do in an archive, counted as the plan of a run counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.queries import frontier, links
from kaaw_archive.archive.queries.readings import READ_AGAIN
from kaaw_archive.archive.queries.rows import Row, all_rows
from kaaw_archive.archive.queries.works import UNCONFIRMED

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_COUNTED = f"""
SELECT (SELECT count(*) FROM captures WHERE page_id IS NULL AND kind IN {FOLDED_KINDS}) AS captures_not_read,
       (SELECT count(*) FROM readings g WHERE {READ_AGAIN}) AS read_in_vain,
       (SELECT min(due_at) FROM pages) AS longest_due_at,
       (SELECT count(DISTINCT a.id) FROM {UNCONFIRMED}) AS missing_once
"""

_CRAWLED = "SELECT DISTINCT source FROM crawls WHERE source <> '*'"


def backlog(connection: sqlite3.Connection, now: datetime) -> Row:
    """Return what is left to do: pages of crawled sources, cited pages and links that are due, captures to read."""
    at = times.to_text(now)
    sources = [source for (source,) in connection.execute(_CRAWLED)]
    return all_rows(connection, _COUNTED)[0] | {
        "pages_due": sum(frontier.count_due(connection, source, at) for source in sources),
        "never_visited": sum(len(frontier.unvisited_pages(connection, source)) for source in sources),
        "cited_due": len(frontier.cited_due(connection, frontier.CITED, at)),
        "links_due": len(links.due(connection, at)),
    }
