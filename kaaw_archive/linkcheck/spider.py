"""The spider ``linkcheck``: requests the links that are due, hop by hop, and yields a Check of each.

It follows redirects itself, as each hop belongs to the evidence, and repeats what may be passing at its end.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider, StopDownload

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.captures import capture_error
from kaaw_archive.crawl import crawl_of
from kaaw_archive.crawl.controls import Controls
from kaaw_archive.derive.checks import update_pending_health
from kaaw_archive.derive.crawl_checks import add_watched
from kaaw_archive.derive.run_faults import wanted_controls
from kaaw_archive.derive.workers import PoolClosed
from kaaw_archive.download.answers import headers_of
from kaaw_archive.download.refusals import RequestNotSentError
from kaaw_archive.download.request_context import CONTEXT, VERBATIM, RequestContext, committed_capture, context_of
from kaaw_archive.errors import Problem, message_of
from kaaw_archive.http import WANTS_COOKIE, redirect_target
from kaaw_archive.items import Check, Hop
from kaaw_archive.linkcheck.body_limits import wanted_bytes
from kaaw_archive.linkcheck.control_pages import ControlPages
from kaaw_archive.linkcheck.due_links import due_targets
from kaaw_archive.linkcheck.hops import note_hop
from kaaw_archive.linkcheck.inspection import Inspection, PageInspector
from kaaw_archive.linkcheck.memento_lookups import MementoLookups
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.control_pages import ControlKind, needed_control, scope_of
from kaaw_archive.linkrot.leading import refreshes_to
from kaaw_archive.linkrot.rules import judge
from kaaw_archive.linkrot.visit import Target, Visit, redirect_problem, visits_of
from kaaw_archive.spider import NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

_LATER = -10  # what is asked once more comes when all others are done
_SOON = 10  # a page that others wait for


class LinkcheckSpider(NewsSpider):
    """Checks the links that are due; with ``-a all=1`` all links."""

    name = "linkcheck"
    source = "*"
    is_scheduled = False
    custom_settings = {  # noqa: RUF012 - Scrapy's name and form
        # answers wait here for a worker and for the page they are held against; Scrapy's 5 MB stop all other hosts
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 32_000_000,
        "CONCURRENT_ITEMS": 1,  # a link has one probe, seldom more
    }
    _inspector: PageInspector
    _control_pages: ControlPages
    _controls: Controls
    _memento_lookups: MementoLookups
    _most, _most_redirects = 0, 0  # bytes of a page that are wanted; redirects of a visit
    _timeout_s = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._most = crawler.settings.getint("ARCHIVE_PROBE_MAXSIZE")
        spider._most_redirects = crawler.settings.getint("REDIRECT_MAX_TIMES")
        timeouts = (crawler.settings.getfloat(name) for name in ("ARCHIVE_PROBE_TIMEOUT_S", "DOWNLOAD_TIMEOUT"))
        spider._timeout_s = min(timeouts)
        crawler.signals.connect(spider.headers_received, signals.headers_received)
        crawler.signals.connect(spider.bytes_received, signals.bytes_received)
        crawler.signals.connect(spider.spider_idle, signals.spider_idle)
        spider._controls, spider._memento_lookups = Controls(crawler, spider._wanted_controls), MementoLookups(crawler)
        if spider._controls.hosts:  # in the crawl's row, so that their answers are found again
            spider.arguments = {**spider.arguments, "control_hosts": spider._controls.hosts}
        if archives := [archive.text for archive in spider._memento_lookups.archives]:
            spider.arguments = {**spider.arguments, "link_archives": archives}
        return spider

    async def first_requests(self) -> AsyncIterator[Any]:
        crawl = crawl_of(self.crawler)
        now = crawl.now()
        await crawl.writer.write(partial(add_watched, now=now))
        await crawl.writer.write(update_pending_health)
        self._inspector, self._control_pages = PageInspector(crawl), ControlPages(crawl)
        due, not_due = await asyncio.to_thread(self._due, now)
        crawl.stats.begin(not_due=not_due)
        logger.info("%d links are due, %d are not", len(due), not_due)
        for visit in visits_of(due):
            request = self._ask(visit, visit.url)
            if request is None:
                for check in self._ended(visit, visit.url, Problem.BAD_URL):
                    yield check
            else:
                crawl.stats.count_request()
                yield request

    async def parse_link(self, response: Response, visit: Visit) -> AsyncIterator[Any]:
        capture = committed_capture(response)
        headers = headers_of(response)
        target = redirect_target(response.url, response.status, headers)
        note_hop(visit, response, capture, target)
        context = context_of(response)
        visit.has_refused_cookie = context.has_refused_cookie
        if target is not None:
            problem = redirect_problem(visit.hops, target, self._most_redirects, context.times_asked(target))
            request = self._ask(visit, target, after=context) if problem is None else None
            if request is not None:
                yield request
            else:
                for check in self._ended(visit, target, problem or Problem.BAD_URL):
                    yield check
        elif visit.wants_retry(response.status, None):
            yield self._again(visit, context, response.url)
        else:
            try:
                inspection = await self._inspector.inspect(visit, response, headers, capture)
            except PoolClosed:  # the crawl is ending: the next one checks the link
                return
            led_on = self._led_on(visit, inspection, context)
            for result in [led_on] if led_on is not None else self._evaluate(visit, inspection):
                yield result

    def failed(self, failure: Failure) -> Any:
        """Check links whose request had no answer; a link whose request was not sent is left for the next crawl."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        context = context_of(request)
        capture = context.capture
        if capture is None or isinstance(failure.value, RequestNotSentError):
            logger.debug("%s is left for the next crawl: %s", request.url, failure.value)
            return None
        note_hop(visit, request, capture, None)
        if visit.wants_retry(capture.status, capture.error):
            return self._again(visit, context, request.url)
        robots_error = None
        if capture.error == Problem.ROBOTS_UNREACHABLE:
            robots_error = capture_error(crawl_of(self.crawler).reader, context.robots_capture_id)
        return list(self._checks(visit, robots_error=robots_error, error_text=message_of(failure.value)))

    async def parse_control(self, response: Response, key: tuple[ControlKind, str]) -> AsyncIterator[Any]:
        """Evaluate the visits that waited for this control page."""
        capture = committed_capture(response)
        try:
            page = await self._inspector.features_of(response, capture, headers_of(response).first("content-type"))
        except PoolClosed:
            return
        for visit, inspection in await self._control_pages.received(key, response, capture, page):
            for result in self._evaluate(visit, inspection):
                yield result

    async def control_failed(self, failure: Failure) -> AsyncIterator[Any]:
        request: Request = failure.request  # type: ignore[attr-defined]
        capture = context_of(request).capture
        waiting = await self._control_pages.failed(request.cb_kwargs["key"], request, capture)
        if capture is None and crawl_of(self.crawler).is_ending:
            return  # the control page is not known yet: the next crawl requests it again
        for visit, inspection in waiting:
            for result in self._evaluate(visit, inspection):
                yield result

    def _wanted_controls(self) -> list[str]:
        crawl = crawl_of(self.crawler)
        return wanted_controls(crawl.reader, crawl.row.id) if crawl.row is not None else []

    def spider_idle(self) -> None:
        """Ask the controls, because all links are checked, and then other archives."""
        requests = self._controls.requests(self.looked_up, self.not_looked_up)
        if not requests and not self._controls.is_waiting:
            requests = self._memento_lookups.requests(self.looked_up, self.not_looked_up)
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests or self._controls.is_waiting:
            raise DontCloseSpider

    def looked_up(self, response: Response) -> None:
        """Note the answer of a control or an archive; only its capture is kept."""
        logger.debug("%s answers %d", response.url, response.status)

    def not_looked_up(self, failure: Failure) -> None:
        """Note a control or an archive that did not answer."""
        logger.info("%s does not answer: %s", failure.request.url, message_of(failure.value))  # type: ignore[attr-defined]

    def headers_received(self, headers: Headers, body_length: object, request: Request) -> None:
        """Decide how much of a body is wanted."""
        context = context_of(request)
        if context.kind != "probe":
            return
        if request.callback == self.looked_up and headers.get("Link"):
            raise StopDownload(fail=False)  # a timegate says all in its headers
        context.wanted_bytes = wanted_bytes(headers, body_length, self._most)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop a download if the rest would say nothing new."""
        context = context_of(request)
        if context.wanted_bytes is not None:
            context.wanted_bytes -= len(data)
            if context.wanted_bytes <= 0:
                raise StopDownload(fail=False)

    def _due(self, now: str) -> tuple[list[Target], int]:
        with closing(open_for_reading(crawl_of(self.crawler).path)) as connection:
            return due_targets(connection, now, takes_all=self.takes_all)

    def _evaluate(self, visit: Visit, inspection: Inspection) -> Iterator[Any]:
        """Yield the checks of a visit, or the request for a page with which it must be compared first."""
        checks = self._checks(visit, **inspection.fields)
        probe = (check := next(checks)).probe
        kind = needed_control(check, is_strict=self._control_pages.is_strict(probe.final_url))
        if kind is None:
            yield check
            yield from checks
            return
        scope = scope_of(kind, probe.final_url)
        comparison = self._control_pages.comparison(kind, scope, inspection.minhash)
        if comparison is not None:
            inspection.add(comparison)
            yield from self._evaluate(visit, inspection)
        elif (url := self._control_pages.wait(kind, scope, probe.final_url, visit, inspection)) is not None:
            yield self._control_request(kind, scope, url)

    def _checks(self, visit: Visit, **fields: Any) -> Iterator[Check]:
        """Judge the probes of all links of a visit; ``fields`` are those of the Probe that follow from the last hop."""
        checked_at = crawl_of(self.crawler).now()
        for target in visit.targets:
            probe = visit.probe(target, checked_at=checked_at, **fields)
            yield Check(probe, judge(probe))

    def _led_on(self, visit: Visit, inspection: Inspection, context: RequestContext) -> Request | None:
        """Return the request for the address to which a page leads browsers by itself, once a visit; else None."""
        target = refreshes_to(visit.probe(visit.targets[0], checked_at="", **inspection.fields))
        if target is None or not visit.may_refresh(target, self._most_redirects, context.times_asked(target)):
            return None
        if (request := self._ask(visit, target, after=context)) is not None:
            visit.refresh(target)
        return request

    def _ended(self, visit: Visit, url: str, problem: Problem) -> Iterator[Check]:
        """Yield the checks of links that lead to an address which must not or cannot be requested."""
        visit.hops.append(Hop(url=url, error=problem))
        yield from self._checks(visit, error_text=WANTS_COOKIE if visit.has_refused_cookie else None)

    def _ask(self, visit: Visit, url: str, *, after: RequestContext | None = None, priority: int = 0) -> Request | None:
        """Return the request for an address of a visit, to which an answer led; None if it cannot be requested."""
        if not urls.is_web(url) or addresses.bad_host(url) is not None:
            return None
        via = after.capture.id if after is not None and after.capture is not None else None
        context = RequestContext("probe") if after is None else after.for_redirect(via)
        meta = {CONTEXT: context, "dont_redirect": True}
        try:
            return self._probe_request(url, self.parse_link, self.failed, priority, meta, visit=visit)
        except ValueError:
            return None

    def _probe_request(
        self, url: str, callback: Any, errback: Any, priority: int, meta: dict[Any, Any], **arguments: Any
    ) -> Request:
        """Return a request that is neither filtered nor repeated. Raises ValueError for an address without a host."""
        limits = {"dont_retry": True, "download_timeout": self._timeout_s}
        return Request(
            urls.as_browsers_ask(url),
            callback=callback,
            errback=errback,
            dont_filter=True,
            priority=priority,
            meta=meta | limits | {VERBATIM: True},
            cb_kwargs=arguments,
        )

    def _again(self, visit: Visit, context: RequestContext, url: str) -> Request:
        visit.retries += 1
        request = self._ask(visit, url, after=context if len(visit.hops) > 1 else None, priority=_LATER)
        assert request is not None  # it was asked for once already
        return request

    def _control_request(self, kind: ControlKind, scope: str, url: str) -> Request:
        meta = {CONTEXT: RequestContext("probe")}
        return self._probe_request(url, self.parse_control, self.control_failed, _SOON, meta, key=(kind, scope))
