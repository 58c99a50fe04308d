"""Rhythm of each source: new articles, requests, bytes of late; how long a change that no list states is unseen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from kaaw_archive import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

WEEKS = 8
COST_DAYS = 30
_BARS = "▁▂▃▄▅▆▇█"

_NEW = """
SELECT source, cast((julianday(:now) - julianday(first_seen_at)) / 7 AS INTEGER) AS weeks_ago, count(*)
FROM articles WHERE news_since_at IS NOT NULL GROUP BY source, weeks_ago
"""

_COSTS = """
SELECT CASE r.source WHEN '*' THEN r.spider ELSE r.source END AS name, min(r.started_at), sum(r.requests),
       sum((SELECT sum(coalesce(c.wire_bytes, 0)) FROM captures c WHERE c.crawl_id = r.id))
FROM crawls r WHERE r.started_at >= :since GROUP BY name
"""

_INTERVALS = """
SELECT source, max(interval_s) FROM pages WHERE kind = 'article' AND state = 'live' AND due_at IS NOT NULL
GROUP BY source
"""
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Figures of a source. ``weeks``: new articles by week, oldest first, the last seven days at the end.

    ``again_within_days``: each of its articles is visited again within so many days, whatever its lists state; None
    without an article.
    """

    articles: int = 0
    weeks: tuple[int, ...] = (0,) * WEEKS
    requests_per_day: float = 0.0
    bytes_per_day: float = 0.0
    again_within_days: int | None = None

    @property
    def bars(self) -> str:
        """Return the weeks as a line of bars; a week without news is a dot."""
        most = max(self.weeks)
        return "".join(_BARS[round(number / most * (len(_BARS) - 1))] if number else "·" for number in self.weeks)


def rhythms(connection: sqlite3.Connection, now: datetime) -> dict[str, Rhythm]:
    """Return the figures of every source that was crawled or has articles, at ``now`` (UTC).

    Crawls of many sources have those of their spider, under its name.
    """
    articles: Counter[str] = Counter()
    weeks: dict[str, list[int]] = {}
    for source, weeks_ago, number in connection.execute(_NEW, {"now": times.to_text(now)}):
        articles[source] += number
        if 0 <= weeks_ago < WEEKS:
            weeks.setdefault(source, [0] * WEEKS)[WEEKS - 1 - weeks_ago] = number
    costs = {}
    since = now - timedelta(days=COST_DAYS)
    for source, first_at, requests, size in connection.execute(_COSTS, {"since": times.to_text(since)}):
        days = max(1.0, (now - times.from_text(first_at)).total_seconds() / _DAY_S)
        costs[source] = (round(requests / days, 1), round((size or 0) / days, 1))
    within = {source: ceil(seconds / _DAY_S) for source, seconds in connection.execute(_INTERVALS) if seconds}
    return {
        source: Rhythm(
            articles[source],
            tuple(weeks.get(source, [0] * WEEKS)),
            *costs.get(source, (0.0, 0.0)),
            within.get(source) if articles[source] else None,
        )
        for source in {*articles, *costs}
    }
