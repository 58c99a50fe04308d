"""Crawls the world day by day, in one process on one reactor, with the spiders that `kaaw run` would run."""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive import __version__, times
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import status
from kaaw_archive.archive.store import decisions, writer
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_demo.days import CRAWL_EVERY, Day, DemoClock
from kaaw_demo.proxy import WorldProxy
from kaaw_demo.report import CrawlReport, DayReport, Report, day_report, report
from kaaw_demo.surroundings import only_the_world, run_in_reactor
from kaaw_demo.world import World

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from scrapy.crawler import AsyncCrawlerRunner, Crawler
    from scrapy.settings import Settings

_WATCHED_SOURCE = "bmi.bund.de"
USER_AGENT = f"kaaw_archive/{__version__} (demo)"
_BEHIND_SOURCES = ("cited", "linkcheck")  # in this order, as `kaaw run` has it
_SAME_FILES = ("", "-wal", "-shm")


def make_room(archive: Path, *, keep: bool = False) -> None:
    """Replace the archive of an earlier demo by an empty one.

    Raises WrongArguments if it is anything else, or to be kept; ArchiveUnusable if none can be made there.
    """
    if archive.exists():
        _check_replaceable(archive, keep=keep)
        remove(archive)
    open_for_writing(archive).close()


def _check_replaceable(archive: Path, *, keep: bool) -> None:
    if keep:
        raise WrongArguments(f"{archive} is there already, and --keep says to leave it: name another with --archive")
    try:
        with closing(open_for_reading(archive)) as connection:
            agents = status.user_agents(connection)
    except ArchiveError as error:
        raise WrongArguments(f"{archive} is no archive of a demo, which alone may be replaced: {error}") from error
    if agents and not all(agent.endswith("(demo)") for agent in agents):
        raise WrongArguments(f"{archive} holds what a real crawl brought: name another file with --archive")


def remove(archive: Path) -> None:
    """The archive with its log and its locks."""
    for ending in _SAME_FILES:
        Path(f"{archive}{ending}").unlink(missing_ok=True)
    shutil.rmtree(f"{archive}.locks", ignore_errors=True)


def run(archive: Path, days: Sequence[int], on_day: Callable[[DayReport], None], world: World | None = None) -> Report:
    """Crawl these days, in order, into a new archive; ``on_day`` is called with each. Once a process."""
    world = world or World()
    began = time.monotonic()
    open_for_writing(archive).close()
    with WorldProxy(world) as proxy, only_the_world(proxy):
        day_reports = _Crawls(world, archive).all_days([world.days[day - 1] for day in days], on_day)
    # its marks are seconds of another pace: a real crawl would wait for them
    shutil.rmtree(f"{archive}.locks", ignore_errors=True)
    summary = report(world, archive, day_reports, time.monotonic() - began)
    open_for_writing(archive).close()  # who may write takes the log away: one file is left
    return summary


class _Crawls:
    def __init__(self, world: World, archive: Path) -> None:
        self._world = world
        self._archive = archive

    def all_days(self, days: Sequence[Day], on_day: Callable[[DayReport], None]) -> list[DayReport]:
        from scrapy.crawler import AsyncCrawlerRunner

        from kaaw_archive.crawl.context import pool_of

        settings = self._settings()
        pool = pool_of(settings)
        settings.set("ARCHIVE_POOL", pool)

        if days:
            _watch_press_releases(self._archive, self._world, days[0])

        async def crawl() -> list[DayReport]:
            runner = AsyncCrawlerRunner(settings)
            day_reports = []
            for day in days:
                day_reports.append(await self._day(runner, day))
                on_day(day_reports[-1])
            return day_reports

        try:
            return run_in_reactor(settings["TWISTED_REACTOR"], crawl())
        finally:
            pool.close()

    async def _day(self, runner: AsyncCrawlerRunner, day: Day) -> DayReport:
        self._world.set_day(day.number)
        began = time.monotonic()
        crawlers: list[Crawler] = []
        for together in _order(runner):
            self._world.visitor = together[0] if together[0] in _BEHIND_SOURCES else "sources"
            some = [runner.create_crawler(name) for name in together]
            for number, crawler in enumerate(some, len(crawlers)):
                clock = DemoClock(day.begins_at + number * CRAWL_EVERY)
                crawler.settings.set("ARCHIVE_CLOCK", clock, priority="cmdline")
            await asyncio.gather(*(runner.crawl(crawler) for crawler in some))
            crawlers += some
        crawls = [_crawl_report(crawler) for crawler in crawlers]
        return day_report(self._world, self._archive, day, time.monotonic() - began, crawls)

    def _settings(self) -> Settings:
        """Return the project's settings with those of a world on loopback with a clock of its own."""
        from scrapy.settings import Settings

        settings = Settings()
        settings.setmodule("kaaw_archive.settings", priority="project")
        ours: dict[str, Any] = {
            "ARCHIVE": str(self._archive),
            "ARCHIVE_CONTACT": "demo",
            "ARCHIVE_CRAWL_DELAY_MAX": 0,
            "ARCHIVE_LOOK_BESIDE_PROXY": False,  # real names, and no network
            "ARCHIVE_HOST_LOCKS": f"{self._archive}.locks",
            "DOWNLOAD_DELAY": 0,
            "DOWNLOADER_MIDDLEWARES": {**settings["DOWNLOADER_MIDDLEWARES"], "kaaw_demo.pacing.Derived": 50},
            "SCHEDULER": "kaaw_demo.pacing.OneAtATime",
            "USER_AGENT": USER_AGENT,
        }
        for name, value in ours.items():
            settings.set(name, value, priority="cmdline")
        return settings


def _watch_press_releases(archive: Path, world: World, day: Day) -> None:
    """Put the press releases of a ministry under watch, as an editor does who quotes them elsewhere.

    They break together when the ministry renames its folders, so that the work list shows an incident, too.
    """
    world.set_day(day.number)
    renamed = world.successors()
    urls = sorted(one.url for one in world.articles() if one.url in renamed and one.source == _WATCHED_SOURCE)
    at = times.to_text(day.begins_at)

    def work(connection: sqlite3.Connection) -> None:
        for url in urls:
            decisions.add(connection, "watch", url, made_by="demo", made_at=at, reason="cited in the annual report")

    writer.write_once(archive, work)


def _order(runner: AsyncCrawlerRunner) -> Iterator[list[str]]:
    """Yield the spiders of a day: all sources at once, then what their articles cite, then the links."""
    loader = runner.spider_loader
    names = loader.list()
    sources = [name for name in names if getattr(loader.load(name), "is_scheduled", False)]
    yield [name for name in sources if name not in _BEHIND_SOURCES]
    yield from ([name] for name in _BEHIND_SOURCES if name in names)


def _crawl_report(crawler: Crawler) -> CrawlReport:
    from kaaw_archive.crawl import crawl_of

    crawl = crawl_of(crawler)
    state, reason = crawl.stats.end_state()
    name = crawler.spider.name if crawler.spider is not None else "?"
    requests = crawler.stats.get_value("downloader/request_count", 0) if crawler.stats is not None else 0
    return CrawlReport(name, crawl.end_state, reason if crawl.end_state == state else None, requests)
