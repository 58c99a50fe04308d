"""Follows redirects as Scrapy does, says which capture led to which, and names those that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from kaaw_archive.download.answers import headers_of
from kaaw_archive.errors import Problem
from kaaw_archive.http import redirect_target
from kaaw_archive.items import Capture, NewCapture
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from scrapy.http import Response


class Redirects(RedirectMiddleware):
    """Keeps a refusal as a capture where a redirect goes in a circle or on for too long.

    ``request.meta["archive_via"]`` is the id of the capture whose redirect led to a request.
    """

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        hop: Capture | None = request.meta.get("capture")
        via_id = hop.id if hop is not None else None
        target = redirect_target(request.url, response.status, headers_of(response))
        if target is None:
            return response
        try:
            result = super().process_response(request, response.replace(headers={"Location": target}))
        except IgnoreRequest:
            await self._refuse(request, target, Problem.TOO_MANY_REDIRECTS, via_id)
            raise
        except ValueError as error:  # of urllib and Scrapy: the port is none, the bracket is never closed
            await self._refuse(request, target, Problem.BAD_URL, via_id)
            raise IgnoreRequest(f"redirect to a bad address: {error}") from error
        if not isinstance(result, Request):
            return response
        # a retried request passes the filter of what was asked; where it leads to does not, unless each has to be seen
        is_probe = request.meta.get("archive_kind") == "probe"
        result = result.replace(dont_filter=is_probe)
        if urldefrag(result.url).url in (urldefrag(url).url for url in result.meta["redirect_urls"]):
            await self._refuse(request, result.url, Problem.REDIRECT_LOOP, via_id)
            raise IgnoreRequest(f"redirect loop: {result.url}")
        result.meta.pop("capture", None)
        result.meta.pop(Downloader.DOWNLOAD_SLOT, None)  # another host has its own delay
        result.meta.pop("retry_times", None)
        result.meta["archive_via"] = via_id
        return result

    def _engine_started(self) -> None:
        """Scrapy looks here for the middleware that sets the Referer; there is none, on purpose."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """We send no Referer: who cites a page is nobody's business but the archive's."""
        request.headers.pop("Referer", None)

    async def _refuse(self, request: Request, url: str, problem: Problem, via_id: int | None) -> None:
        session = session_of(self.crawler)
        capture = await session.keep(
            NewCapture(
                kind=request.meta.get("archive_kind", "page"),
                url=url,
                captured_at=session.now(),
                via_id=via_id,
                error=problem,
                error_text=f"after {len(request.meta.get('redirect_urls', [])) + 1} redirects",
            )
        )
        session.derive_later(capture)
