"""What the newest versions of archived articles cite, for the run that captures it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.clocks import PAGE_OF_FUTURE

if TYPE_CHECKING:
    import sqlite3

# One hop: only articles that a site's own spider (or a person's list) brought cite for us. What this run captured is
# cited, and its own links lead out of what anybody follows.
_CITED = f"""
SELECT l.url FROM links l LEFT JOIN pages p ON p.url_key = l.url_key
WHERE (p.id IS NULL OR p.due_at IS NULL OR p.due_at <= :now OR {PAGE_OF_FUTURE})
  AND EXISTS (
    SELECT 1 FROM mentions m
    JOIN snapshots s ON s.id = m.snapshot_id
    JOIN articles a ON a.id = s.article_id
    WHERE m.link_id = l.id AND m.role IN ('source', 'reference', 'internal', 'attachment')
      AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
      AND EXISTS (SELECT 1 FROM captures c JOIN crawls r ON r.id = c.crawl_id
                  WHERE c.page_id = a.page_id AND r.spider <> :spider))
ORDER BY l.first_cited_at, l.id
"""


def due(connection: sqlite3.Connection, spider: str, at: str) -> list[str]:
    """The addresses that the newest version of some article cites and that were never captured or are due at ``at``.

    ``spider`` is the one that captures what is cited: articles that only it brought do not cite for it.
    """
    return [row[0] for row in connection.execute(_CITED, {"spider": spider, "now": at})]
