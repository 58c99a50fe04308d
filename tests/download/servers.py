"""Servers on loopback for the tests: pages, bad TLS, a proxy, and a port that must never be touched."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "127.0.1.1"
PROXY_ADDRESS = "127.0.1.2"


class Pages(BaseHTTPRequestHandler):
    """Answers every path with itself; what it was asked, and when, is in ``server.asked``."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # 40 ms a request, otherwise
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((time.monotonic(), self.path))
        self.server.fields += self.headers.items()
        if self.path.startswith("/slow"):
            time.sleep(0.15)
        body = f"{self.server.name} {self.path}".encode()
        self.send_response(503 if self.path.startswith("/busy") else 200)
        if self.path.startswith("/busy/"):
            self.send_header("Retry-After", self.path.removeprefix("/busy/"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class Site(ThreadingHTTPServer):
    """A server in threads; with ``certificate`` (a PEM file with its key) it speaks TLS."""

    daemon_threads = True

    def __init__(
        self, address: str, handler: type[BaseHTTPRequestHandler], name: str, certificate: Path | None
    ) -> None:
        super().__init__((address, 0), handler)
        self.name = name
        self.asked: list[tuple[float, str]] = []
        self.fields: list[tuple[str, str]] = []  # of all requests
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that does not trust the certificate hangs up


@contextmanager
def serving(
    name: str = "site",
    *,
    address: str = ADDRESS,
    handler: type[BaseHTTPRequestHandler] = Pages,
    certificate: Path | None = None,
) -> Iterator[Site]:
    site = Site(address, handler, name, certificate)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


class Proxy(Pages):
    """A proxy: opens tunnels to ADDRESS whatever the host is called, and answers plain requests itself."""

    def do_CONNECT(self) -> None:
        self.server.asked.append((time.monotonic(), self.path))
        host, _, port = self.path.rpartition(":")
        if host == "closed.test":
            self.send_error(502)
            return
        with ExitStack() as stack:
            other = stack.enter_context(socket.create_connection((ADDRESS, int(port))))
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_copy, args=(other, self.connection), daemon=True)
            back.start()
            _copy(self.connection, other)
            back.join()
        self.close_connection = True


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@contextmanager
def replying(answer: bytes) -> Iterator[int]:
    """A port of ADDRESS where every connection gets these bytes and is closed."""
    with _listening(ADDRESS) as (listener, _):
        yield from _accepting(listener, answer, [])


@contextmanager
def sending(head: bytes, body: bytes, *, is_silent: bool = False) -> Iterator[int]:
    """A port of ADDRESS where every connection gets these bytes at the same time as others, and is closed.

    ``is_silent``: it stays open until the client closes it.
    """

    def send(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            connection.sendall(head + body)
            while is_silent and connection.recv(65536):
                pass

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):  # of the listener that is closed
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=send, args=(connection,), daemon=True).start()

    with _listening(ADDRESS) as (listener, port):
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield port
        listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def canary() -> Iterator[tuple[int, list[Any]]]:
    """A port open on 127.0.0.1 and on ::1, and the connections that were made to it."""
    made: list[Any] = []
    with _listening("127.0.0.1") as (listener, port), ExitStack() as stack:
        listeners = [listener]
        if socket.has_ipv6:
            six = stack.enter_context(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))
            try:
                six.bind(("::1", port))
                six.listen()
                listeners.append(six)
            except OSError:
                pass  # a machine without IPv6 cannot be reached by it either
        yield port, made
        for each in listeners:
            each.setblocking(False)
            try:
                while True:
                    connection, peer = each.accept()
                    connection.close()
                    made.append(peer)
            except BlockingIOError:
                pass


@contextmanager
def _listening(address: str) -> Iterator[tuple[socket.socket, int]]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind((address, 0))
        listener.listen()
        yield listener, listener.getsockname()[1]


def _accepting(listener: socket.socket, answer: bytes, made: list[Any]) -> Iterator[int]:
    stopped = threading.Event()
    listener.settimeout(0.02)

    def accept() -> None:
        while not stopped.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            made.append(peer)
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        stopped.set()
        thread.join()
