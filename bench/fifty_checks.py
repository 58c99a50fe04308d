"""Checks of a schedule of many days: what is due is done, and nothing else; reports are short and name troubles."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from bench.fifty_world import BLOCKED, DOWN, DOWN_DAYS, FEEDLESS, FORBIDS, HANGS, MOVED
from bench.towns import EDIT_DAY
from kaaw_archive import times
from tests.local_site import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.fifty import Run
    from bench.fifty_world import World
    from bench.towns import Town

SCREEN = 40  # lines
MOST_REQUESTS = 16  # a day to a site that makes trouble: robots.txt and a few pages, each three times
_EVERY_2D = 2  # the place of the town that is followed so
_CRAWLS = "SELECT source, started_at FROM crawls WHERE source <> '*'"
_ARTICLES = "SELECT url FROM articles WHERE source = ? AND news_since_at IS NOT NULL"
_EDITED = "SELECT count(*) FROM events WHERE source = ? AND kind = 'edited'"


def check_days(archive: Path, world: World, runs: list[Run]) -> Iterator[str]:
    """Yield a sentence for each crawl that was missing or too many, each missing article, and each request too many."""
    days = runs[-1].day + 1
    with closing(sqlite3.connect(archive)) as db:
        again_at = times.to_text(runs[-1].began)
        crawls = Counter(
            _day_of(world, started_at, source) for source, started_at in db.execute(_CRAWLS) if started_at < again_at
        )
        for at, town in enumerate(world.towns):
            for day in range(days):
                wanted = day % 2 == 0 if at == _EVERY_2D else True
                if crawls[day, town.source] != wanted and at not in (HANGS, FORBIDS, BLOCKED, DOWN):
                    yield f"{town.source}: {crawls[day, town.source]} crawls on day {day}, {int(wanted)} wanted"
            last_day = days - 1 - (at == _EVERY_2D and days % 2 == 0)
            yield from _check_articles(db, at, town, last_day)
        for site in world.sites:
            if not any(site in source or source in world.sites[site] for _, source in crawls):
                yield f"{site}: never crawled"
    yield from _check_requests(world)
    before = {entry for entry in world.log[: runs[-1].first_request] if entry[0] == runs[-1].day}
    for entry in world.log[runs[-1].first_request :]:
        if entry in before and entry[3] == HTTPStatus.OK and entry[2] not in POLICIES:
            yield f"{entry[1]}: {entry[2]} asked again by a second run of the day"


def _day_of(world: World, started_at: str, source: str) -> tuple[int, str]:
    return (times.from_text(started_at) - world.start + timedelta(seconds=1)).days, source


def _check_articles(db: sqlite3.Connection, at: int, town: Town, last_day: int) -> Iterator[str]:
    if at in (BLOCKED, HANGS, FORBIDS, MOVED):
        return
    held = {url for (url,) in db.execute(_ARTICLES, (town.source,))}
    wanted = {f"http://{town.host}{notice.href}" for notice in town.notices if notice.born <= last_day}
    kind = f"{town.source} ({town.style.name})"
    yield from (f"{kind}: not archived: {url}" for url in sorted(wanted - held))
    yield from (f"{kind}: no article: {url}" for url in sorted(held - wanted))
    edits = sum(notice.edited_on == EDIT_DAY for notice in town.notices)
    seen = db.execute(_EDITED, (town.source,)).fetchone()[0]
    if seen > edits:
        yield f"{kind}: {seen} edits reported, {edits} made"


def _check_requests(world: World) -> Iterator[str]:
    asked = Counter((day, host) for day, host, *_ in world.log)
    for at in (BLOCKED, HANGS, FORBIDS, DOWN):
        if at >= len(world.towns):
            continue
        town, first = world.towns[at], world.troubled()[world.towns[at].source]
        days = DOWN_DAYS if at == DOWN else range(first + 1, world.day + 1)
        for day in days:
            if asked[day, town.host] > MOST_REQUESTS:
                yield f"{town.source}: {asked[day, town.host]} requests on day {day}, while it makes trouble"
    if len(world.towns) > FORBIDS:
        town = world.towns[FORBIDS]
        forbidden = {path for day, host, path, _ in world.log
                     if host == town.host and day > world.troubled()[town.source]} - {"/robots.txt"}  # fmt: skip
        yield from (f"{town.source}: {path} asked in spite of robots.txt" for path in sorted(forbidden))


def check_reports(world: World, runs: list[Run]) -> Iterator[str]:
    """Yield a sentence for each report that does not fit on a screen, and each trouble not said exactly once."""
    for run in runs:
        if run.screen_lines > SCREEN:
            yield f"the report of day {run.day} takes {run.screen_lines} lines"
        if any("Traceback" in line for line in run.lines):
            yield f"the report of day {run.day} has a traceback"
    said = {FEEDLESS: "its feed", MOVED: "has moved to", FORBIDS: "robots.txt forbids us"}
    for at, words in said.items():
        if at < len(world.towns):
            source = world.towns[at].source
            days = [run.day for run in runs if any(f"{source}: {words}" in line for line in run.lines)]
            if len(days) != 1:
                yield f"{source}: {words!r} is said on days {days}, not once"
    for at in (BLOCKED, HANGS):
        if at < len(world.towns):
            source, first = world.towns[at].source, world.troubled()[world.towns[at].source]
            if not any(source in line for run in runs if run.day >= first for line in run.lines):
                yield f"{source}: its trouble is never named"
