"""Base of extensions that watch something for as long as a spider runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from scrapy import signals

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class Watch:
    """Extension with a task :meth:`look`, which begins when the spider opens and is cancelled when it closes."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self._task = asyncio.ensure_future(self.look())

    def spider_closed(self, spider: Spider) -> None:
        if self._task is not None:
            self._task.cancel()

    async def look(self) -> None:
        """Watch until it is cancelled, or has seen enough."""
        raise NotImplementedError
