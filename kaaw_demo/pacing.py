"""One request at a time in each crawl of the demo: what a crawl does next never depends on the machine's load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.scheduler import Scheduler

from kaaw_archive.crawl import crawl_of
from kaaw_demo.days import DemoClock

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class OneAtATime(Scheduler):
    """A scheduler that gives no request before the one before is done with: sent, answered, and parsed.

    Not before the spider has named all that it starts with, either. With each request the crawl's clock goes on.
    """

    def next_request(self) -> Request | None:
        assert self.crawler is not None
        engine = self.crawler.engine
        assert engine is not None
        assert engine._slot is not None
        if engine._start is not None or engine._slot.inprogress:
            return None
        request = super().next_request()
        if request is not None:
            clock = self.crawler.settings["ARCHIVE_CLOCK"]
            assert isinstance(clock, DemoClock)
            clock.tick()
        return request


class Derived:
    """A downloader middleware that waits until all captures so far are derived, before a request and behind it."""

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
