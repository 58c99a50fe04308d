"""Obeys robots.txt by RFC 9309, and reads a site's tdmrep.json; both are captures, and good for 24 h across crawls.

What Scrapy's own does otherwise: it fetches a page although robots.txt answered 503, forgets it with the process, and
halves or doubles a Crawl-delay. Here 429, 5xx and no answer close a site until it answers; 4xx and a sixth redirect
open it (2.3.1); the Crawl-delay is a lower bound on the host's slot.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from kaaw_archive import robots_rules, times, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries.captures import CLOCKS_DIFFER, RobotsCapture, newest_robots
from kaaw_archive.crawl import CrawlContext, crawl_of
from kaaw_archive.download.refusals import CrawlEndedError, RobotsDeniedError, RobotsUnreachableError
from kaaw_archive.download.request_context import CONTEXT, RequestContext, context_of
from kaaw_archive.errors import DamagedPayload, Problem
from kaaw_archive.extract import rights
from kaaw_archive.http import shows_content

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

GOOD_FOR = timedelta(hours=24)  # RFC 9309, 2.4
CLOSED_FOR = timedelta(hours=1)  # then a long crawl asks again; a new crawl does so at once
REDIRECTS_MAX = 5  # RFC 9309, 2.3.1.2
_PRIORITY = 1000
# These say nothing about robots.txt: the page is let pass, and the handler refuses it by its own name.
_REFUSED_AS_THE_PAGE_WILL_BE = frozenset({Problem.PRIVATE_NETWORK, Problem.HOST_BLOCKED, Problem.BAD_URL})


_LONG_BYTES = 32 * 1024  # of robots.txt; sites that people made have less


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """Rules of an origin for robots. ``parser`` None: everything is allowed, or with ``closed_by`` nothing is.

    ``is_long``: so many rules that a question takes a while.
    """

    capture_id: int | None
    good_until: str
    parser: robots_rules.Rules | None = None
    closed_by: str | None = None
    tdmrep: rights.TdmRules = ()
    is_long: bool = False

    async def allow(self, url: str, agent: str) -> bool:
        """Return True if the rules allow a request of this address, with dot segments resolved as browsers do."""
        if self.parser is None:
            return True
        url = urls.join(url, url) or url
        if self.is_long:  # 500 KB of wildcards take a second an address, in which no other host should wait
            return await asyncio.to_thread(self.parser.can_fetch, url, agent)
        return self.parser.can_fetch(url, agent)


class Robots:
    """Refuses what robots.txt closes; leaves what it allows and tdmrep.json declares in the request's context."""

    def __init__(self, crawler: Crawler, crawl: CrawlContext) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._crawl = crawl
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._delay_max_s = settings.getfloat("ARCHIVE_CRAWL_DELAY_MAX")
        self._rules: dict[str, asyncio.Task[RobotsRules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        return cls(crawler, crawl_of(crawler))

    async def process_request(self, request: Request) -> None:
        context = context_of(request)
        if context.kind == "robots" or not urls.is_web(request.url):
            return
        rules = await self._rules_for(request.url)
        if self._crawl.is_ending:
            raise CrawlEndedError("the crawl ends")
        if rules.closed_by is not None:
            context.robots, context.robots_capture_id = "unknown", rules.capture_id
            raise RobotsUnreachableError(f"robots.txt gave {rules.closed_by}: closed until it answers")
        is_allowed = await rules.allow(request.url, self._agent)
        context.robots, context.robots_capture_id = "allowed" if is_allowed else "denied", rules.capture_id
        if not is_allowed:
            raise RobotsDeniedError("robots.txt of the site forbids it")
        context.tdm = rights.tdmrep_for(rules.tdmrep, _path(request.url))

    async def _rules_for(self, url: str) -> RobotsRules:
        """Return the rules of an origin, requested once for all requests that wait for them."""
        origin = urls.origin(url)
        task = self._rules.get(origin)
        if task is None or (task.done() and _has_expired(task, self._crawl.now())):
            task = asyncio.ensure_future(self._learn(origin, url))
            self._rules[origin] = task
        return await asyncio.shield(task)

    async def _learn(self, origin: str, url: str) -> RobotsRules:
        robots = await self._document(f"{origin}/robots.txt")
        rules = await self._read(origin, robots)
        self._slow_down(urlsplit(url).hostname or "", rules.parser)
        if rules.closed_by is None:
            rules = await self._with_tdmrep(rules, f"{origin}/.well-known/tdmrep.json")
        return rules

    async def _with_tdmrep(self, rules: RobotsRules, url: str) -> RobotsRules:
        if not await rules.allow(url, self._agent):
            return rules
        found = await self._document(url)
        body = self._body(found) if found is not None and shows_content(found.status, found.error) else None
        return replace(rules, tdmrep=rights.tdmrep_rules(body or b""))

    async def _document(self, url: str) -> RobotsCapture | None:
        """Return the end of a fetch behind its redirects: of the last 24 h, or one made now; None if it led nowhere.

        A fetch without an answer is repeated: a site must not stay closed for a day because our network was down.
        """
        now = self._crawl.clock.now()
        since, soon = times.to_text(now - GOOD_FOR), times.to_text(now + CLOCKS_DIFFER)
        known = newest_robots(self._crawl.reader, url, since)
        if (
            known is not None
            and known.captured_at <= soon
            and (shows_content(known.status, known.error) or _has_none(known))
        ):
            return known
        request = Request(
            url,
            priority=_PRIORITY,
            callback=NO_CALLBACK,
            meta={
                CONTEXT: RequestContext(kind="robots"),
                "redirect_ttl": REDIRECTS_MAX,
                "give_up_log_level": logging.DEBUG,
            },
        )
        try:
            await self._crawler.engine.download_async(request)
        except Exception as error:  # each way to fail has left a capture with its name
            logger.debug("%s: %s", url, error)
        return newest_robots(self._crawl.reader, url, since)

    async def _read(self, origin: str, capture: RobotsCapture | None) -> RobotsRules:
        closed_until = times.to_text(self._crawl.clock.now() + CLOSED_FOR)
        if capture is None:
            return RobotsRules(None, closed_until, closed_by="no answer")
        if capture.error in _REFUSED_AS_THE_PAGE_WILL_BE and urls.origin(capture.url) == origin:
            return RobotsRules(capture.capture_id, closed_until)
        if not _is_good(capture):
            closed_by = capture.error or f"status {capture.status}"
            return RobotsRules(capture.capture_id, closed_until, closed_by=closed_by)
        good_until = times.to_text(times.from_text(capture.captured_at) + GOOD_FOR)
        body = self._body(capture) if shows_content(capture.status, capture.error) else b""
        if body is None:
            return RobotsRules(capture.capture_id, closed_until, closed_by="damaged bytes")
        # 430 KB of rules take a third of a second, in which no other host should wait
        parser = await asyncio.to_thread(robots_rules.parse, body, self._agent)
        return RobotsRules(capture.capture_id, good_until, parser, is_long=len(body) > _LONG_BYTES)

    def _body(self, capture: RobotsCapture) -> bytes | None:
        if capture.payload_digest is None:
            return None
        try:
            return payloads.read(self._crawl.reader, capture.payload_digest)[: robots_rules.READ_BYTES]
        except (KeyError, DamagedPayload) as error:
            logger.error("%s", error)
            return None

    def _slow_down(self, host: str, parser: robots_rules.Rules | None) -> None:
        """Make the Crawl-delay the least delay of the host's slot, also after an idle slot was removed."""
        asked_s = parser.crawl_delay(self._agent) if parser is not None else None
        if not asked_s:
            return
        delay_s = min(float(asked_s), self._delay_max_s)
        if delay_s < asked_s:
            logger.warning("%s asks for %g s between requests, ARCHIVE_CRAWL_DELAY_MAX is %g s", host, asked_s, delay_s)
        downloader: Any = self._crawler.engine.downloader
        # http and https, or two ports, of one host share its slot: the longest of their delays holds
        known_s = downloader.per_slot_settings.get(host, {}).get("delay", 0.0)
        delay_s = max(delay_s, known_s, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[host] = {"delay": delay_s, "concurrency": 1, "jitter": 0.0}
        slot = downloader.slots.get(host)
        if slot is not None:
            slot.delay, slot.concurrency, slot.jitter = delay_s, 1, 0.0


def _is_good(capture: RobotsCapture) -> bool:
    return shows_content(capture.status, capture.error) or _has_none(capture)


def _has_none(capture: RobotsCapture) -> bool:
    """Return True if the site has no rules: a 4xx but 429, or redirects that lead nowhere (RFC 9309, 2.3.1)."""
    if capture.error is not None:
        return capture.error in (Problem.TOO_MANY_REDIRECTS, Problem.REDIRECT_LOOP)
    return capture.status is not None and 300 <= capture.status < 500 and capture.status not in (304, 429)


def _has_expired(task: asyncio.Task[RobotsRules], now: str) -> bool:
    return task.cancelled() or task.exception() is not None or task.result().good_until <= now


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
