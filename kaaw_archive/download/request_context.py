"""The context of a request: its purpose, the course of its last attempt, and the capture that came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.download.chain_cookies import ChainCookies
    from kaaw_archive.download.wire_budget import AnswerUnderWay
    from kaaw_archive.items import Capture, CaptureKind, RobotsState

CONTEXT = "archive"  # key in request.meta
VERBATIM = "verbatim_url"  # key in request.meta: Scrapy escapes nothing more, as urls.as_browsers_ask has done it

RawLine = tuple[bytes, bytes]  # name and value of a header field


@dataclass(slots=True)
class Exchange:
    """One attempt to send a request, and its answer as it arrived; filled by the download handler.

    ``started_at`` is the moment of sending (UTC text), None if nothing was sent; ``elapsed_ms`` is also that of a
    failure. ``tls_error`` names the fault of a certificate that was accepted nevertheless. The lines are header lines
    in the order and case in which they were sent or arrived; ``reason_phrase`` is None if no answer came.
    """

    started_at: str | None = None
    elapsed_ms: int | None = None
    tls_error: str | None = None
    request_lines: tuple[RawLine, ...] = ()
    response_lines: list[RawLine] = field(default_factory=list)
    reason_phrase: bytes | None = None


@dataclass(slots=True)
class RequestContext:
    """Notes of our parts on one request, at ``request.meta["archive"]``.

    Scrapy copies ``meta`` shallowly (``Request.copy`` and ``replace``, as for a retry), so that a request and its copy
    share this object. A retry takes the place of its request, and the handler begins a new exchange for it; a redirect
    and a repetition get an object of their own (:meth:`for_redirect`, :meth:`for_repetition`).

    ``via_id`` is the id of the capture whose redirect led here; ``depth`` counts the steps from the seed at which a
    spider began. ``is_unconditional`` asks for the whole answer, never a 304; ``validated_digest`` is the payload that
    a 304 would confirm. ``wanted_bytes`` is the rest of the body that a spider wants, None: all of it. ``tdm`` are the
    signals of the site's tdmrep.json. If ``keeps_slot`` is set, the handler does not end the host's slot itself but
    leaves ``end_slot``, so that the capture is committed before another process requests from the host.
    ``under_way`` counts the bytes of the answer that are in memory, until the slot ends.
    ``cookies`` are those that answers on the way to this request, or its own, have set; None if none did.
    ``body_bytes`` is the size of the decoded body, which the answer does not carry on once it is in the archive.
    """

    kind: CaptureKind = "page"
    via_id: int | None = None
    depth: int = 0
    is_unconditional: bool = False
    wanted_bytes: int | None = None
    robots: RobotsState = "unknown"
    robots_capture_id: int | None = None
    tdm: Mapping[str, Any] | None = None
    validated_digest: str | None = None
    exchange: Exchange = field(default_factory=Exchange)
    keeps_slot: bool = False
    under_way: AnswerUnderWay | None = None
    end_slot: Callable[[], Awaitable[None]] | None = None
    capture: Capture | None = None
    body_bytes: int = 0
    cookies: ChainCookies | None = None

    def for_redirect(self, via_id: int | None) -> RequestContext:
        """Return the context of the request to which an answer redirects; ``via_id`` is the capture of the answer."""
        return RequestContext(self.kind, via_id, self.depth, self.is_unconditional, cookies=self.cookies)

    @property
    def has_refused_cookie(self) -> bool:
        """Return True if an answer on the way set a cookie that was not taken, or not sent back."""
        return self.cookies is not None and self.cookies.has_refused

    def times_asked(self, url: str) -> int:
        """Return how often the chain of this request may ask for an address."""
        return 1 if self.cookies is None else self.cookies.times_asked(url)

    def for_repetition(self) -> RequestContext:
        """Return the context of the same request, to be sent again for the whole answer."""
        return replace(self, is_unconditional=True, exchange=Exchange())


def context_of(message: Request | Response) -> RequestContext:
    """Return the context of a request, or of the request of a response; made if it has none yet."""
    context: RequestContext | None = message.meta.get(CONTEXT)
    if context is None:
        context = message.meta[CONTEXT] = RequestContext()
    return context


def committed_capture(response: Response) -> Capture:
    """Return the capture of an answer that has reached a callback."""
    capture = context_of(response).capture
    assert capture is not None, "middlewares.KeepCapture is not in use"
    return capture
