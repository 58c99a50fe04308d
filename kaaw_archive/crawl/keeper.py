"""The keeper of captures: commits them, and derives articles from them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.content import FOLDED
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from kaaw_archive.archive.store.crawls import OpenCrawl
    from kaaw_archive.archive.store.writer import Writer
    from kaaw_archive.crawl.budget import Budget
    from kaaw_archive.crawl.dictionaries import DictionaryTrainer
    from kaaw_archive.crawl.stats import CrawlStats
    from kaaw_archive.derive.deriver import Deriver
    from kaaw_archive.items import Capture, NewCapture

logger = logging.getLogger(__name__)


class CaptureKeeper:
    """Keeps the captures of one crawl. ``fail`` is called with an error of the archive, which ends the crawl."""

    def __init__(
        self,
        row: OpenCrawl,
        writer: Writer,
        deriver: Deriver,
        trainer: DictionaryTrainer,
        stats: CrawlStats,
        budget: Budget,
        *,
        fail: Callable[[ArchiveError], None],
    ) -> None:
        self._store = CaptureStore(row, train_later=trainer.request)
        self._writer = writer
        self._deriver = deriver
        self._trainer = trainer
        self._stats = stats
        self._budget = budget
        self._fail = fail
        self._tasks: set[asyncio.Task[None]] = set()

    async def keep(self, new: NewCapture) -> Capture:
        """Return the capture once it is on the disk; if it has nothing to read, it is folded later.

        Raises ArchiveError if it cannot be kept.
        """
        try:
            capture = await self._writer.write(lambda connection: self._store.keep(connection, new))
        except ArchiveError as error:
            self._fail(error)
            raise
        self._stats.count(capture)
        self._budget.count(new)
        for training in self._trainer.training_work():
            self._start(self._train(training))
        if not capture.needs_reading and capture.kind in FOLDED:  # a hop, an error, a refusal
            self._start(self.derive(capture))
        return capture

    async def derive(self, capture: Capture) -> None:
        """Read and fold a capture. Errors are counted and logged, because the capture itself is safe."""
        try:
            reading = await self._deriver.derive(capture)
            if reading is not None and capture.kind == "page":
                self._stats.completeness.count_reading(capture.url, reading.problem)
        except ArchiveError as error:
            self._fail(error)
        except Exception as error:  # a defect of ours: the capture waits for a corrected version
            self._stats.count_not_derived()
            logger.error("%s (%s) is not derived: %r", capture.url, capture.uid, error)

    async def wait(self) -> None:
        """Wait for the derivations under way."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _train(self, training: Coroutine[Any, Any, None]) -> None:
        try:
            await training
        except ArchiveError as error:
            self._fail(error)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
