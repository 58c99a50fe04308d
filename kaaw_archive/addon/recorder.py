"""The one downloader middleware of the add-on: looks at what reaches the network and what comes back from it.

It stands nearest to the network, where each attempt, hop, retry and robots.txt passes, bodies are still as they came,
and what other middlewares refuse or fail at is told. It reads requests and answers and writes to neither.
"""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import scrapy
from scrapy import signals
from scrapy.utils.asyncio import is_asyncio_available

from kaaw_archive import __version__, times, urls
from kaaw_archive.addon import attempts
from kaaw_archive.addon.keeper import PATIENCE_S, Beginning, Keeper
from kaaw_archive.archive.crawl_reasons import INTERRUPTED

if TYPE_CHECKING:
    from concurrent.futures import Future

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from kaaw_archive.addon.attempts import Attempt
    from kaaw_archive.archive.store.crawls import EndState
    from kaaw_archive.times import Clock

# Under Scrapy's own name people could not tell it apart; a warning at most, as ERROR lines fail monitored jobs.
logger = logging.getLogger("kaaw_archive.addon")

_END_PATIENCE_S = 5.0  # how long the end of their crawl waits for what is not yet on the disk
_LATENCY = "download_latency"  # in request.meta, by Scrapy's handlers: seconds from sending to the answer's headers


@dataclass(frozen=True, slots=True)
class _Sent:
    """Time at which a request came to the downloader, where it may wait, and the latency of the attempt before."""

    at: str
    monotonic_s: float
    old_latency: object


class Recorder:
    """Every request of a crawl that reaches the downloader becomes a capture, and so does every refusal before that.

    What another middleware answers by itself, as a cache does, was fetched on another day and is only counted.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._clock: Clock = settings.get("ARCHIVE_CLOCK") or times.SYSTEM_CLOCK
        self._keeper = Keeper(_archive_path(settings), self._clock)
        self._max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._user_agent = str(settings.get("USER_AGENT"))
        self._project = str(settings.get("BOT_NAME"))
        self._under_way: WeakKeyDictionary[Request, _Sent] = WeakKeyDictionary()
        self._answered_by_others = 0
        self._has_complained = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recorder:
        recorder = cls(crawler.settings)
        crawler.signals.connect(recorder.spider_opened, signals.spider_opened)
        crawler.signals.connect(recorder.spider_closed, signals.spider_closed)
        crawler.signals.connect(recorder.request_reached_downloader, signals.request_reached_downloader)
        return recorder

    def spider_opened(self, spider: Spider) -> None:
        software = f"kaaw_archive/{__version__} add-on in {self._project}, Scrapy {scrapy.__version__}"
        self._keeper.start(Beginning(spider.name, self._user_agent, software))

    def request_reached_downloader(self, request: Request, spider: Spider) -> None:
        self._under_way[request] = _Sent(self._now(), self._clock.monotonic(), request.meta.get(_LATENCY))

    async def process_response(self, request: Request, response: Response) -> Response:
        sent = self._under_way.pop(request, None)
        if sent is None:
            self._answered_by_others += 1
        elif urls.is_web(request.url):
            await self._keep(lambda: self._answer(request, response, sent))
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        sent = self._under_way.pop(request, None)
        if urls.is_web(request.url):
            await self._keep(lambda: self._failure(request, exception, sent))

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        state, why = _end_state(reason)
        is_said = await _settled(self._keeper.end(state, why), _END_PATIENCE_S)
        self._sum_up(is_said=is_said)

    async def _keep(self, look: Any) -> None:
        try:
            attempt: Attempt = look()
        except Exception as error:  # a defect of ours must not cost them a page
            self._keeper.lose(f"a defect: {error!r}")
        else:
            # stuck: waiting captures are written when the archive moves again; the crawl does not wait for that
            patience_s = 0.0 if self._keeper.is_stuck else PATIENCE_S
            await _settled(self._keeper.keep(attempt), patience_s)
        if self._keeper.trouble is not None and not self._has_complained:
            self._has_complained = True
            logger.warning("not archived: %s; the crawl itself goes on", self._keeper.trouble)

    def _answer(self, request: Request, response: Response, sent: _Sent) -> Attempt:
        """Return the answer of a request; its time counts back by the handler's latency, else from the downloader."""
        latency: Any = request.meta.get(_LATENCY)
        if latency is not None and latency is not sent.old_latency:
            at, elapsed_s = times.to_text(self._clock.now() - timedelta(seconds=latency)), float(latency)
        else:  # the downloader's queue may be part of it
            at, elapsed_s = sent.at, self._clock.monotonic() - sent.monotonic_s
        return attempts.attempt_of_response(
            request, response, at=at, elapsed_ms=round(elapsed_s * 1000), max_bytes=self._max_bytes
        )

    def _failure(self, request: Request, exception: Exception, sent: _Sent | None) -> Attempt:
        if sent is None:
            return attempts.attempt_of_error(request, exception, at=self._now(), elapsed_ms=None)
        elapsed_ms = round((self._clock.monotonic() - sent.monotonic_s) * 1000)
        return attempts.attempt_of_error(request, exception, at=sent.at, elapsed_ms=elapsed_ms)

    def _sum_up(self, *, is_said: bool) -> None:
        keeper = self._keeper
        if not is_said:
            logger.warning(
                "%s is busy: what was fetched last is not archived, %d captures are", keeper.path, keeper.kept
            )
        elif keeper.lost:
            logger.warning(
                "%d of %d captures are not archived: %s", keeper.lost, keeper.lost + keeper.kept, keeper.trouble
            )
        else:
            logger.info("%d captures archived in %s; kaaw derive reads them", keeper.kept, keeper.path)
        if self._answered_by_others:
            logger.info(
                "%d answers came from a middleware, as from a cache, and were fetched on another day",
                self._answered_by_others,
            )

    def _now(self) -> str:
        return times.to_text(self._clock.now())


def _archive_path(settings: BaseSettings) -> Path:
    """ARCHIVE of the settings, KAAW_ARCHIVE of the environment, or archive.db."""
    named = settings.get("ARCHIVE")
    path = named if isinstance(named, str | os.PathLike) and str(named) else os.environ.get("KAAW_ARCHIVE")
    return Path(path or "archive.db").expanduser().absolute()


def _end_state(reason: str) -> tuple[EndState, str | None]:
    if reason == "finished":
        return "finished", None
    return "degraded", INTERRUPTED if reason == "shutdown" else f"ended early: {reason}"


async def _settled(future: Future[None], seconds: float) -> bool:
    """Return True if the future is done in so many seconds, on asyncio or without it."""
    if future.done() or not seconds:
        return future.done()
    if is_asyncio_available():
        await asyncio.wait({asyncio.wrap_future(future)}, timeout=seconds)
        return future.done()
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    waiting: Deferred[None] = Deferred()

    def go_on() -> None:
        if not waiting.called:
            waiting.callback(None)

    clock: Any = reactor  # to mypy a module
    timer = clock.callLater(seconds, go_on)
    future.add_done_callback(lambda _: clock.callFromThread(go_on))
    await waiting
    if timer.active():
        timer.cancel()
    return future.done()
