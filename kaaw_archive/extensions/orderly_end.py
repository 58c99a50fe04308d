"""Ends a run soon after it is told to: what only waits to be sent is left for the next run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import signals

from kaaw_archive.download.handler import gate_of
from kaaw_archive.download.refusals import RunEnded
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

_LOOK_EVERY_S = 0.5


class OrderlyEnd:
    """Scrapy waits for all requests that it began, also for those that sit out a Crawl-delay or a Retry-After.

    It gives no signal when it begins to close, so this looks.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OrderlyEnd:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self._watch = asyncio.ensure_future(self._look())

    def spider_closed(self, spider: Spider) -> None:
        if self._watch is not None:
            self._watch.cancel()

    async def _look(self) -> None:
        engine = self._crawler.engine
        while engine is not None and (engine._slot is None or engine._slot.closing is None):
            await asyncio.sleep(_LOOK_EVERY_S)
        session_of(self._crawler).is_ending = True
        gate = gate_of(self._crawler)
        if gate is not None:
            gate.end()
        while engine is not None:  # a request that waited for robots.txt may come to its slot later
            for slot in engine.downloader.slots.values():
                while slot.queue:
                    _, waiting = slot.queue.popleft()
                    waiting.errback(RunEnded("the run ends"))
            await asyncio.sleep(_LOOK_EVERY_S)
