"""Keeps every attempt, hop, retry and refusal as a capture, on the disk before anything else sees it.

Stands between Redirect (600) and Cookies (700), in the place of HttpCompression: here a 301 is still to be seen, and
bodies can be decoded where a failure of that is caught.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from kaaw_archive.archive.content import FOLDED
from kaaw_archive.download.answers import fingerprint, headers_of, is_worth_a_payload, one_line
from kaaw_archive.download.failures import problem_of
from kaaw_archive.download.handler import END_TURN, HOLDS_TURN
from kaaw_archive.download.refusals import (
    AddressTooLongError,
    HostBlockedError,
    RequestNotSentError,
    RequestRefusedError,
)
from kaaw_archive.errors import ArchiveError, Problem
from kaaw_archive.extract import rights
from kaaw_archive.http import NO_BODY, UNKNOWN_MEDIA_TYPE
from kaaw_archive.items import NewCapture
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from kaaw_archive.http import Headers
    from kaaw_archive.items import Capture

logger = logging.getLogger(__name__)

_STOPPED = "download_stopped"  # Scrapy's flag of a response whose rest nobody wanted


class KeepCapture(HttpCompressionMiddleware):
    """Leaves the capture in ``request.meta["capture"]``. What cannot be kept ends the run.

    Reads ``archive_kind``, ``archive_via``, ``archive_validated``, ``archive_robots``, ``archive_tdmrep`` and what the
    download handler left in ``request.meta``.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler
        self._session = session_of(crawler)
        self._max_size = crawler.settings.getint("ARCHIVE_DECOMPRESSED_MAXSIZE")
        self._url_max = crawler.settings.getint("URLLENGTH_LIMIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepCapture:
        return cls(crawler)

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        if len(request.url) > self._url_max:
            raise AddressTooLongError(f"{len(request.url)} characters, at most {self._url_max} are requested")
        # also asked by the handler right before sending; here nobody has waited for a turn yet
        blocked = self._session.blocks.reason(request.url)
        if blocked is not None:
            raise HostBlockedError(blocked)
        request.meta[HOLDS_TURN] = True
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
            await _end_turn(request)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        try:
            await self._exception(request, exception)
        except IgnoreRequest:
            raise
        except Exception as error:  # as above
            self._count_lost(request, error)
        finally:
            await _end_turn(request)

    def _count_lost(self, request: Request, error: Exception) -> None:
        self._session.outcome.not_kept += 1
        logger.error("%s is not kept: %r", request.url, error)

    async def _response(self, request: Request, response: Response) -> Request | Response:
        error: Problem | None = None
        error_text: str | None = None
        headers = headers_of(response)  # before decoding, which takes Content-Encoding off
        decoded = response
        if response.status not in NO_BODY and request.method != "HEAD":
            try:
                decoded = super().process_response(request, response)  # type: ignore[assignment]
            except IgnoreRequest as failure:
                error, error_text = Problem.TOO_LARGE, one_line(failure)
            except Exception as failure:  # every codec has its own; the bytes are kept as they came
                if _STOPPED not in response.flags:
                    error, error_text = Problem.BAD_ENCODING, one_line(failure)
        validated = request.meta.get("archive_validated") if response.status == 304 else None
        if response.status == 304 and validated is None:
            error = Problem.UNEXPECTED_304
        new = self._new_capture(request, response, decoded, headers, error, error_text, validated)
        capture = await self._keep(request, new)
        if error is Problem.UNEXPECTED_304 and not request.meta.get("archive_unconditional"):
            return request.replace(dont_filter=True, meta={**request.meta, "archive_unconditional": True})
        if error is not None:
            raise IgnoreRequest(f"{error}: {error_text or capture.url}")
        return decoded

    async def _exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, ArchiveError):
            self._session.fail(exception)  # the archive or its locks cannot be written
            return
        problem, text = problem_of(exception, proxied=bool(request.meta.get("proxy")))
        meta = request.meta
        if isinstance(exception, RequestNotSentError):
            return
        if isinstance(exception, RequestRefusedError):
            # nothing was sent: what is in meta is of the request that this one was made from
            for name in ("archive_started_at", "archive_elapsed_ms", "archive_tls_error"):
                meta.pop(name, None)
        new = NewCapture(
            kind=meta.get("archive_kind", "page"),
            url=request.url,
            captured_at=meta.get("archive_started_at") or self._session.now(),
            method=request.method,
            via_id=meta.get("archive_via"),
            error=problem,
            error_text=text or None,
            elapsed_ms=meta.get("archive_elapsed_ms"),
            tls_error=meta.get("archive_tls_error"),
            **self._robots(meta),
        )
        await self._keep(request, new)

    async def _keep(self, request: Request, new: NewCapture) -> Capture:
        try:
            capture = await self._session.keep(new)
        except ArchiveError as error:
            raise IgnoreRequest(f"not kept: {error}") from error
        request.meta["capture"] = capture
        if not capture.needs_reading and capture.kind in FOLDED:
            self._session.derive_later(capture)
        return capture

    def _new_capture(
        self,
        request: Request,
        response: Response,
        decoded: Response,
        headers: Headers,
        error: Problem | None,
        error_text: str | None,
        validated: str | None,
    ) -> NewCapture:
        meta = request.meta
        has_body = response.status not in NO_BODY and request.method != "HEAD"
        body = (response.body if error else decoded.body) if has_body and error is not Problem.TOO_LARGE else None
        if _STOPPED in response.flags or not is_worth_a_payload(body, response.status):
            body = None  # a part is no payload
        return NewCapture(
            kind=meta.get("archive_kind", "page"),
            url=request.url,
            captured_at=meta.get("archive_started_at") or self._session.now(),
            method=request.method,
            via_id=meta.get("archive_via"),
            status=response.status,
            error=error,
            error_text=error_text,
            body=body,
            media_type=headers.media_type or UNKNOWN_MEDIA_TYPE,
            headers=headers,
            wire_bytes=len(response.body) if has_body else None,
            content_encoding=", ".join(headers.get("content-encoding", [])) or None,
            elapsed_ms=meta.get("archive_elapsed_ms"),
            ip=str(response.ip_address) if response.ip_address and not meta.get("proxy") else None,
            tls_error=meta.get("archive_tls_error"),
            cert_sha256=fingerprint(response),
            rights=self._rights(request, headers, body),
            not_modified_digest=validated,
            **self._robots(meta),
        )

    @staticmethod
    def _robots(meta: dict[Any, Any]) -> dict[str, Any]:
        state, capture_id = meta.get("archive_robots", ("unknown", None))
        return {"robots": state, "robots_capture_id": capture_id}

    @staticmethod
    def _rights(request: Request, headers: Headers, body: bytes | None) -> dict[str, Any] | None:
        """tdmrep.json first, then the response: what comes later overrides, and its absence resets nothing."""
        said = dict(request.meta.get("archive_tdmrep") or {})
        said.update(rights.signals(headers, body, headers.first("content-type")) or {})
        return said or None


async def _end_turn(request: Request) -> None:
    """Lets the next one ask this host, now that the capture is on the disk."""
    request.meta.pop(HOLDS_TURN, None)
    end = request.meta.pop(END_TURN, None)
    if end is not None:
        await end()
