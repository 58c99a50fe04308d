"""A second day on whole sites: what of three edits, a new article and a deleted one does a crawl see, and when?

    python -m bench.second_day [--sites scs,jep] [--days 10] [--data FOLDER]

Each site of ``../shared/real-sites`` is crawled from its home page. Then an overlay changes it: three articles are
edited (a sitemap or feed that states when they changed states it), a new one stands first in the lists and feeds that
name its neighbour, one that is not the last of its list is taken away with its rows, and the last row of a list is
gone. The site is crawled on each of the following days. Printed are requests a day, the day on which each change was
seen, for edits that nothing states the day on which the schedule looks at their page again, and what was reported that
was not made. Without the data it says what is missing and exits 0.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from bench.data import SHARED
from bench.finding import STARTS, crawl, served, unpacked
from bench.overlay import Overlay
from kaaw_archive import times

if TYPE_CHECKING:
    from datetime import datetime

MOST_REQUESTS, ARTICLES = 60, 500  # requests on a site of up to so many articles
EDITED = 3
_LATER = {"SCRAPY_SETTINGS_MODULE": "tests.hostile.off"}
_ARTICLES = """
SELECT l.url, l.captured_url, l.title, s.text FROM latest l JOIN snapshots s ON s.id = l.snapshot_id
ORDER BY l.published_on, l.url
"""
_SEEDS = """
SELECT DISTINCT u.url FROM pages p JOIN captures c ON c.id = p.last_capture_id JOIN urls u ON u.id = c.url_id
WHERE c.status = 200 AND (c.kind = 'seed' OR p.kind = 'listing') ORDER BY c.id
"""
_DUE = "SELECT l.url, p.due_at FROM latest l JOIN articles a ON a.url = l.url JOIN pages p ON p.id = a.page_id"
_SEEN = {
    "new": "SELECT a.url FROM articles a WHERE a.first_seen_at >= ?",
    "edited": "SELECT a.url FROM snapshots s JOIN articles a ON a.id = s.article_id"
    " WHERE s.version > 1 AND s.first_seen_at >= ?",
    "gone": "SELECT u.url FROM captures c JOIN urls u ON u.id = c.url_id JOIN pages p ON p.id = c.page_id"
    " WHERE p.kind = 'article' AND c.status IN (404, 410) AND c.captured_at >= ?",
}


@dataclass
class SiteDays:
    """The changes that were made on a site, by kind, and the day on which each was seen; ``extra`` were not made."""

    made: dict[str, list[str]]
    seen: dict[str, int] = field(default_factory=dict)
    extra: set[str] = field(default_factory=set)
    requests: list[int] = field(default_factory=list)
    stated: set[str] = field(default_factory=set)
    due: dict[str, int] = field(default_factory=dict)  # address of a page -> day on which the schedule visits it
    articles: int = 0

    def note(self, archive: Path, day: int, since: str) -> None:
        with closing(sqlite3.connect(archive)) as db:
            self.requests.append(
                db.execute("SELECT count(*) FROM captures WHERE captured_at >= ?", (since,)).fetchone()[0]
            )
            for kind, query in _SEEN.items():
                for (url,) in db.execute(query, (since,)):
                    if url in self.made[kind]:
                        self.seen.setdefault(f"{kind} {url}", day)
                    else:
                        self.extra.add(f"{kind} {url}")

    def schedule_of(self, what: str) -> str:
        """Return when a change had to be seen, in words that are printed behind it."""
        kind, _, url = what.partition(" ")
        if kind != "edited":
            return ""
        return " (stated)" if url in self.stated else f" (by the schedule: day {self.due.get(url, '?')})"

    @property
    def missing(self) -> list[str]:
        return [f"{kind} {url}" for kind, urls in self.made.items() for url in urls if f"{kind} {url}" not in self.seen]


def change(archive: Path, overlay: Overlay, at: str) -> dict[str, list[str]]:
    """Change a site that was crawled; return the addresses of the changes by kind."""
    with closing(sqlite3.connect(archive)) as db:
        articles = [(url, captured or url, title, text) for url, captured, title, text in db.execute(_ARTICLES)]
        seeds = [url for (url,) in db.execute(_SEEDS)]
    newest = articles[::-1]
    random.Random(7).shuffle(articles)
    overlay.read_seeds(seeds, [captured for _, captured, *_ in articles])
    made: dict[str, list[str]] = {"edited": [], "new": [], "gone": []}
    made["new"] = list(islice(filter(None, (overlay.add_beside(captured, at) for _, captured, *_ in newest)), 1))
    for url, captured, _, text in articles:
        if len(made["edited"]) < EDITED and overlay.edit(captured, text, at):
            made["edited"].append(url)
        elif not made["gone"] and overlay.take_away(captured):
            made["gone"].append(captured)
    overlay.roll_over()
    overlay.write()
    return made


def days_of(name: str, start: str, data: Path, real_sites: Path, archive: Path, days: int) -> SiteDays:
    folder = archive.with_suffix(".overlay")
    began = times.SYSTEM_CLOCK.now()
    with served(data, real_sites) as env:
        crawl(start, archive, env)
    next_day = times.to_text(began + timedelta(days=1))
    overlay = Overlay(name, real_sites, data / "www", folder)
    articles, due = _due_days(archive, began)
    site = SiteDays(change(archive, overlay, next_day), stated=overlay.stated, due=due, articles=articles)
    with served(data, real_sites, folder) as env:
        for day in range(1, days + 1):
            since = times.to_text(times.SYSTEM_CLOCK.now() + timedelta(days=day))
            crawl(start, archive, {**env, **_LATER, "SHIFT_DAYS": str(day)})
            site.note(archive, day, since)
            if day > 1 and not site.missing:
                break
    return site


def _due_days(archive: Path, began: datetime) -> tuple[int, dict[str, int]]:
    """Return the number of articles, and the day of the crawl, one a day from ``began`` on, that visits each again."""
    with closing(sqlite3.connect(archive)) as db:
        waits = [(url, times.from_text(due_at) - began) for url, due_at in db.execute(_DUE)]
        return len(waits), {url: max(1, ceil(wait / timedelta(days=1))) for url, wait in waits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--sites", help="comma-separated names; all without it")
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--data", type=Path, help="where the sites are unpacked, and stay; else a temporary folder")
    parser.add_argument("--keep", type=Path, help="folder in which archives, logs and overlays stay")
    args = parser.parse_args()
    real_sites = args.shared / "real-sites"
    if not real_sites.is_dir():
        print(f"no whole sites in {real_sites}: nothing to measure")
        return
    hosts = json.loads((real_sites / "sites.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        data, keep = (args.data or Path(temporary)).resolve(), (args.keep or Path(temporary)).resolve()
        (data / "www").mkdir(parents=True, exist_ok=True)
        keep.mkdir(parents=True, exist_ok=True)
        names = args.sites.split(",") if args.sites else sorted(hosts)
        for name in hosts:  # the proxy looks through all of them when it starts, and remembers
            unpacked(real_sites / f"{name}.tar.xz", data / "www" / name)
        for name in names:
            start = f"https://{hosts[name]['hosts'][0]}{STARTS.get(name, '/')}"
            site = days_of(name, start, data, real_sites, keep / f"{name}.db", args.days)
            kinds = Counter(what.split()[0] for what in site.extra)
            most = max(MOST_REQUESTS, site.articles * MOST_REQUESTS // ARTICLES)
            asked = f"requests a day {site.requests}, wanted {most} on the first"
            print(f"{name}: {site.articles} articles, {asked}, not made but reported {dict(kinds)}", flush=True)
            for what, day in sorted(site.seen.items(), key=lambda one: one[1]):
                print(f"    day {day}: {what}{site.schedule_of(what)}")
            for what in site.missing:
                print(f"    not in {len(site.requests)} days: {what}{site.schedule_of(what)}")
            for what in sorted(site.extra)[:5]:
                print(f"    not made: {what}")


if __name__ == "__main__":
    main()
