"""Figures of a schedule, from its archive: requests, bytes and articles of a run, of a source, of a day."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_OF_RUN = """
SELECT count(*), coalesce(sum(c.wire_bytes), 0),
       (SELECT count(*) FROM articles WHERE first_seen_at >= :at AND news_since_at IS NOT NULL),
       (SELECT count(*) FROM crawls WHERE started_at >= :at)
FROM captures c WHERE c.captured_at >= :at
"""
_OF_SOURCES = """
SELECT r.source, cast(julianday(c.captured_at) - julianday(:at) AS INTEGER) AS day, count(*),
       coalesce(sum(c.wire_bytes), 0)
FROM captures c JOIN crawls r ON r.id = c.crawl_id GROUP BY r.source, day
"""
_ARTICLES = "SELECT source, count(*) FROM articles WHERE news_since_at IS NOT NULL GROUP BY source"


class Figures:
    """Figures of an archive."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive

    def of_run(self, began: datetime) -> str:
        """Return requests, bytes, new articles and crawls since an instant of the simulated clock, as a row."""
        with closing(sqlite3.connect(self._archive)) as db:
            row = db.execute(_OF_RUN, {"at": times.to_text(began)}).fetchone()
        return f"{row[0]:9,} {row[1] / 1e6:6.1f} MB {row[2]:5,} {row[3]:7}"

    def print_sources(self, start: datetime, days: int) -> None:
        """Print a row for each source: articles, kilobytes, and requests by day."""
        requests: dict[str, list[int]] = {}
        sizes: dict[str, int] = {}
        with closing(sqlite3.connect(self._archive)) as db:
            articles = dict(db.execute(_ARTICLES))
            at = times.to_text(start - timedelta(seconds=1))
            for source, day, number, size in db.execute(_OF_SOURCES, {"at": at}):
                requests.setdefault(source, [0] * days)[min(day, days - 1)] += number
                sizes[source] = sizes.get(source, 0) + size
        print("source                        articles       kB  requests by day")
        for source, by_day in sorted(requests.items()):
            counts = " ".join(f"{number:4}" for number in by_day)
            print(f"{source:30} {articles.get(source, 0):7} {sizes[source] / 1e3:8,.0f}  {counts}")
