"""Begins a crawl's row in the archive when the spider opens, and says in it how the crawl ended."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy import signals

from kaaw_archive.archive.crawl_reasons import INTERRUPTED
from kaaw_archive.archive.disk_space import MB, free_bytes
from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.resolver import GuardedResolver
from kaaw_archive.errors import ArchiveError, Problem
from kaaw_archive.extensions.log_lines import FACTS
from kaaw_archive.own_faults import ROOT_NAME, SENTENCES

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from kaaw_archive.archive.store.crawls import Counts, EndState

logger = logging.getLogger(__name__)

_BY_ITSELF = "finished"  # Scrapy's reason for a spider that had nothing left to do
_SHUTDOWN = "shutdown"  # its reason after SIGINT or SIGTERM


class CrawlRow:
    """The row of one crawl; the exit code of the command follows from what it leaves in the crawl's context."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._crawl = crawl_of(crawler)
        self._opened_s = self._crawl.clock.monotonic()

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
            await self._crawl.begin(
                spider=spider.name,
                source=str(getattr(spider, "frontier_source", None) or getattr(spider, "source", spider.name)),
                arguments=getattr(spider, "arguments", {}),
                user_agent=settings["USER_AGENT"],
            )
        except ArchiveError as error:
            self._crawl.fail(error)
        except Exception as error:  # a crawl that could not begin must not fetch anything
            self._crawl.fail(ArchiveError(f"the crawl cannot begin: {error!r}"))

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        if self._crawl.stats.found_no_name and not getproxies().keys() & {"http", "https"}:
            await self._look_up_a_name()
        state, why = self._end_state(reason)
        counts = await self._crawl.end(state, why, is_interrupted=reason == _SHUTDOWN)
        self._log_end(spider, state, why, counts)

    async def _look_up_a_name(self) -> None:
        """Note a fault of ours if a name that surely exists has no address either."""
        from twisted.internet import reactor

        resolver = reactor.nameResolver
        if isinstance(resolver, GuardedResolver) and await resolver.failure(ROOT_NAME) is not None:
            sentence = f"{SENTENCES[Problem.DNS_NOT_FOUND]}, and no proxy is named (https_proxy)"
            self._crawl.stats.note_own_fault(sentence)

    def _log_end(self, spider: Spider, state: str, why: str | None, counts: Counts | None) -> None:
        """Log one line with all figures of the crawl; as JSON it has each of them as a field."""
        crawl, stats = self._crawl, self._crawl.stats
        facts: dict[str, Any] = {"spider": spider.name, "state": state, "reason": why}
        if crawl.row is not None:
            facts |= {"crawl": crawl.row.uid, "seconds": round(crawl.clock.monotonic() - self._opened_s, 1)}
        if counts is not None:
            facts |= asdict(counts)
        facts |= {
            "not_due": stats.not_due,
            "received_mb": round(self._crawler.stats.get_value("downloader/response_bytes", 0) / 1e6, 1),
            "not_derived": stats.not_derived,
            "not_kept": stats.not_kept,
            "over_budget": crawl.budget.left,
            "named_by": ", ".join(f"{kind} {n}" for kind, n in sorted(stats.completeness.named.items()) if n),
            "free_mb": self._free_mb(),
        }
        figures = ", ".join(f"{name} {value}" for name, value in facts.items() if name not in ("state", "reason"))
        level = logging.INFO if state == "finished" else logging.WARNING
        because = f" ({why})" if why else ""
        logger.log(level, "crawl %s%s: %s", state, because, figures.replace("_", " "), extra={FACTS: facts})

    def _free_mb(self) -> int | None:
        """Return the free space of the archive's disk; None if the system does not report it."""
        with suppress(OSError):
            return round(free_bytes(self._crawl.path) / MB)
        return None

    async def engine_stopped(self) -> None:
        await asyncio.to_thread(self._crawl.close)

    def _end_state(self, reason: str) -> tuple[EndState, str | None]:
        stats = self._crawler.stats
        if self._crawl.failure is not None:
            return "failed", str(self._crawl.failure)
        if reason == _SHUTDOWN:
            return "degraded", INTERRUPTED
        if errors := stats.get_value("spider_exceptions/count", 0):
            return "failed", f"{errors} errors in the spider: see the log"
        if reason != _BY_ITSELF:
            return "degraded", f"ended early: {reason}"
        state, why = self._crawl.stats.end_state()
        return state, "; ".join(filter(None, (why, self._crawl.budget.reason()))) or None
