"""Begins a crawl's row in the archive when the spider opens, and says in it how the crawl ended."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scrapy import signals

from kaaw_archive.errors import ArchiveError
from kaaw_archive.extensions.log_lines import FACTS
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from kaaw_archive.archive.store.crawls import Counts, EndState

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
        self._say(spider, state, why, counts)

    def _say(self, spider: Spider, state: str, why: str | None, counts: Counts | None) -> None:
        """The one line about the run that says all that matters; as JSON with each of its facts."""
        session, stats = self._session, self._crawler.stats
        facts: dict[str, Any] = {"spider": spider.name, "state": state, "reason": why}
        if session.crawl is not None:
            facts |= {"crawl": session.crawl.uid, "seconds": round(session.elapsed_s, 1)}
        if counts is not None:
            facts |= asdict(counts)
        facts |= {
            "not_due": session.outcome.not_due,
            "received_mb": round(stats.get_value("downloader/response_bytes", 0) / 1e6, 1),
            "not_derived": session.outcome.not_derived,
            "not_kept": session.outcome.not_kept,
            "over_budget": session.budget.left,
            "free_mb": session.free_mb(),
        }
        said = ", ".join(f"{name} {value}" for name, value in facts.items() if name not in ("state", "reason"))
        level = logging.INFO if state == "finished" else logging.WARNING
        because = f" ({why})" if why else ""
        logger.log(level, "crawl %s%s: %s", state, because, said.replace("_", " "), extra={FACTS: facts})

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
        state, why = self._session.outcome.verdict()
        return state, "; ".join(filter(None, (why, self._session.budget.said()))) or None

    def _give_up(self) -> None:
        asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=_ARCHIVE_FAILED))  # noqa: RUF006 - the engine holds it
