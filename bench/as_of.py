"""Cost of the archive of a day: ``python -m bench.as_of [ARTICLES]``.

Makes an archive of so many articles (20,000) with ten captures each, opens it as of its second day, and reads all
articles of that day: seconds of the processor, and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import kaaw_archive
from bench.export import fill

DAYS = range(23, 32)  # of further captures, after the one of fill: September 23 to October 1, 2016
_CAPTURES = """
INSERT INTO captures (crawl_id, seq, kind, url_id, captured_at, method, status, payload_digest, robots, page_id)
SELECT crawl_id, seq + :first, kind, url_id, :at, method, status, payload_digest, robots, page_id
FROM captures WHERE seq <= :articles
"""


def fill_with_looks(path: Path, articles: int) -> None:
    """Make an archive of synthetic articles, each with a capture of every day."""
    fill(path, articles, "Satz. ")
    with closing(sqlite3.connect(path)) as db, db:
        at = ""
        for number, day in enumerate(DAYS, 1):
            at = f"2016-09-{day}T12:00:01.000Z" if day <= 30 else "2016-10-01T12:00:01.000Z"
            db.execute(_CAPTURES, {"first": number * articles, "at": at, "articles": articles})
        for table in ("snapshots", "articles", "pages"):
            db.execute(f"UPDATE {table} SET last_seen_at = ?", (at,))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "archive.db"
        fill_with_looks(path, articles)
        began = time.process_time()
        with kaaw_archive.open(path) as archive, archive.as_of("2016-09-23") as then:
            made = time.process_time() - began
            number = then.articles().count()
        read = time.process_time() - began - made
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{number:,} articles, {len(DAYS) + 1} captures each: {made:.2f} s to make, {read:.2f} s to read,"
              f" {memory:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
