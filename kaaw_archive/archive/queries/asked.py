"""Whether another crawl has just asked for an address: two that run at once must not fetch it twice."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from kaaw_archive.archive.store.crawls import OpenCrawl

# What was captured so long before a crawl began may not have been folded when it looked what is due.
FOLDED_WITHIN = timedelta(minutes=10)

_ANSWERED = """
SELECT 1 FROM urls u
CROSS JOIN captures c INDEXED BY captures_by_url ON c.url_id = u.id
CROSS JOIN crawls r ON r.id = c.crawl_id
WHERE u.url = ? AND r.id <> ? AND (r.state = 'running' OR r.ended_at >= ?) AND c.captured_at BETWEEN ? AND ?
  AND c.status < 500 AND c.status <> 429 AND c.kind = ?
ORDER BY c.id DESC LIMIT 1
"""


def answered_elsewhere(connection: sqlite3.Connection, url: str, kind: str, crawl: OpenCrawl, now: datetime) -> bool:
    """True where a crawl that ran beside this one has an answer for exactly this URL; one index look-up.

    ``kind`` is the kind of capture that was asked for: a robots.txt as a page is another matter.

    Answers from more than ten minutes before this crawl began do not count, as the page may be due again, nor those
    from the future: a clock was wrong.
    """
    since = _since(crawl.started_at)
    until = times.to_text(now + FOLDED_WITHIN)
    asked = (url, crawl.id, crawl.started_at, since, until, kind)
    return connection.execute(_ANSWERED, asked).fetchone() is not None


@lru_cache(maxsize=8)
def _since(started_at: str) -> str:
    return times.to_text(times.from_text(started_at) - FOLDED_WITHIN)
