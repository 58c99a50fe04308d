"""Attempts of a foreign project to fetch something, and their captures. No input or output; decompression is slow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kaaw_archive import urls
from kaaw_archive.download.answers import is_worth_a_payload
from kaaw_archive.download.decoding import DamagedEncoding, DecodedTooLarge, decode
from kaaw_archive.download.failures import problem_of
from kaaw_archive.download.new_captures import from_failure, from_response, has_body, with_body
from kaaw_archive.download.request_context import Exchange, RequestContext
from kaaw_archive.errors import Problem, message_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.items import CaptureKind, NewCapture

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TEXT_MIN_BYTES = 12  # the first bytes of a compressed stream may be letters
# Scrapy's flags of a body that is not whole. "partial" is none: each body without Content-Length has it (RFC 9112, 6.3)
_CUT_SHORT = {"dataloss": Problem.CONNECTION_LOST, "download_stopped": Problem.CANCELLED}


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as it was observed: its capture without payload, and what belongs to it.

    ``body`` is encoded as it came, None if there was none. ``asked_etag`` and ``asked_since`` are the validators of the
    request; ``came_from`` is the address whose redirect led here; ``max_bytes`` limits decompression, 0: no limit.
    """

    capture: NewCapture
    body: bytes | None = field(default=None, repr=False)
    asked_etag: str | None = None
    asked_since: str | None = None
    came_from: str | None = None
    max_bytes: int = 0


def attempt_of_response(request: Request, response: Response, *, at: str, elapsed_ms: int, max_bytes: int) -> Attempt:
    """Return an attempt that brought a response, read at once because other middlewares change headers in place."""
    context = RequestContext(_kind(request), exchange=Exchange(at, elapsed_ms))
    new = from_response(request, response, context, now=at)
    cut_short = next((_CUT_SHORT[flag] for flag in response.flags if flag in _CUT_SHORT), None)
    if cut_short is not None:
        new = replace(new, error=cut_short, error_text=f"not whole: {', '.join(response.flags)}")
    return Attempt(
        capture=new,
        body=response.body if has_body(request, response) else None,
        asked_etag=_sent_field(request, "If-None-Match"),
        asked_since=_sent_field(request, "If-Modified-Since"),
        came_from=_came_from(request),
        max_bytes=int(request.meta.get("download_maxsize", max_bytes) or 0),
    )


def attempt_of_error(request: Request, error: Exception, *, at: str, elapsed_ms: int | None) -> Attempt:
    """Return an attempt that failed; with ``elapsed_ms`` None a part of the project kept it from being sent."""
    context = RequestContext(_kind(request), exchange=Exchange(at, elapsed_ms))
    if elapsed_ms is not None:
        problem, text = problem_of(error, proxied=bool(request.meta.get("proxy")))
    elif "robots.txt" in str(error):
        problem, text, context.robots = Problem.ROBOTS_DENIED, message_of(error), "denied"
    else:
        problem, text = Problem.IGNORED, message_of(error)
    new = from_failure(request.url, context, problem, text, now=at, method=request.method)
    return Attempt(new, came_from=_came_from(request))


def capture_of(attempt: Attempt) -> NewCapture:
    """Return the capture with its payload, apart from what must be looked up in the archive.

    May take long: it decompresses, and searches markup for rights signals.
    """
    new = attempt.capture
    if new.error is not None:
        return new  # a part of a body is no payload
    if attempt.body is None or new.content_encoding is None or not is_worth_a_payload(attempt.body, new.status or 0):
        return with_body(new, attempt.body)
    try:
        decoded = decode(attempt.body, [new.content_encoding], attempt.max_bytes)
        return with_body(new, decoded.body, error_text=decoded.remark)
    except DecodedTooLarge as error:
        return with_body(new, None, error=Problem.TOO_LARGE, error_text=message_of(error))
    except DamagedEncoding as error:
        if _is_text(attempt.body):  # a handler that decodes, as browsers do, and leaves the field
            return with_body(replace(new, content_encoding=None), attempt.body)
        return with_body(new, attempt.body, error=Problem.BAD_ENCODING, error_text=message_of(error))


def _is_text(body: bytes) -> bool:
    """Return True for bytes that no compressor writes: UTF-8 without control characters, too long for an accident."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(body) >= _TEXT_MIN_BYTES and _CONTROL.search(text) is None


def _kind(request: Request) -> CaptureKind:
    """Return the kind of a capture: "robots" for robots.txt, "page" for other answers to GET and HEAD, else "probe".

    The answer to a form is not the page at that address, so nothing is derived from it.
    """
    if request.method not in ("GET", "HEAD"):
        return "probe"
    return "robots" if urlsplit(request.url).path == "/robots.txt" else "page"


def _came_from(request: Request) -> str | None:
    earlier = request.meta.get("redirect_urls")
    return urls.without_credentials(str(earlier[-1])) if isinstance(earlier, list) and earlier else None


def _sent_field(request: Request, name: str) -> str | None:
    value = request.headers.get(name)
    return None if value is None else value.decode("latin-1")
