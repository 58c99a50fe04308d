"""Servers that break HTTP, each with an address of its own on loopback, as each is a host of its own."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tests.local_site import POLICIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def says(answer: bytes) -> Callable[[socket.socket, bytes], None]:
    """A manner: these bytes, then the end."""

    def manner(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(answer)

    return manner


def repeats(head: bytes, part: bytes, pause_s: float = 0.0) -> Callable[[socket.socket, bytes], None]:
    """A manner: a part again and again, for as long as somebody listens."""

    def manner(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)
            time.sleep(pause_s)

    return manner


def silence(_connection: socket.socket, _asked: bytes) -> None:
    time.sleep(120)


def much_then_silence(connection: socket.socket, _asked: bytes) -> None:
    """Send 24 MB of the 31 that are announced."""
    connection.sendall(OK + b"Content-Length: 31000000\r\n\r\n")
    for _ in range(24):
        connection.sendall(b"<p>Amtsblatt</p>" * 62_500)
    time.sleep(120)


def reset(connection: socket.socket, _asked: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def redirects_on(connection: socket.socket, asked: bytes) -> None:
    path = asked.split(b" ", 2)[1]
    connection.sendall(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + path + b"x\r\n\r\n"
    )


MANNERS: Mapping[str, Callable[[socket.socket, bytes], None]] = {
    "endless head": repeats(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 8000 + b"\r\n"),
    "endless interim answers": repeats(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n"),
    "a line without end": repeats(OK + b"X: ", b"x" * 65_536),
    "a status line without end": repeats(b"HTTP/1.1 200 ", b"x" * 65_536),
    "silence": silence,
    "24 MB, then silence": much_then_silence,
    "a byte at a time": repeats(OK + b"Content-Length: 100000\r\n\r\n", b"x", 0.5),
    "a head by the byte": repeats(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.5),
    "closes at once": says(b""),
    "resets": reset,
    "is no HTTP": says(b"220 mail.stadt.example ESMTP\r\n" * 20),
    "bytes of a tape": says(bytes(range(256)) * 50),
    "status abc": says(b"HTTP/1.1 abc OK\r\n\r\n"),
    "status 999999": says(b"HTTP/1.1 999999 OK\r\nContent-Length: 1\r\n\r\nx"),
    "status 0": says(b"HTTP/1.1 0 OK\r\nContent-Length: 1\r\n\r\nx"),
    "HTTP 0.9": says(b"<html><h1>Amtsblatt</h1></html>"),
    "HTTP 9.9": says(b"HTTP/9.9 200 OK\r\nContent-Length: 1\r\n\r\nx"),
    "a length below zero": says(OK + b"Content-Length: -5\r\n\r\nxxxxx"),
    "a length of letters": says(OK + b"Content-Length: viel\r\n\r\nxxxxx"),
    "two lengths": says(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nxxxxx"),
    "a length of a number without end": says(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nxxxxx"),
    "a body cut off": says(OK + b"Content-Length: 5000\r\n\r\nxxxxx"),
    "ten gigabytes": says(OK + b"Content-Length: 10000000000\r\n\r\nxxxxx"),
    "a body without end": repeats(OK + b"\r\n", b"<p>Amtsblatt</p>" * 4096),
    "bad chunks": says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxxxxx\r\n"),
    "a chunk of an endless size": says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\nx"),
    "chunks without end": repeats(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 4096),
    "trailers without end": repeats(
        OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: " + b"x" * 8000 + b"\r\n"
    ),
    "chunks and a length": says(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nxxxxx\r\n0\r\n\r\n"),
    "an unknown transfer coding": says(OK + b"Transfer-Encoding: quantum\r\n\r\nxxxxx"),
    "two answers for one question": says((OK + b"Content-Length: 5\r\n\r\nxxxxx") * 2),
    "ten thousand cookies": says(OK + b"Set-Cookie: a=b\r\n" * 10_000 + b"Content-Length: 5\r\n\r\nxxxxx"),
    "header fields without a name": says(OK + b": x\r\n:\r\nContent-Length: 5\r\n\r\nxxxxx"),
    "a header line without a colon": says(OK + b"kein Doppelpunkt\r\nContent-Length: 5\r\n\r\nxxxxx"),
    "redirects on and on": redirects_on,
    "an upgrade": says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nxxxxx"),
}


@contextmanager
def listening(
    manner: Callable[[socket.socket, bytes], None], address: str, *, spared: Collection[str] = POLICIES
) -> Iterator[str]:
    """A server with this manner, which only who asks for a ``spared`` path does not meet. Gives its origin."""
    listener = socket.create_server((address, 0), backlog=64)

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(120)
            asked = connection.recv(65_536)
            if any(f" {path} ".encode() in asked for path in spared):
                connection.sendall(NOT_FOUND)
            else:
                manner(connection, asked)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://{address}:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@contextmanager
def canaries() -> Iterator[tuple[int, list[str]]]:
    """A port on which 127.0.0.1, ::1 and (all others of) 0.0.0.0 listen, and who connected to them."""
    made: list[str] = []
    listeners = [socket.create_server(("127.0.0.1", 0))]
    port = listeners[0].getsockname()[1]
    listeners.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    listeners.append(socket.create_server(("127.0.0.2", port)))

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, peer = listener.accept()
                made.append(str(peer))
                connection.close()

    for listener in listeners:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
    try:
        yield port, made
    finally:
        for listener in listeners:
            listener.close()
