"""Connections with a limit on the bytes of a head and on the time to its first byte, which note what they carry.

Twisted limits a line of a head, not the number of lines; and a server that answers nothing would occupy its
place for as long as a large document may take. Scrapy's responses lack the reason phrase, the request as it was sent,
and order and case of the header lines.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from twisted.internet import error as twisted_error
from twisted.python.failure import Failure

from kaaw_archive.download.answer_parser import AnswerParser, HeadTooLarge
from kaaw_archive.scrapy_private import HEADER, STATUS, ClientFactory, ClientParser, ClientProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twisted.web.client import HTTPConnectionPool

    from kaaw_archive.download.request_context import Exchange, RawLine
    from kaaw_archive.download.wire_budget import AnswerUnderWay

_KEPT_CONNECTION_S = 3  # Apache's KeepAliveTimeout is 5 by default, nginx's 75
_HEADS = (STATUS, HEADER)  # states of the parser before the body
# OpenSSL's words for what a server says that misses a certificate: TLS 1.3, and 1.2 once its own certificate was sent
_CERTIFICATE_REQUIRED = "alert certificate required"
_NO_CERTIFICATE = re.compile("alert (?:handshake failure|bad certificate)")
_asked: ContextVar[tuple[Exchange | None, AnswerUnderWay | None]] = ContextVar(
    "kaaw_archive_exchange", default=(None, None)
)


class NoFirstByte(twisted_error.TimeoutError):
    """The request was sent, and nothing came back in time."""


class ClientCertificateWanted(Exception):
    """The server ended the handshake because we showed no certificate (RFC 8446, 4.4.2.4; RFC 5246, 7.4.6)."""


@contextmanager
def noting(exchange: Exchange, under_way: AnswerUnderWay | None) -> Iterator[None]:
    """Let the connection that is asked for within this context note what it sends and receives, and how much.

    The pool reads the context as soon as the request is handed to Scrapy's handler, before anything is awaited.
    """
    token = _asked.set((exchange, under_way))
    try:
        yield
    finally:
        _asked.reset(token)


def limit_connections(pool: HTTPConnectionPool, *, head_max_bytes: int, first_byte_s: float, connections: int) -> None:
    """Every connection of this pool from now on; 0 stands for no bound.

    ``connections`` are kept to one server, where Scrapy keeps as many as a host may have at once: a proxy is one server
    for all hosts.

    Every attempt is a capture, and Twisted's own second one on a kept connection that was closed would be none. So
    that such failures stay rare, a connection is kept for less than the shortest time that servers keep theirs.
    """
    pool.retryAutomatically = False
    pool.maxPersistentPerHost = connections
    pool.cachedConnectionTimeout = _KEPT_CONNECTION_S

    class Factory(ClientFactory):
        def buildProtocol(self, addr: object) -> _BoundedProtocol:  # noqa: N802 - Twisted's name
            return _BoundedProtocol(self._quiescentCallback, head_max_bytes, first_byte_s)

    pool._factory = Factory
    get_connection = pool.getConnection

    def get_noting_connection(key: Any, endpoint: Any) -> Any:
        asked = _asked.get()

        def note_exchange(protocol: Any) -> Any:
            protocol.exchange, protocol.under_way = asked
            return protocol

        return get_connection(key, endpoint).addCallback(note_exchange)

    pool.getConnection = get_noting_connection  # type: ignore[method-assign]


class _BoundedProtocol(ClientProtocol):
    exchange: Exchange | None = None  # of the request under way; set by the pool
    under_way: AnswerUnderWay | None = None  # its bytes in memory

    def __init__(self, quiescent: Any, head_max_bytes: int, first_byte_s: float) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._head_max_bytes = head_max_bytes
        self._first_byte_s = first_byte_s
        self._head_bytes = 0
        self._waiting: Any = None  # the call that will say that nothing came

    def request(self, request: Any) -> Any:
        from twisted.internet import reactor

        self._head_bytes = 0
        if self._first_byte_s:
            self._waiting = reactor.callLater(self._first_byte_s, self._came_nothing)  # type: ignore[arg-type, unused-ignore]
        if self.exchange is not None:
            self.exchange.request_lines = tuple(_lines_of(request))
        result = super().request(request)
        if self.exchange is not None and isinstance(self._parser, ClientParser):
            self._parser.__class__ = AnswerParser  # as Scrapy replaces that of Twisted
            self._parser.exchange = self.exchange  # type: ignore[attr-defined]
        return result

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802, A002 - Twisted's names
        self._stop_waiting()
        if self.under_way is not None:
            self.under_way.budget.add(self.under_way, len(bytes), self.transport)
        parser = self._parser
        if self._head_max_bytes and parser is not None and parser.state in _HEADS:
            self._head_bytes += len(bytes)
            super().dataReceived(bytes)  # type: ignore[no-untyped-call]
            if self._head_bytes > self._head_max_bytes and self._parser is parser and parser.state in _HEADS:
                self._refuse(HeadTooLarge(f"a head of more than {self._head_max_bytes} bytes"))
            return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Any) -> None:  # type: ignore[override]  # noqa: N802 - Twisted's name
        self._stop_waiting()
        if _wants_certificate(str(reason.value), self.transport):
            failure: Any = Failure  # untyped in Twisted
            reason = failure(ClientCertificateWanted("the server wants a certificate of its visitor"))
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _came_nothing(self) -> None:
        self._waiting = None
        if self._parser is not None and self._parser.state == STATUS:
            self._refuse(NoFirstByte(f"no answer within {self._first_byte_s:g} s"))  # type: ignore[no-untyped-call]

    def _refuse(self, error: Exception) -> None:
        transport: Any = self.transport
        failure: Any = Failure  # untyped in Twisted
        self._giveUp(failure(error))  # type: ignore[no-untyped-call]
        transport.abortConnection()  # a server that does not read would keep it open

    def _stop_waiting(self) -> None:
        if self._waiting is not None and self._waiting.active():
            self._waiting.cancel()
        self._waiting = None


def _wants_certificate(text: str, transport: Any) -> bool:
    """Return True if a connection with this error text ended because the server wanted a certificate of ours."""
    if _CERTIFICATE_REQUIRED in text:
        return True
    return bool(_NO_CERTIFICATE.search(text)) and transport.getPeerCertificate() is not None


def _lines_of(request: Any) -> Iterator[RawLine]:
    """Yield the header lines that Twisted writes for a request without a body, in its order."""
    if not request.persistent:
        yield b"Connection", b"close"
    for name, values in request.headers.getAllRawHeaders():
        yield from ((name, value) for value in values)
