"""Item pipelines: derive articles from the captures that a spider yields, store the checks of links that it made."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from kaaw_archive.crawl import CrawlContext, crawl_of
from kaaw_archive.derive.checks import store_check, withdraw_own_fault
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.errors import ArchiveError
from kaaw_archive.items import Check, Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class DeriveArticles:
    """Has each Page read in a worker process and folds the reading; items of other kinds pass untouched.

    A crawl that dies meanwhile loses nothing: the capture is on the disk, and the next crawl reads it.
    """

    def __init__(self, crawl: CrawlContext) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DeriveArticles:
        return cls(crawl_of(crawler))

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Page) and item.capture.needs_reading:
            await self._crawl.keeper.derive(item.capture)
        return item


class StoreChecks:
    """Store each Check; at the end of the crawl withdraw those that failed by a fault of our own."""

    def __init__(self, crawl: CrawlContext, crawler: Crawler) -> None:
        self._crawl = crawl
        self._crawler = crawler
        self._has_stored = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreChecks:
        return cls(crawl_of(crawler), crawler)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Check) or self._crawl.row is None:
            return item
        try:
            await self._crawl.writer.write(partial(store_check, check=item, crawl_id=self._crawl.row.id))
        except ArchiveError as error:
            self._crawl.fail(error)
            return item
        self._has_stored = True
        self._crawler.stats.inc_value(f"linkcheck/{item.judgement.verdict}")
        return item

    async def close_spider(self) -> None:
        if not self._has_stored or self._crawl.row is None or self._crawl.failure is not None:
            return
        try:
            await self._judge_run(self._crawl.row.id)
        except ArchiveError as error:
            self._crawl.fail(error)

    async def _judge_run(self, crawl_id: int) -> None:
        sentence = await self._crawl.writer.write(partial(withdraw_own_fault, crawl_id=crawl_id))
        if sentence is not None:
            self._crawl.stats.note_own_fault(sentence)
            logger.warning("%s: the checks of this crawl say nothing of their links", sentence)
        incidents = await self._crawl.writer.write(find_incidents)
        if incidents:
            logger.info("%d incidents: links that broke together (kaaw links report --by incident)", incidents)
