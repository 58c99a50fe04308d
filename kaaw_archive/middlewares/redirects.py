"""Follow redirects as Scrapy does, note which capture led to which, and name those that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from kaaw_archive import urls
from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.answers import headers_of
from kaaw_archive.download.new_captures import from_failure
from kaaw_archive.download.request_context import CONTEXT, VERBATIM, context_of
from kaaw_archive.errors import Problem
from kaaw_archive.http import REDIRECTS, WANTS_COOKIE, may_open_account, redirect_target
from kaaw_archive.urls import origin

if TYPE_CHECKING:
    from scrapy.http import Response

    from kaaw_archive.download.request_context import RequestContext


class Redirects(RedirectMiddleware):
    """Keep a refusal as a capture if a redirect goes in a circle or on for too long."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        context = context_of(request)
        following = context.for_redirect(context.capture.id if context.capture is not None else None)
        if response.status not in REDIRECTS:
            return response
        target = redirect_target(request.url, response.status, headers_of(response))
        if target is None:
            return response
        try:
            result = super().process_response(request, response.replace(headers={"Location": target}))
        except IgnoreRequest:
            await self._refuse(request, following, target, Problem.TOO_MANY_REDIRECTS)
            raise
        except ValueError as error:  # of urllib and Scrapy: the port is none, the bracket is never closed
            await self._refuse(request, following, target, Problem.BAD_URL)
            raise IgnoreRequest(f"redirect to a bad address: {error}") from error
        if not isinstance(result, Request):
            return response
        # a retried request passes the filter of requested addresses; its target does not, unless each must be seen
        result.meta[VERBATIM] = True  # as a browser asks for it, which Scrapy has changed
        result = result.replace(url=urls.as_browsers_ask(target))
        asked = [urldefrag(url).url for url in result.meta["redirect_urls"]].count(urldefrag(result.url).url)
        result = result.replace(dont_filter=context.kind == "probe" or asked > 0)
        if asked and asked >= following.times_asked(result.url):
            await self._refuse(request, following, result.url, Problem.REDIRECT_LOOP)
            raise IgnoreRequest(f"redirect loop: {result.url}")
        if origin(result.url) != origin(request.url):
            _drop_secrets(result)
        result.meta.pop(Downloader.DOWNLOAD_SLOT, None)  # another host has its own delay
        result.meta.pop("retry_times", None)
        result.meta[CONTEXT] = following
        return result

    def _engine_started(self) -> None:
        """Scrapy looks here for the middleware that sets the Referer; there is none, on purpose."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Remove the Referer: hosts shall not learn which page cites them."""
        request.headers.pop("Referer", None)

    async def _refuse(self, request: Request, following: RequestContext, url: str, problem: Problem) -> None:
        crawl = crawl_of(self.crawler)
        text = f"after {len(request.meta.get('redirect_urls', [])) + 1} redirects"
        if following.has_refused_cookie:
            text = WANTS_COOKIE
        await crawl.keeper.keep(from_failure(url, following, problem, text, now=crawl.now()))


def _drop_secrets(request: Request) -> None:
    """Remove header fields that may open an account at a server; Scrapy removes Authorization and Cookie alone."""
    for name in list(request.headers):
        if may_open_account(name):
            del request.headers[name]
