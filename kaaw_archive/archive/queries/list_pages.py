"""Further pages of lists that a run looks at, though the pages before them have no news.

What was taken away from the middle of a list of many pages shows only there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import ANSWERS
from kaaw_archive.items import FoundAddress

if TYPE_CHECKING:
    import sqlite3

# Starting values: sixty requests are enough for a day of a site with five hundred articles, and more in proportion.
_REQUESTS, _ARTICLES = 60, 500
_KEPT = 15  # requests for robots.txt, new articles, and pages of lists that have them
_FEWEST = 5
_COMPLETE = 0.9  # of the articles: a sitemap that names so many shows what is gone
_AFTER = timedelta(hours=20)  # less than a day: daily runs do not begin at the same second

_COUNT_ARTICLES = "SELECT count(*) FROM pages WHERE source = ? AND kind = 'article'"
_COUNT_NAMED = "SELECT count(*) FROM _named_articles WHERE source = ? AND kind = 'sitemap'"

_WAITING = f"""
SELECT u.url, f.role, f.depth, f.stated_at FROM _frontier f JOIN pages p ON p.url_key = f.url_key
JOIN captures c ON c.id = p.last_capture_id JOIN urls u ON u.id = c.url_id
WHERE f.source = :source AND f.role = 'next' AND {ANSWERS} AND c.captured_at <= :before
ORDER BY c.captured_at, p.id LIMIT :most
"""


def further_pages(connection: sqlite3.Connection, source: str, at: str, due: int) -> list[FoundAddress]:
    """Return the further pages to look at at ``at`` (UTC text) beside so many that are due: the longest unseen.

    Each is looked at once a day at most, and few of a site whose sitemap names nearly all articles.
    """
    articles, named = (connection.execute(query, (source,)).fetchone()[0] for query in (_COUNT_ARTICLES, _COUNT_NAMED))
    requests = max(_REQUESTS, articles * _REQUESTS // _ARTICLES)
    most = 0 if named > articles * _COMPLETE else requests - _KEPT - due
    before = times.to_text(times.from_text(at) - _AFTER)
    rows = connection.execute(_WAITING, {"source": source, "before": before, "most": max(_FEWEST, most)})
    return [FoundAddress(*row) for row in rows]
