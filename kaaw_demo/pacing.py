"""One request at a time in each crawl of the demo, so that its order does not depend on the load of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.scheduler import Scheduler

from kaaw_archive.crawl import crawl_of
from kaaw_archive.scrapy_private import is_busy
from kaaw_demo.days import DemoClock

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class OneAtATime(Scheduler):
    """A scheduler that gives the next request when the one before is parsed, and after all start requests are known.

    The clock of the crawl goes on with each request.
    """

    def next_request(self) -> Request | None:
        assert self.crawler is not None
        assert self.crawler.engine is not None
        if is_busy(self.crawler.engine):
            return None
        request = super().next_request()
        if request is not None:
            clock = self.crawler.settings["ARCHIVE_CLOCK"]
            assert isinstance(clock, DemoClock)
            clock.tick()
        return request


class Derived:
    """A downloader middleware that waits for derivations under way, before each request and after each response."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Derived:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        await crawl_of(self._crawler).keeper.wait()

    async def process_response(self, request: Request, response: Response) -> Response:
        await crawl_of(self._crawler).keeper.wait()
        return response
