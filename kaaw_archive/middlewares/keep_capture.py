"""Keep every attempt, hop, retry and refusal as a capture, on the disk before any other part sees it.

The middleware stands between Redirect (600) and Cookies (700), in the place of HttpCompression: it sees a 301, and
decodes strictly.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.responsetypes import responsetypes

from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.answers import is_worth_a_payload
from kaaw_archive.download.body_budget import BodyBudget
from kaaw_archive.download.decoding import DamagedEncoding, DecodedBody, DecodedTooLarge
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

_STOPPED = "download_stopped"  # Scrapy's flag of a response that was not wanted to its end


class KeepCapture:
    """Commit the capture of a request, leave it in the request's context. A failure of the archive ends the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._crawl = crawl_of(crawler)
        self._max_size = crawler.settings.getint("ARCHIVE_DECOMPRESSED_MAXSIZE")
        self._bodies = BodyBudget()
        self._url_max = crawler.settings.getint("URLLENGTH_LIMIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepCapture:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if len(request.url) > self._url_max:
            raise AddressTooLongError(f"{len(request.url)} characters, at most {self._url_max} are requested")
        # the handler checks again right before sending; here the request has not waited for its slot yet
        self._crawl.send_check.check_blocks(request.url)
        context_of(request).keeps_slot = True
        request.headers.setdefault("Accept-Encoding", b", ".join(ACCEPTED_ENCODINGS))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
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
        new = from_response(request, response, context, now=self._crawl.now())
        decoded, error, error_text = await self._decoded(request, response)
        if decoded is not None:
            response = _response_with_body(response, decoded)
        try:
            body = None
            if has_body(request, response) and error is not Problem.TOO_LARGE and _STOPPED not in response.flags:
                body = response.body
            if response.status == 304:
                new = replace(new, not_modified_digest=context.validated_digest)
                error = Problem.UNEXPECTED_304 if context.validated_digest is None else None
            new = with_body(new, body, error=error, error_text=error_text, tdm=context.tdm)
            capture = await self._keep(request, new)
        finally:
            if decoded is not None:
                self._bodies.release(decoded)
        if error is Problem.UNEXPECTED_304 and not context.is_unconditional:
            return request.replace(dont_filter=True, meta={**request.meta, CONTEXT: context.for_repetition()})
        if error is not None:
            raise IgnoreRequest(f"{error}: {error_text or capture.url}")
        context.body_bytes = len(response.body)
        return response if capture.kind == "robots" or not _is_stored(capture) else _without_body(response)

    async def _decoded(
        self, request: Request, response: Response
    ) -> tuple[DecodedBody | None, Problem | None, str | None]:
        """Return the body without its Content-Encoding, the problem of decoding, and its text or a remark.

        None: there is nothing to decode, or it cannot be decoded; the bytes are kept as they came.
        """
        fields = [field.decode("latin-1") for field in response.headers.getlist("Content-Encoding")]
        is_cut = _STOPPED in response.flags
        if not fields or not has_body(request, response) or not is_worth_a_payload(response.body, response.status):
            return None, None, None
        try:
            most = request.meta.get("download_maxsize", self._max_size)
            decoded = await self._bodies.decode(response.body, fields, most)
        except DecodedTooLarge as failure:
            return None, Problem.TOO_LARGE, message_of(failure)
        except DamagedEncoding as failure:
            return None, None if is_cut else Problem.BAD_ENCODING, None if is_cut else message_of(failure)
        return decoded, None, decoded.remark

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


def _response_with_body(response: Response, decoded: DecodedBody) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    if decoded.encodings:
        headers["Content-Encoding"] = ", ".join(decoded.encodings)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=decoded.body)
    fields: dict[str, Any] = {"body": decoded.body, "headers": headers}
    if issubclass(kind, TextResponse):
        fields["encoding"] = None  # that of the compressed bytes was a guess
    return response.replace(cls=kind, **fields)


def _is_stored(capture: Capture) -> bool:
    return capture.payload_digest is not None and not capture.is_left_out


def _without_body(response: Response) -> Response:
    """Return the answer without what is in the archive by now.

    Bodies that wait for a worker would fill the memory, and Scrapy asks for no further page beyond 5 MB of them.
    """
    if isinstance(response, TextResponse):
        return response.replace(body=b"", encoding="utf-8")  # to find out the real one would take its time
    return response.replace(body=b"")


async def _end_slot(request: Request) -> None:
    """Let the next request have this host, now that the capture is on the disk."""
    context = context_of(request)
    context.keeps_slot = False
    if context.end_slot is not None:
        end_slot, context.end_slot = context.end_slot, None
        await end_slot()
