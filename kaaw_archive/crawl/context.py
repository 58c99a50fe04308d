"""The context that the parts of one crawl share: clock, archive, workers, statistics, and the crawl's own row."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive import __version__, times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.locks import RunningMark, lock_folder
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.crawl.budget import Budget
from kaaw_archive.crawl.dictionaries import DictionaryTrainer
from kaaw_archive.crawl.keeper import CaptureKeeper
from kaaw_archive.crawl.send_check import SendCheck
from kaaw_archive.crawl.stats import CrawlStats
from kaaw_archive.derive.checks import withdraw_own_fault
from kaaw_archive.derive.deriver import Deriver
from kaaw_archive.derive.workers import PoolClosed, ReadingPool, default_workers
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from kaaw_archive.times import Clock

logger = logging.getLogger(__name__)


def archive_path(settings: BaseSettings) -> Path:
    """Return the absolute path of the archive that the settings name."""
    return Path(settings["ARCHIVE"]).expanduser().absolute()


def pool_of(settings: BaseSettings) -> ReadingPool:
    """Return new workers; as ``ARCHIVE_POOL`` they serve several crawls of one process."""
    return ReadingPool(
        settings.getint("ARCHIVE_READERS") or default_workers(),
        timeout_s=settings.getfloat("ARCHIVE_READ_TIMEOUT_S"),
        memory_mb=settings.getint("ARCHIVE_READ_MEMORY_MB"),
    )


def crawl_of(crawler: Crawler) -> CrawlContext:
    """Return the context of a crawler, opened at the first call. Raises the named errors of the archive."""
    context: CrawlContext | None = getattr(crawler, "archive_crawl", None)
    if context is None:
        context = CrawlContext(crawler.settings, give_up=partial(_close_spider, crawler))
        crawler.archive_crawl = context  # type: ignore[attr-defined]  # all parts have the crawler, and nothing else
    return context


def _close_spider(crawler: Crawler) -> None:
    if crawler.engine is not None:
        asyncio.ensure_future(crawler.engine.close_spider_async(reason="archive_failed"))  # noqa: RUF006 - the engine holds it


class CrawlContext:
    """The shared parts of one crawl; :meth:`close` closes them all.

    ``row`` is the crawl's row, None before :meth:`begin`; ``end_state`` is how it ended, None until the row says so.
    ``failure`` is the first error that ended the crawl; ``give_up`` closes the spider then. ``is_ending``: no further
    request is sent.
    """

    def __init__(self, settings: BaseSettings, *, give_up: Callable[[], None]) -> None:
        self.clock: Clock = settings.get("ARCHIVE_CLOCK") or times.SYSTEM_CLOCK
        self.path = archive_path(settings)
        lock_folder(self.path)
        self.writer = Writer(self.path)
        self.reader = open_for_reading(self.path)
        shared: ReadingPool | None = settings.get("ARCHIVE_POOL")
        self._has_own_pool = shared is None
        self.pool = shared or pool_of(settings)
        self.stats = CrawlStats()
        self.budget = Budget(settings.getfloat("ARCHIVE_BUDGET_DOCUMENTS_MB"))
        self.send_check = SendCheck(self.reader, self.clock, self.budget, self.stats)
        self.row: crawls.OpenCrawl | None = None
        self.failure: ArchiveError | None = None
        self.end_state: crawls.EndState | None = None
        self.is_ending = False
        self.is_interrupted = False
        self._deriver = Deriver(self.path, self.writer, self.pool)
        self._give_up = give_up
        self._keeper: CaptureKeeper | None = None
        self._mark: RunningMark | None = None

    @property
    def keeper(self) -> CaptureKeeper:
        """Return the keeper of captures, once the crawl has begun."""
        assert self._keeper is not None, "the crawl has not begun"
        return self._keeper

    def now(self) -> str:
        """Return the present instant as UTC text."""
        return times.to_text(self.clock.now())

    async def begin(self, *, spider: str, source: str, arguments: Mapping[str, Any], user_agent: str) -> None:
        """Begin the crawl's row, mark the crawls that were killed, and derive from the captures that they left."""
        start = partial(
            crawls.start,
            archive=self.path,
            clock=self.clock,
            spider=spider,
            source=source,
            arguments=arguments,
            software=f"kaaw_archive/{__version__}",
            user_agent=user_agent,
        )
        row, self._mark, killed = await self.writer.write(start)
        self.row = row
        for uid in killed:
            logger.warning("crawl %s was killed: its captures are safe, what it left unread is read now", uid)
        self.budget.begin(source)
        self.send_check.begin(row)
        trainer = DictionaryTrainer(self.path, self.writer, self.now)
        self._keeper = CaptureKeeper(row, self.writer, self._deriver, trainer, self.stats, self.budget, fail=self.fail)
        left_over = await asyncio.to_thread(self._deriver.left_over)
        self.stats.count_not_derived(left_over.failed)

    def fail(self, error: ArchiveError) -> None:
        """End the crawl, because the archive cannot be written and nothing may be fetched that cannot be kept."""
        if self.failure is None:
            self.failure = error
            self._give_up()

    def stop_sending(self) -> None:
        """Let no further request be sent; those under way end by themselves."""
        self.is_ending = True

    async def end(self, state: crawls.EndState, reason: str | None, *, is_interrupted: bool) -> crawls.Counts | None:
        """Wait for derivations under way and end the crawl's row; None if it cannot be written."""
        self.is_interrupted = is_interrupted
        if self.row is None:
            return None
        await self.keeper.wait()
        if not is_interrupted and self.failure is None:
            await self._refold_waiting()
        row = partial(crawls.end, crawl_id=self.row.id, state=state, reason=reason, ended_at=self.now())
        try:
            counts = await self.writer.write(row)
            if self.stats.own_fault() is not None:
                await self.writer.write(partial(withdraw_own_fault, crawl_id=self.row.id))
        except ArchiveError as error:
            self.failure = self.failure or error
            return None
        self.end_state = state
        return counts

    async def _refold_waiting(self) -> None:
        try:
            await asyncio.to_thread(self._deriver.refold_waiting)
            await asyncio.to_thread(self._deriver.find_works)
        except PoolClosed:
            logger.debug("some pages are folded again by the next crawl")
        except ArchiveError as error:
            self.fail(error)

    def close(self) -> None:
        """Close workers and writer after their last commit; workers that crawls share stay open."""
        if self._has_own_pool:
            self.pool.close()
        self.reader.close()
        self.writer.close()
        if self._mark is not None:
            self._mark.release()
