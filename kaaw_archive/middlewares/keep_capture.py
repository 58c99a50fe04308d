"""Keep every attempt, hop, retry and refusal as a capture, on the disk before any other part sees it.

The middleware stands between Redirect (600) and Cookies (700), in the place of HttpCompression: it sees a 301, and
catches the failures of decoding.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.failures import problem_of
from kaaw_archive.download.new_captures import from_failure, from_response, has_body, with_body
from kaaw_archive.download.refusals import (
    AddressTooLongError,
    RequestNotSentError,
    RequestRefusedError,
)
from kaaw_archive.download.request_context import CONTEXT, Exchange, context_of
from kaaw_archive.errors import ArchiveError, Problem, message_of

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from kaaw_archive.items import Capture, NewCapture

logger = logging.getLogger(__name__)

_STOPPED = "download_stopped"  # Scrapy's flag of a response whose rest nobody wanted


class KeepCapture(HttpCompressionMiddleware):
    """Commit the capture of a request and leave it in the request's context. A failure of the archive ends the run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler
        self._crawl = crawl_of(crawler)
        self._max_size = crawler.settings.getint("ARCHIVE_DECOMPRESSED_MAXSIZE")
        self._url_max = crawler.settings.getint("URLLENGTH_LIMIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepCapture:
        return cls(crawler)

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        if len(request.url) > self._url_max:
            raise AddressTooLongError(f"{len(request.url)} characters, at most {self._url_max} are requested")
        # the handler checks again right before sending; here the request has not waited for its slot yet
        self._crawl.send_check.check_blocks(request.url)
        context_of(request).keeps_slot = True
        super().process_request(request)

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return await self._response(request, response)
        except IgnoreRequest:
            raise
        except Exception as error:  # a defect of ours must be seen, and must not cost the other pages
            self._count_lost(request, error)
            raise IgnoreRequest(f"not kept: {error!r}") from error
        finally:
            await _end_slot(request)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        try:
            await self._exception(request, exception)
        except IgnoreRequest:
            raise
        except Exception as error:  # as above
            self._count_lost(request, error)
        finally:
            await _end_slot(request)

    def _count_lost(self, request: Request, error: Exception) -> None:
        self._crawl.stats.count_not_kept()
        logger.error("%s is not kept: %r", request.url, error)

    async def _response(self, request: Request, response: Response) -> Request | Response:
        context = context_of(request)
        new = from_response(request, response, context, now=self._crawl.now())  # decoding takes Content-Encoding off
        decoded, error, error_text = self._decoded(request, response)
        body = None
        if has_body(request, response) and error is not Problem.TOO_LARGE and _STOPPED not in response.flags:
            body = response.body if error else decoded.body
        if response.status == 304:
            new = replace(new, not_modified_digest=context.validated_digest)
            error = Problem.UNEXPECTED_304 if context.validated_digest is None else None
        capture = await self._keep(request, with_body(new, body, error=error, error_text=error_text, tdm=context.tdm))
        if error is Problem.UNEXPECTED_304 and not context.is_unconditional:
            return request.replace(dont_filter=True, meta={**request.meta, CONTEXT: context.for_repetition()})
        if error is not None:
            raise IgnoreRequest(f"{error}: {error_text or capture.url}")
        return decoded

    def _decoded(self, request: Request, response: Response) -> tuple[Response, Problem | None, str | None]:
        """Return the response without its Content-Encoding, and the problem of decoding with its text."""
        if not has_body(request, response):
            return response, None, None
        try:
            decoded: Any = super().process_response(request, response)
        except IgnoreRequest as failure:
            return response, Problem.TOO_LARGE, message_of(failure)
        except Exception as failure:  # each codec has its own; the bytes are kept as they came
            is_cut = _STOPPED in response.flags
            return response, None if is_cut else Problem.BAD_ENCODING, None if is_cut else message_of(failure)
        return decoded, None, None

    async def _exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, ArchiveError):
            self._crawl.fail(exception)  # the archive or its locks cannot be written
            return
        if isinstance(exception, RequestNotSentError):
            return
        context = context_of(request)
        if isinstance(exception, RequestRefusedError):
            context.exchange = Exchange()  # that of the attempt from which a retry was made
        problem, text = problem_of(exception, proxied=bool(request.meta.get("proxy")))
        now = self._crawl.now()
        await self._keep(request, from_failure(request.url, context, problem, text, now=now, method=request.method))

    async def _keep(self, request: Request, new: NewCapture) -> Capture:
        try:
            capture = await self._crawl.keeper.keep(new)
        except ArchiveError as error:
            raise IgnoreRequest(f"not kept: {error}") from error
        context_of(request).capture = capture
        return capture


async def _end_slot(request: Request) -> None:
    """Let the next request have this host, now that the capture is on the disk."""
    context = context_of(request)
    context.keeps_slot = False
    if context.end_slot is not None:
        end_slot, context.end_slot = context.end_slot, None
        await end_slot()
