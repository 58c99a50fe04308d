"""Scrapy's HTTP handler, with the duties of an archive towards hosts: private networks, slots, pauses, verified TLS."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError

from kaaw_archive.download.answers import headers_of
from kaaw_archive.download.certificates import CertificateFault, KnownFaults, VerifyingPolicy
from kaaw_archive.download.connections import limit_connections, noting
from kaaw_archive.download.cookie_fields import cookies_sent, take_cookies, withhold_cookies
from kaaw_archive.download.failures import HostNotResolved, ProxyAnswerError, causes, certificate_fault
from kaaw_archive.download.host_locks import HostLocks, HostSlot
from kaaw_archive.download.lock_folder import host_lock_folder
from kaaw_archive.download.pauses import PAUSING, asked_pause_s
from kaaw_archive.download.proxy_answers import problem_named_by_proxy
from kaaw_archive.download.refusals import (
    BadAddressError,
    PrivateNetworkError,
)
from kaaw_archive.download.request_context import Exchange, context_of
from kaaw_archive.download.resolver import GuardedResolver
from kaaw_archive.download.targets import Targets, proxy_of
from kaaw_archive.download.wire_budget import wire_budget_of
from kaaw_archive.errors import ArchiveError, Problem
from kaaw_archive.http import Headers, may_open_account
from kaaw_archive.scrapy_private import TunnelError, keep_heads_of_tunnels, unverified_contexts
from kaaw_archive.setting_table import default
from kaaw_archive.times import SYSTEM_CLOCK, Clock, to_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.web.client import HTTPConnectionPool


keep_heads_of_tunnels()

_ONLY_VERIFIED = "a request with {} is sent to a server whose certificate is verified, or not at all"


class CrawlParts(Protocol):
    """The object at ``crawler.archive_crawl``, as far as this handler uses it."""

    send_check: Callable[[str, str], None]
    """Called with URL and kind right before a request is sent; raises the errors of ``refusals``."""


_host_locks: WeakKeyDictionary[Crawler, HostLocks] = WeakKeyDictionary()


def host_locks_of(crawler: Crawler) -> HostLocks | None:
    """Return the locks that all handlers of a crawler share; None without the setting ``ARCHIVE``."""
    if not crawler.settings.get("ARCHIVE"):
        return None
    if crawler not in _host_locks:
        folder = host_lock_folder(crawler.settings.get("ARCHIVE_HOST_LOCKS"))
        _host_locks[crawler] = HostLocks(folder, _clock_of(crawler))
    return _host_locks[crawler]


class ArchiveDownloadHandler(HTTP11DownloadHandler):
    """The handler for http and https.

    Before a request is sent, addresses of private networks are refused (the written form here, the addresses of a name
    in GuardedResolver, which is installed if it is not yet), the slot of the host is awaited, and the crawl's check, if
    there is one, may still refuse.

    A host has one request at a time among all processes while the downloader slot allows one. With a higher
    ``CONCURRENT_REQUESTS_PER_DOMAIN`` only pauses are obeyed.

    Settings: ``ARCHIVE`` (hosts are locked for an archive alone), ``ARCHIVE_HOST_LOCKS``, ``ARCHIVE_CLOCK``,
    ``ARCHIVE_PAUSE_MAX_S``, ``ARCHIVE_BACK_OFF_S``, ``ARCHIVE_HEAD_MAXSIZE``, ``ARCHIVE_WIRE_MAXSIZE``,
    ``ARCHIVE_FIRST_BYTE_TIMEOUT_S``, those of :class:`Targets`, and Scrapy's; :mod:`kaaw_archive.setting_table` says
    what they mean.
    Fills the :class:`Exchange` of the request's context.
    Raises RequestRefusedError, HostNotResolved and the errors of Scrapy's own handler; ``failures.problem_of`` names
    them all.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._clock = _clock_of(crawler)
        self._pause_max_s = settings.getfloat("ARCHIVE_PAUSE_MAX_S", default("ARCHIVE_PAUSE_MAX_S"))
        self._back_off_s = settings.getfloat("ARCHIVE_BACK_OFF_S", default("ARCHIVE_BACK_OFF_S"))
        self._locks = host_locks_of(crawler)
        _bound(self._pool, settings)
        self._wire = wire_budget_of(crawler)
        self._resolver = _guarded_resolver(crawler)
        self._targets = Targets(settings, self._resolver)
        self._verifies = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        if self._verifies:
            verifying: Any = VerifyingPolicy(self._contextFactory)  # to mypy no interface of zope
            self._contextFactory = verifying
        self._known_faults = KnownFaults(self._clock)
        self._unverified: _UnverifiedHandler | None = None

    async def download_request(self, request: Request) -> Response:
        context = context_of(request)
        context.exchange = Exchange()  # a retry brings that of the request that it was made from
        host = await self._targets.host(request)
        async with AsyncExitStack() as stack:
            slot = await stack.enter_async_context(self._slot(request, host))
            context.under_way = stack.enter_context(self._wire.answer(host))
            if context.keeps_slot:
                context.end_slot = stack.pop_all().aclose
            try:
                self._check(request)
            except Exception:
                if slot is not None:
                    slot.note_not_sent()
                raise
            response = await self._send(request, context.exchange, host, slot)
            take_cookies(request, response)
            with suppress(ArchiveError):  # the answer is there; the next request reports that no lock can be written
                self._note_pause(request, response, host)  # while no other request has the host
            return response

    async def close(self) -> None:
        if self._unverified is not None:
            await self._unverified.close()
        await super().close()
        if self._locks is not None:
            self._locks.close()

    @asynccontextmanager
    async def _slot(self, request: Request, host: str) -> AsyncIterator[HostSlot | None]:
        if self._locks is None:
            yield None
            return
        concurrency, delay_s = self._limits(request)
        if concurrency == 1:
            async with self._locks.hold(host, delay_s=delay_s, max_pause_s=self._pause_max_s) as slot:
                yield slot
        else:
            await self._locks.wait_for_pause(host, max_pause_s=self._pause_max_s)
            yield None

    def _limits(self, request: Request) -> tuple[int, float]:
        """Return how many requests at once the downloader allows this host at present, and the seconds between them."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine is not None else None
        if slot is None:
            return 1, self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        return slot.concurrency, slot.delay

    def _check(self, request: Request) -> None:
        crawl: CrawlParts | None = getattr(self._crawler, "archive_crawl", None)
        if crawl is not None:
            crawl.send_check(request.url, context_of(request).kind)

    def _note_pause(self, request: Request, response: Response, host: str) -> None:
        if response.status not in PAUSING or self._locks is None:
            return
        back_off_s = self._back_off_s * 2 ** int(request.meta.get("retry_times", 0))
        retry_after = headers_of(response).first("retry-after")
        pause_s = asked_pause_s(response.status, retry_after, self._clock.now(), back_off_s)
        if pause_s is not None:
            self._locks.pause(host, pause_s)

    async def _send(self, request: Request, exchange: Exchange, host: str, slot: HostSlot | None) -> Response:
        exchange.started_at = to_text(self._clock.now())
        request.meta.pop("download_latency", None)
        started = self._clock.monotonic()
        try:
            return await self._verified_first(request, exchange, host)
        finally:
            ended = self._clock.monotonic()
            exchange.elapsed_ms = round((ended - started) * 1000)
            if slot is not None:
                # The server saw the request at the latest when it began to answer: a delay is measured from there.
                latency_s = request.meta.get("download_latency")
                with suppress(ArchiveError):
                    slot.note_sent(started + latency_s if latency_s is not None else ended)

    async def _verified_first(self, request: Request, exchange: Exchange, host: str) -> Response:
        parts = urlsplit(request.url)
        if parts.scheme.lower() != "https":
            with cookies_sent(request):
                return await self._connect(super().download_request, request, host)
        secret = _secret_field(request)
        if not self._verifies:
            if secret is not None:
                raise CertificateFault(f"no certificate is verified: {_ONLY_VERIFIED.format(secret)}")
            withhold_cookies(request)
            return await self._connect(super().download_request, request, host)
        server = (host, parts.port or 443)
        fault = self._known_faults.fault(server)
        if fault is None or secret is not None:
            try:
                with cookies_sent(request):
                    return await self._connect(super().download_request, request, host)
            except Exception as error:  # whatever it is: all but one kind of failure goes on its way
                fault = certificate_fault(error)
                if fault is None:
                    raise
                if secret is not None:
                    raise CertificateFault(f"{fault}: {_ONLY_VERIFIED.format(secret)}") from error
                self._known_faults.add(server, fault)
        exchange.tls_error = fault
        withhold_cookies(request)
        if self._unverified is None:
            self._unverified = _UnverifiedHandler(self._crawler)
        return await self._connect(self._unverified.download_request, request, host)

    async def _connect(self, download: Any, request: Request, host: str) -> Response:
        proxy, context = proxy_of(request), context_of(request)
        under_way = context.under_way
        assert under_way is not None, "the request is not sent by download_request"
        try:
            with self._resolver.connecting(host, proxy), noting(context.exchange, under_way), under_way.download():
                response: Response = await download(request)
        except CannotResolveHostError as error:
            raise self._unresolved(proxy[0] if proxy is not None else host, error) from error
        except Exception as error:
            refusal = _refused_tunnel(error, host)
            if refusal is None:
                raise
            raise refusal from error
        if proxy is not None and urlsplit(request.url).scheme.lower() == "http":
            phrase = (context.exchange.reason_phrase or b"").decode("latin-1")
            proxy_problem = problem_named_by_proxy(response.status, phrase, headers_of(response), response.body, host)
            if proxy_problem is not None:
                raise ProxyAnswerError(proxy_problem[1], proxy_problem[0])
        return response

    def _unresolved(self, host: str, error: CannotResolveHostError) -> Exception:
        if (reason := self._resolver.no_address(host)) is None:
            return HostNotResolved(str(error), Problem.DNS_FAILURE)
        if reason.problem is Problem.PRIVATE_NETWORK:
            return PrivateNetworkError(reason.text)
        if reason.problem is Problem.BAD_URL:
            return BadAddressError(reason.text)
        return HostNotResolved(reason.text, reason.problem)


class _UnverifiedHandler(HTTP11DownloadHandler):
    """Handler for bad certificates, in a pool of its own: what no code verified serves no request to be verified."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        _bound(self._pool, crawler.settings)
        # it warns of every connection; here the fault is in the capture
        logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
        self._contextFactory = unverified_contexts(crawler)


def _secret_field(request: Request) -> str | None:
    """Return the name of a header field that may open an account at the server; None if the request has none."""
    return next((name.decode("latin-1") for name in request.headers if may_open_account(name)), None)


def _refused_tunnel(error: Exception, host: str) -> ProxyAnswerError | None:
    """Return the reason that a proxy gave when it opened no tunnel; None for other failures, and without a reason."""
    head = next((getattr(cause, "head", b"") for cause in causes(error) if isinstance(cause, TunnelError)), b"")
    first, _, rest = head.partition(b"\r\n")
    words = first.decode("latin-1").split(" ", 2)
    if len(words) < 2 or not words[1].isdigit():
        return None
    fields, _, page = rest.partition(b"\r\n\r\n")
    lines = (line.partition(":") for line in fields.decode("latin-1").split("\r\n"))
    headers = Headers((name.strip(), value.strip()) for name, _, value in lines)
    proxy_problem = problem_named_by_proxy(int(words[1]), " ".join(words[2:]), headers, page, host)
    return ProxyAnswerError(proxy_problem[1], proxy_problem[0]) if proxy_problem is not None else None


def _bound(pool: HTTPConnectionPool, settings: BaseSettings) -> None:
    limit_connections(
        pool,
        head_max_bytes=settings.getint("ARCHIVE_HEAD_MAXSIZE", default("ARCHIVE_HEAD_MAXSIZE")),
        first_byte_s=settings.getfloat("ARCHIVE_FIRST_BYTE_TIMEOUT_S", default("ARCHIVE_FIRST_BYTE_TIMEOUT_S")),
        connections=settings.getint("CONCURRENT_REQUESTS"),
    )


def _guarded_resolver(crawler: Crawler) -> GuardedResolver:
    from twisted.internet import reactor

    if isinstance(installed := reactor.nameResolver, GuardedResolver):
        return installed
    resolver = GuardedResolver.from_crawler(crawler, reactor)
    resolver.install_on_reactor()
    return resolver


def _clock_of(crawler: Crawler) -> Clock:
    clock: Clock = crawler.settings.get("ARCHIVE_CLOCK") or SYSTEM_CLOCK
    return clock
