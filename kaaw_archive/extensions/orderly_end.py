"""Orderly end of an interrupted crawl: requests that only wait to be sent are left for the next one."""

from __future__ import annotations

import asyncio

from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.handler import host_locks_of
from kaaw_archive.download.refusals import CrawlEndedError
from kaaw_archive.extensions.watch import Watch
from kaaw_archive.scrapy_private import is_closing

_LOOK_EVERY_S = 0.5


class OrderlyEnd(Watch):
    """Ends what waits for a Crawl-delay or a Retry-After; Scrapy would wait for all requests that it began."""

    async def look(self) -> None:
        engine = self.crawler.engine
        while engine is not None and not is_closing(engine):
            await asyncio.sleep(_LOOK_EVERY_S)
        crawl_of(self.crawler).stop_sending()
        locks = host_locks_of(self.crawler)
        if locks is not None:
            locks.end()
        while engine is not None:  # a request that waited for robots.txt may come to its slot later
            for slot in engine.downloader.slots.values():
                while slot.queue:
                    _, waiting = slot.queue.popleft()
                    waiting.errback(CrawlEndedError("the crawl ends"))
            await asyncio.sleep(_LOOK_EVERY_S)
