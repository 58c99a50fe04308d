"""Begins a crawl's row in the archive when the spider opens, and says in it how the crawl ended."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import signals

from kaaw_archive.errors import ArchiveError
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from kaaw_archive.archive.store.crawls import EndState

logger = logging.getLogger(__name__)

_BY_ITSELF = "finished"  # Scrapy's reason for a spider that had nothing left to do
_INTERRUPTED = "shutdown"  # its reason after SIGINT or SIGTERM
_ARCHIVE_FAILED = "archive_failed"


class CrawlRow:
    """The row of one crawl; the exit code of the command follows from what it leaves in the session."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._session.give_up = self._give_up

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlRow:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    async def spider_opened(self, spider: Spider) -> None:
        settings = self._crawler.settings
        if not settings["ARCHIVE_CONTACT"]:
            logger.warning(
                "ARCHIVE_CONTACT is not set: sites cannot tell who visits them; set it to a mail address or a page"
            )
        try:
            await self._session.begin(
                spider=spider.name,
                source=getattr(spider, "source", spider.name),
                arguments=getattr(spider, "arguments", {}),
                user_agent=settings["USER_AGENT"],
            )
        except ArchiveError as error:
            self._session.fail(error)
        except Exception as error:  # a crawl that could not begin must not fetch anything
            self._session.fail(ArchiveError(f"the crawl cannot begin: {error!r}"))

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        state, why = self._end_state(reason)
        self._session.was_interrupted = reason == _INTERRUPTED
        counts = await self._session.end(state, why)
        level = logging.INFO if state == "finished" else logging.WARNING
        did = (
            f", {counts.requests} requests, {counts.new_payloads} new payloads, {counts.problems} problems"
            if counts is not None
            else ""
        )
        logger.log(level, "crawl %s%s%s", state, f" ({why})" if why else "", did)

    async def engine_stopped(self) -> None:
        await asyncio.to_thread(self._session.close)

    def _end_state(self, reason: str) -> tuple[EndState, str | None]:
        stats = self._crawler.stats
        if self._session.failure is not None:
            return "failed", str(self._session.failure)
        if reason == _INTERRUPTED:
            return "degraded", "interrupted"
        if errors := stats.get_value("spider_exceptions/count", 0):
            return "failed", f"{errors} errors in the spider: see the log"
        if reason != _BY_ITSELF:
            return "degraded", f"ended early: {reason}"
        return self._session.outcome.verdict()

    def _give_up(self) -> None:
        asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=_ARCHIVE_FAILED))  # noqa: RUF006 - the engine holds it
