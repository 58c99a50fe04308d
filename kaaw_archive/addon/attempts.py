"""One attempt of a foreign project to fetch something, and the capture that it makes. Pure but for decompression."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from kaaw_archive import urls
from kaaw_archive.download.answers import fingerprint, headers_of, is_worth_a_payload, one_line
from kaaw_archive.download.failures import problem_of
from kaaw_archive.errors import Problem
from kaaw_archive.extract import rights
from kaaw_archive.http import NO_BODY, UNKNOWN_MEDIA_TYPE, Headers
from kaaw_archive.items import NewCapture

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.items import CaptureKind

# What Scrapy's flags say of a body that is not whole.
_CUT_SHORT = {"dataloss": Problem.CONNECTION_LOST, "partial": Problem.CONNECTION_LOST,
              "download_stopped": Problem.CANCELLED}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was seen of it. ``body`` as it came, None where there was none; ``asked_*`` are the validators that the
    request carried; ``came_from`` is the address whose redirect led here; ``max_bytes`` bounds decompression, 0: none.
    """

    kind: CaptureKind
    url: str
    method: str
    captured_at: str
    elapsed_ms: int | None
    status: int | None = None
    problem: Problem | None = None
    problem_text: str | None = None
    headers: Headers = field(default_factory=Headers, repr=False)
    body: bytes | None = field(default=None, repr=False)
    ip: str | None = None
    cert_sha256: str | None = None
    asked_etag: str | None = None
    asked_since: str | None = None
    came_from: str | None = None
    max_bytes: int = 0


def answered(request: Request, response: Response, *, at: str, elapsed_ms: int, max_bytes: int) -> Attempt:
    """An attempt that brought a response. Looks at it at once: other middlewares change headers in place."""
    has_body = response.status not in NO_BODY and request.method != "HEAD"
    cut_short = next((_CUT_SHORT[flag] for flag in response.flags if flag in _CUT_SHORT), None)
    return Attempt(
        kind=_kind(request),
        url=urls.without_userinfo(request.url),
        method=request.method,
        captured_at=at,
        elapsed_ms=elapsed_ms,
        status=response.status,
        problem=cut_short,
        problem_text=None if cut_short is None else f"not whole: {', '.join(response.flags)}",
        headers=headers_of(response),
        body=response.body if has_body else None,
        ip=str(response.ip_address) if response.ip_address and not request.meta.get("proxy") else None,
        cert_sha256=fingerprint(response),
        asked_etag=_field(request, "If-None-Match"),
        asked_since=_field(request, "If-Modified-Since"),
        came_from=_came_from(request),
        max_bytes=int(request.meta.get("download_maxsize", max_bytes) or 0),
    )


def failed(request: Request, error: Exception, *, at: str, elapsed_ms: int | None) -> Attempt:
    """An attempt that failed, or with ``elapsed_ms`` None one that a part of the project kept from being sent."""
    if elapsed_ms is None:
        problem = Problem.ROBOTS_DENIED if "robots.txt" in str(error) else Problem.IGNORED
        text = one_line(error)
    else:
        problem, text = problem_of(error, proxied=bool(request.meta.get("proxy")))
    return Attempt(
        kind=_kind(request),
        url=urls.without_userinfo(request.url),
        method=request.method,
        captured_at=at,
        elapsed_ms=elapsed_ms,
        problem=problem,
        problem_text=text or None,
        came_from=_came_from(request),
    )


def capture_of(attempt: Attempt) -> NewCapture:
    """The capture as far as the attempt tells it; whatever the archive must be asked for is left open.

    May take long: it decompresses, and looks into markup for what it says of rights.
    """
    body, encoding, problem, text = _decoded(attempt)
    if body is not None and not is_worth_a_payload(body, attempt.status or 0):
        body = None
    return NewCapture(
        kind=attempt.kind,
        url=attempt.url,
        captured_at=attempt.captured_at,
        robots="denied" if problem is Problem.ROBOTS_DENIED else "unknown",
        method=attempt.method,
        status=attempt.status,
        error=problem,
        error_text=text,
        body=body,
        media_type=attempt.headers.media_type or UNKNOWN_MEDIA_TYPE,
        headers=attempt.headers,
        wire_bytes=None if attempt.body is None else len(attempt.body),
        content_encoding=encoding,
        elapsed_ms=attempt.elapsed_ms,
        ip=attempt.ip,
        cert_sha256=attempt.cert_sha256,
        rights=rights.signals(attempt.headers, body, attempt.headers.first("content-type")),
    )


def _decoded(attempt: Attempt) -> tuple[bytes | None, str | None, Problem | None, str | None]:
    """Body without its Content-Encoding, that encoding, and what is wrong: a bad body is kept as it came."""
    named = ", ".join(attempt.headers.get("content-encoding", ())) or None
    body, problem, text = attempt.body, attempt.problem, attempt.problem_text
    if problem is not None:
        return None, named, problem, text  # a part is no payload
    if not body or named is None:
        return body, named, None, None
    try:
        encodings, _ = HttpCompressionMiddleware._split_encodings([named.encode("latin-1", "replace")])
        for encoding in encodings:
            body = HttpCompressionMiddleware._decode(body, encoding, attempt.max_bytes)
    except _DecompressionMaxSizeExceeded as error:
        return None, named, Problem.TOO_LARGE, one_line(error)
    except Exception as error:  # every codec has its own
        if _is_text(attempt.body):
            return attempt.body, None, None, None  # a handler that decodes, as browsers do, and leaves the field
        return attempt.body, named, Problem.BAD_ENCODING, one_line(error)
    return body, named, None, None


def _is_text(body: bytes | None) -> bool:
    """True for what no compressor writes: UTF-8 from its first to its last byte, without control characters."""
    try:
        text = (body or b"").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(sign < " " and not sign.isspace() for sign in text[:1000])


def _kind(request: Request) -> CaptureKind:
    """The answer to a form is not what the page at that address says, so nothing is derived from it: a probe."""
    if request.method not in ("GET", "HEAD"):
        return "probe"
    return "robots" if urlsplit(request.url).path == "/robots.txt" else "page"


def _came_from(request: Request) -> str | None:
    earlier = request.meta.get("redirect_urls")
    return urls.without_userinfo(str(earlier[-1])) if isinstance(earlier, list) and earlier else None


def _field(request: Request, name: str) -> str | None:
    value = request.headers.get(name)
    return None if value is None else value.decode("latin-1")
