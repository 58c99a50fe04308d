"""Connections that a server cannot stretch: a bound on the bytes of a head, and on the time to its first byte.

Twisted bounds a line of a head (16 KB), not how many there are; and a server that answers nothing would hold its place
for as long as a large document may take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet import error as twisted_error
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

if TYPE_CHECKING:
    from twisted.web.client import HTTPConnectionPool

_KEPT_CONNECTION_S = 3  # Apache's KeepAliveTimeout is 5 by default, nginx's 75
_HEADS = (STATUS, HEADER)  # states of the parser before the body


class HeadTooLarge(Exception):
    """The status line, the header fields and all interim answers before them have more bytes than are taken."""


class NoFirstByte(twisted_error.TimeoutError):
    """The request was sent, and nothing came back in time."""


def bound(pool: HTTPConnectionPool, *, head_max_bytes: int, first_byte_s: float, connections: int) -> None:
    """Every connection of this pool from now on; 0 stands for no bound.

    ``connections`` are kept to one server, where Scrapy keeps as many as a host may have at once: a proxy is one server
    for all hosts.

    Every attempt is a capture, and Twisted's own second one on a kept connection that was closed would be none. So
    that such failures stay rare, a connection is kept for less than the shortest time that servers keep theirs.
    """
    pool.retryAutomatically = False
    pool.maxPersistentPerHost = connections
    pool.cachedConnectionTimeout = _KEPT_CONNECTION_S

    class Factory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: object) -> _BoundedProtocol:  # noqa: N802 - Twisted's name
            return _BoundedProtocol(self._quiescentCallback, head_max_bytes, first_byte_s)

    pool._factory = Factory


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
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
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802, A002 - Twisted's names
        self._stop_waiting()
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
