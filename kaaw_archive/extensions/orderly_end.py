"""Ends a run soon after it is told to: what only waits to be sent is left for the next run."""

from __future__ import annotations

import asyncio

from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.handler import host_locks_of
from kaaw_archive.download.refusals import RunEndedError
from kaaw_archive.extensions.watch import Watch

_LOOK_EVERY_S = 0.5


class OrderlyEnd(Watch):
    """Scrapy waits for all requests that it began, also for those that sit out a Crawl-delay or a Retry-After.

    It gives no signal when it begins to close, so this looks.
    """

    async def look(self) -> None:
        engine = self.crawler.engine
        while engine is not None and (engine._slot is None or engine._slot.closing is None):
            await asyncio.sleep(_LOOK_EVERY_S)
        crawl_of(self.crawler).stop_sending()
        gate = host_locks_of(self.crawler)
        if gate is not None:
            gate.end()
        while engine is not None:  # a request that waited for robots.txt may come to its slot later
            for slot in engine.downloader.slots.values():
                while slot.queue:
                    _, waiting = slot.queue.popleft()
                    waiting.errback(RunEndedError("the run ends"))
            await asyncio.sleep(_LOOK_EVERY_S)
