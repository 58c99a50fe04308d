"""Ends a crawl in order before the disk is full: what is under way is still kept, nothing further is asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import signals

from kaaw_archive.archive.room import refuse_full_disk
from kaaw_archive.errors import DiskFull
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_LOOK_EVERY_S = 2.0  # in which a crawl brings a few megabytes


class DiskReserve:
    """``ARCHIVE_DISK_RESERVE_MB``: what other programs of the machine, and a migration, will need; 0: all is ours."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DiskReserve:
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
        session = session_of(self._crawler)
        reserve_mb = self._crawler.settings.getint("ARCHIVE_DISK_RESERVE_MB")
        while True:
            try:
                refuse_full_disk(session.path, reserve_mb)
            except DiskFull as full:
                logger.error("%s", full)
                session.fail(full)
                return
            await asyncio.sleep(_LOOK_EVERY_S)
