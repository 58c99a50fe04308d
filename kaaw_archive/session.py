"""What the parts of one crawl share: the archive's writer and reader, its clock, its gate, and the crawl's own row."""

from __future__ import annotations

import asyncio
import logging
import queue
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive import __version__, times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.disk_space import MB, free_bytes
from kaaw_archive.archive.locks import RunningMark, lock_folder
from kaaw_archive.archive.queries.captures import fetched_by_other_crawl
from kaaw_archive.archive.queries.decisions import blocks_in_force
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.archive.store.payloads import add_dictionary, trained
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.blocks import Block, block_reason
from kaaw_archive.budget import Budget
from kaaw_archive.derive.deriver import Deriver
from kaaw_archive.derive.workers import PoolClosed, ReadingPool, default_workers
from kaaw_archive.download.refusals import BudgetSpentError, FetchedByOtherCrawlError, HostBlockedError
from kaaw_archive.errors import ArchiveError
from kaaw_archive.outcome import Outcome

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Coroutine, Mapping

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from kaaw_archive.items import Capture, NewCapture
    from kaaw_archive.times import Clock

logger = logging.getLogger(__name__)

_BLOCKS_FRESH_S = 1.0  # how long a block said elsewhere may stay unheard


def archive_path(settings: BaseSettings) -> Path:
    """The archive that the settings name."""
    return Path(settings["ARCHIVE"]).expanduser().absolute()


def pool_of(settings: BaseSettings) -> ReadingPool:
    """New workers as the settings say; in ``ARCHIVE_POOL`` they serve several crawls of one process."""
    return ReadingPool(
        settings.getint("ARCHIVE_READERS") or default_workers(),
        timeout_s=settings.getfloat("ARCHIVE_READ_TIMEOUT_S"),
        memory_mb=settings.getint("ARCHIVE_READ_MEMORY_MB"),
    )


def session_of(crawler: Crawler) -> Session:
    """The session of a crawler, opened when it is first asked for. Raises the named errors of the archive."""
    session: Session | None = getattr(crawler, "archive_session", None)
    if session is None:
        session = Session(crawler.settings)
        crawler.archive_session = session  # type: ignore[attr-defined]  # a crawler is the one thing all parts share
        crawler.archive_door = session  # type: ignore[attr-defined]  # asked by the download handler
    return session


class Blocks:
    """The blocks in force, read again once a second: one that is said elsewhere is heard by a crawl under way."""

    def __init__(self, reader: sqlite3.Connection, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._read_at = float("-inf")
        self._blocks: list[Block] = []

    def reason(self, url: str) -> str | None:
        """Why this address must not be asked for; None where it may."""
        now = self._clock.monotonic()
        if now - self._read_at >= _BLOCKS_FRESH_S:
            self._blocks = blocks_in_force(self._reader, times.to_text(self._clock.now()))
            self._read_at = now
        return block_reason(self._blocks, url) if self._blocks else None


class Session:
    """Opened once a crawl; every part of it is closed by :meth:`close`."""

    def __init__(self, settings: BaseSettings) -> None:
        self.clock: Clock = settings.get("ARCHIVE_CLOCK") or times.SYSTEM_CLOCK
        self._opened_s = self.clock.monotonic()
        self.path = archive_path(settings)
        lock_folder(self.path)
        self.writer = Writer(self.path)
        self.reader = open_for_reading(self.path)
        self.blocks = Blocks(self.reader, self.clock)
        shared: ReadingPool | None = settings.get("ARCHIVE_POOL")
        self._has_own_pool = shared is None
        self.pool = shared or pool_of(settings)
        self.deriver = Deriver(self.path, self.writer, self.pool)
        self.outcome = Outcome()
        self.budget = Budget(settings.getfloat("ARCHIVE_BUDGET_DOCUMENTS_MB"))
        self.failure: ArchiveError | None = None
        self.give_up: Callable[[], None] = lambda: None  # ends the crawl when the archive fails; set by the extension
        self.crawl: crawls.OpenCrawl | None = None
        self.end_state: crawls.EndState | None = None  # None until the crawl's row says how it ended
        self.is_ending = False  # no further request is sent
        self.was_interrupted = False
        self._store: CaptureStore | None = None
        self._mark: RunningMark | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._untrained: queue.SimpleQueue[str] = queue.SimpleQueue()  # sites, from the writer's thread
        self._training = asyncio.Lock()  # one site at a time: to train takes a core

    @property
    def elapsed_s(self) -> float:
        """Since the session was opened."""
        return self.clock.monotonic() - self._opened_s

    def free_mb(self) -> int | None:
        """Free on the archive's disk; None where it cannot be asked."""
        with suppress(OSError):
            return round(free_bytes(self.path) / MB)
        return None

    def now(self) -> str:
        """The present instant as it is stored."""
        return times.to_text(self.clock.now())

    async def begin(self, *, spider: str, source: str, arguments: Mapping[str, Any], user_agent: str) -> None:
        """Marks the crawls that were killed, begins this one's row, and derives from what was left over."""
        for uid in await self.writer.write(partial(crawls.mark_killed, archive=self.path, clock=self.clock)):
            logger.warning("crawl %s was killed: its captures are safe, what it left unread is read now", uid)
        uid = crawls.new_uid(self.clock.now())
        self._mark = RunningMark.take(self.path, uid)
        row = partial(
            crawls.begin, uid=uid, spider=spider, source=source, arguments=arguments,
            software=f"kaaw_archive/{__version__}", user_agent=user_agent, started_at=self.now(),
        )  # fmt: skip
        self.crawl = await self.writer.write(row)
        self._store = CaptureStore(self.crawl, train_later=self._untrained.put)
        self.budget.source = source
        left_over = await asyncio.to_thread(self.deriver.left_over)
        self.outcome.not_derived += left_over.failed

    async def keep(self, new: NewCapture) -> Capture:
        """The capture, once it is on the disk. Raises ArchiveError where it cannot be kept."""
        assert self._store is not None
        store = self._store
        try:
            capture = await self.writer.write(lambda connection: store.keep(connection, new))
        except ArchiveError as error:
            self.fail(error)
            raise
        self.outcome.count(capture)
        self.budget.count(new)
        while not self._untrained.empty():
            self._later(self._train(self._untrained.get_nowait()))
        return capture

    def fail(self, error: ArchiveError) -> None:
        """The archive cannot be written: the crawl ends, as nothing may be fetched that cannot be kept."""
        if self.failure is None:
            self.failure = error
            self.give_up()

    def check(self, url: str, kind: str) -> None:
        """The last look before a request is sent, while the turn at its host is held.

        Raises HostBlockedError, FetchedByOtherCrawlError or BudgetSpentError.
        """
        reason = self.blocks.reason(url)
        if reason is not None:
            raise HostBlockedError(reason)
        if self.crawl is not None and fetched_by_other_crawl(self.reader, url, kind, self.crawl, self.clock.now()):
            self.outcome.asked_elsewhere += kind != "robots"
            raise FetchedByOtherCrawlError(url)
        if self.budget.forbids(self.reader, url, kind):
            raise BudgetSpentError(url)

    def not_derived(self, capture: Capture, error: BaseException) -> None:
        """A capture that a defect of ours keeps from being read or folded; the crawl's row will say so."""
        self.outcome.not_derived += 1
        logger.error("%s (%s) is not derived: %r", capture.url, capture.uid, error)

    def derive_later(self, capture: Capture) -> None:
        """Folds a capture that has nothing to read (a hop, an error, a refusal) without keeping anybody waiting."""
        self._later(self.derive(capture, None))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _train(self, site: str) -> None:
        """Gives a site its dictionary, beside the writer: it takes as long as ten pages."""
        async with self._training:
            try:
                data = await asyncio.to_thread(self._trained, site)
                if data is not None:
                    await self.writer.write(partial(add_dictionary, site=site, at=self.now(), data=data))
            except ArchiveError as error:
                self.fail(error)

    def _trained(self, site: str) -> bytes | None:
        with closing(open_for_reading(self.path)) as connection:
            return trained(connection, site)

    async def derive(self, capture: Capture, body: bytes | None) -> None:
        """Reads and folds a capture; what goes wrong is counted and logged, as the capture itself is safe."""
        try:
            await self.deriver.derive(capture, body)
        except ArchiveError as error:
            self.fail(error)
        except Exception as error:  # a defect of ours: the capture waits for a corrected version
            self.not_derived(capture, error)

    async def end(self, state: crawls.EndState, reason: str | None) -> crawls.Counts | None:
        """Waits for what is being derived, and says in the crawl's row how it ended; None where it cannot be said."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self.crawl is None:
            return None
        if not self.was_interrupted and self.failure is None:
            await self._refold_waiting()
        row = partial(crawls.end, crawl_id=self.crawl.id, state=state, reason=reason, ended_at=self.now())
        try:
            counts = await self.writer.write(row)
        except ArchiveError as error:
            self.failure = self.failure or error
            return None
        self.end_state = state
        return counts

    async def _refold_waiting(self) -> None:
        try:
            await asyncio.to_thread(self.deriver.refold_waiting)
        except PoolClosed:
            logger.debug("some pages are folded again by the next run")
        except ArchiveError as error:
            self.fail(error)

    def close(self) -> None:
        """Ends workers and writer; what they hold is committed first. A pool that crawls share is not ours to end."""
        if self._has_own_pool:
            self.pool.close()
        self.reader.close()
        self.writer.close()
        if self._mark is not None:
            self._mark.release()
