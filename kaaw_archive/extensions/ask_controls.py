"""Asks the controls at the end of a crawl of sites in which no host answered: only they show if the fault is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from kaaw_archive import urls
from kaaw_archive.archive.queries.captures import capture_error
from kaaw_archive.crawl import crawl_of
from kaaw_archive.crawl.controls import Controls
from kaaw_archive.download.request_context import context_of
from kaaw_archive.errors import Problem
from kaaw_archive.own_faults import NETWORK_PROBLEMS, ControlLook, LinkLook, own_fault_of_links

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class AskControls:
    """Judges a crawl of sites as link checks are judged; without a control that can be asked, it stays as it is.

    A link check asks for itself, and crawls of which no name exists are judged by a look-up (CrawlRow).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._controls = Controls(crawler, self._wanted, looks_up=False)
        self._looks: list[ControlLook] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_idle, signals.spider_idle)
        return extension

    def spider_idle(self) -> None:
        """Ask the controls once, and note the fault of ours that they show."""
        requests = self._controls.requests(self._answered, self._not_answered)
        if requests:
            for request in requests:
                crawl_of(self._crawler).stats.note_control(request.url)
                request.meta["dont_redirect"] = True
                assert self._crawler.engine is not None
                self._crawler.engine.crawl(request)
            raise DontCloseSpider
        stats = crawl_of(self._crawler).stats
        looks = [LinkLook(host, failure) for host, failure in stats.silent_hosts().items()]
        fault = own_fault_of_links(looks, self._looks) if looks and self._looks else None
        if fault is not None:
            stats.note_own_fault(fault.sentence)

    def _wanted(self) -> list[str]:
        stats = crawl_of(self._crawler).stats
        is_open = stats.silent_hosts() and not stats.found_no_name and stats.own_fault() is None
        return stats.asked_schemes() if is_open else []

    def _answered(self, response: Response) -> None:
        self._looks.append(ControlLook(urls.host(response.url), None))

    def _not_answered(self, failure: Failure) -> None:
        """Note a control that did not answer; one that refuses us does."""
        request: Request = failure.request  # type: ignore[attr-defined]
        context = context_of(request)
        error = context.capture.error if context.capture is not None else None
        if error == Problem.ROBOTS_UNREACHABLE:
            error = capture_error(crawl_of(self._crawler).reader, context.robots_capture_id)
        self._looks.append(ControlLook(urls.host(request.url), error if error in NETWORK_PROBLEMS else None))
