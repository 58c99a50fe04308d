"""The check of a request right before it is sent: blocks, crawls that run at the same time, and the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.queries.captures import fetched_by_other_crawl
from kaaw_archive.archive.queries.decisions import blocks_in_force
from kaaw_archive.blocks import Block, block_reason
from kaaw_archive.download.refusals import BudgetSpentError, FetchedByOtherCrawlError, HostBlockedError

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.store.crawls import OpenCrawl
    from kaaw_archive.crawl.budget import Budget
    from kaaw_archive.crawl.stats import CrawlStats
    from kaaw_archive.times import Clock

_BLOCKS_CACHED_S = 1.0  # another process may add a block during a crawl


class SendCheck:
    """Raises an error for a request that must not be sent; called while the slot of its host is held."""

    def __init__(self, reader: sqlite3.Connection, clock: Clock, budget: Budget, stats: CrawlStats) -> None:
        self._reader = reader
        self._clock = clock
        self._budget = budget
        self._stats = stats
        self._row: OpenCrawl | None = None
        self._blocks: list[Block] = []
        self._blocks_read_at = float("-inf")

    def begin(self, row: OpenCrawl) -> None:
        """Take other crawls into account from the beginning of this one."""
        self._row = row

    def __call__(self, url: str, kind: str) -> None:
        """Raise HostBlockedError, FetchedByOtherCrawlError or BudgetSpentError if the request must not be sent."""
        self.check_blocks(url)
        if self._row is not None and fetched_by_other_crawl(self._reader, url, kind, self._row, self._clock.now()):
            if kind != "robots":
                self._stats.count_fetched_elsewhere()
            raise FetchedByOtherCrawlError(url)
        if self._budget.forbids(self._reader, url, kind):
            raise BudgetSpentError(url)

    def check_blocks(self, url: str) -> None:
        """Raise HostBlockedError if a person has blocked this address."""
        now = self._clock.monotonic()
        if now - self._blocks_read_at >= _BLOCKS_CACHED_S:
            self._blocks = blocks_in_force(self._reader, times.to_text(self._clock.now()))
            self._blocks_read_at = now
        reason = block_reason(self._blocks, url) if self._blocks else None
        if reason is not None:
            raise HostBlockedError(reason)
