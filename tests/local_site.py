"""A scripted HTTP/1.1 server on loopback: many hosts, every way to answer badly, and a log of what was asked.

In a test: ``with LocalSite() as site: site.add("www.stadt-a.example", "/x", Answer(status=410))``. It serves its own
addresses (``site.url("/x")``, host "") and, as an HTTP proxy (``http_proxy=site.proxy``), every name there is; with
``tls`` given, https too. By hand or in a benchmark, as a process of its own:

    python tests/local_site.py --address 127.0.1.1 --port 0 --pages 300 [--latency-ms 100] [--log requests.jsonl]

which prints the address that it listens on, and serves :func:`tests.german_pages.page` under ``address_path``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Literal, Self, TextIO
from urllib.parse import urlsplit

if __name__ == "__main__":  # run as a program, Python puts tests/ on the path instead of the project
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.german_pages import address_path, page

ROBOTS, TDMREP = "/robots.txt", "/.well-known/tdmrep.json"
POLICIES = (ROBOTS, TDMREP)  # what a crawler asks for on its own account
HTML = {"Content-Type": "text/html; charset=utf-8"}
Manner = Literal["whole", "chunked", "drop", "cut", "stall", "reset", "raw"]


@dataclass(frozen=True)
class Answer:
    """What is sent for one request.

    ``manner``: whole; chunked; drop (close without a byte); cut (close after half the body); stall (headers, half the
    body, then silence); reset (close with RST); raw (``body`` is all that is sent, with its head). A 200 with
    ``etag=True`` carries a digest of the body, and an If-None-Match that names it is answered with 304.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    delay_s: float = 0.0
    manner: Manner = "whole"
    etag: bool = False


@dataclass
class Seen:
    """One request as it arrived; times are those of time.monotonic, ``done_at`` None while it is under way."""

    at: float
    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    status: int | None = None
    done_at: float | None = None


Route = Answer | Sequence[Answer] | Callable[[Seen], Answer]
NOT_FOUND = Answer(b"<html><body><h1>Nicht gefunden</h1></body></html>", status=404)


def redirect(target: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere."""
    return Answer(status=status, headers={**HTML, "Location": target})


class LocalSite:
    """The server: runs in a thread of its own between ``__enter__`` and ``__exit__``.

    A route that is a sequence answers the n-th request with its n-th answer, and with its last from then on. Host ""
    stands for the server's own addresses, host "*" for all that have no route of their own. ``seen`` is the log;
    ``most_at_once`` the largest number of requests of one host at a time; ``latency_s`` delays all without ``delay_s``.
    """

    def __init__(
        self,
        addresses: Sequence[str] = ("127.0.1.1",),
        port: int = 0,
        *,
        latency_s: float = 0.0,
        log: TextIO | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.addresses, self.port = addresses, port
        self.seen: list[Seen] = []
        self.most_at_once: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._routes: dict[tuple[str, str], Route] = {}
        self._turns: Counter[tuple[str, str]] = Counter()
        self.latency_s, self._log, self._tls = latency_s, log, tls
        self._connections: set[asyncio.Task[None]] = set()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self.run()), daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the local site did not start to listen")
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def add(self, host: str, path: str, route: Route) -> str:
        """Says how a path is answered from now on, query included; returns its address."""
        self._turns.pop((host, path), None)
        self._routes[host, path] = route
        return self.url(path, host)

    def add_robots(self, host: str, rules: str) -> None:
        """A robots.txt for a host; without one it answers 404."""
        self.add(host, "/robots.txt", Answer(rules.encode(), headers={"Content-Type": "text/plain"}))

    def url(self, path: str, host: str = "") -> str:
        return f"http://{host or f'{self.addresses[0]}:{self.port}'}{path}"

    @property
    def proxy(self) -> str:
        return self.url("")

    def requests(self, host: str | None = None, path: str | None = None) -> list[Seen]:
        """What was asked, in order; None: of every host, of every path but POLICIES."""
        asked = [seen for seen in self.seen if host is None or seen.host == host]
        return [seen for seen in asked if (seen.path == path if path else seen.path not in POLICIES)]

    def forget(self) -> None:
        """Empties the log, keeps the routes."""
        self.seen.clear()
        self.most_at_once.clear()

    async def run(self) -> None:
        """Listens until it is stopped; the same port on all addresses."""
        self._loop = asyncio.get_running_loop()
        servers = []
        for address in self.addresses:
            servers.append(await asyncio.start_server(self._connect, address, self.port, backlog=1024))
            self.port = servers[-1].sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        origin = ""
        try:
            while (head := await _read_head(reader)) is not None:
                method, target, headers = head
                if method == "CONNECT" and self._tls is not None:
                    origin = f"https://{target.removesuffix(':443')}"
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    await writer.drain()
                    await writer.start_tls(self._tls)
                    continue
                if not await self._serve(method, origin + target, headers, writer):
                    return
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def _serve(self, method: str, target: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> bool:
        """Answers one request; False: the connection ends with it."""
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        name = parts.hostname or headers.get("host", "").partition(":")[0]
        host = "" if name in self.addresses else name
        seen = Seen(time.monotonic(), host, method, path, headers)
        self.seen.append(seen)
        self._under_way[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self._under_way[host])
        try:
            answer = self._answer(seen)
            self._note(seen)
            if delay := answer.delay_s or self.latency_s:
                await asyncio.sleep(delay)
            return await _send(answer, seen, writer)
        finally:
            seen.done_at = time.monotonic()
            self._under_way[host] -= 1

    def _answer(self, seen: Seen) -> Answer:
        for key in ((seen.host, seen.path), ("*", seen.path), (seen.host, "*"), ("*", "*")):
            route = self._routes.get(key)
            if route is not None and not (key[1] == "*" and seen.path in POLICIES):
                break
        else:
            return NOT_FOUND
        if isinstance(route, Answer):
            return route
        if callable(route):
            return route(seen)
        turn = min(self._turns[key], len(route) - 1)
        self._turns[key] += 1
        return route[turn]

    def _note(self, seen: Seen) -> None:
        if self._log is not None:
            line = {"at": seen.at, "host": seen.host, "method": seen.method, "path": seen.path}
            line |= {
                name: seen.headers[name] for name in ("if-none-match", "if-modified-since") if name in seen.headers
            }
            self._log.write(json.dumps(line) + "\n")
            self._log.flush()


async def _read_head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    """Method, target and headers (lower-case names) of the next request; None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    fields = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    await reader.readexactly(int(headers.get("content-length", 0)))
    return method, target, headers


async def _send(answer: Answer, seen: Seen, writer: asyncio.StreamWriter) -> bool:
    if answer.manner in ("drop", "reset"):
        if answer.manner == "reset":
            writer.transport.abort()
        return False
    if answer.manner == "raw":
        writer.write(answer.body)
        await writer.drain()
        return False
    status, body, headers = answer.status, answer.body, dict(answer.headers)
    if answer.etag:
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers["ETag"] in seen.headers.get("if-none-match", ""):
            status, body = 304, b""
    seen.status = status
    if answer.manner == "chunked":
        headers["Transfer-Encoding"] = "chunked"
    elif status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {status} {_reason(status)}\r\n{lines}\r\n".encode("latin-1"))
    if answer.manner == "chunked":
        half = len(body) // 2
        for part in filter(None, (body[:half], body[half:])):
            writer.write(b"%x\r\n%b\r\n" % (len(part), part))
        writer.write(b"0\r\n\r\n")
    elif seen.method != "HEAD":
        writer.write(body if answer.manner == "whole" else body[: len(body) // 2])
    await writer.drain()
    if answer.manner == "stall":
        await asyncio.sleep(3600)
    return answer.manner != "cut" and seen.headers.get("connection", "").lower() != "close"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--address", action="append", help="of loopback, may be given several times")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--log", type=Path, help="one JSON line a request is added here")
    args = parser.parse_args()
    log = args.log.open("a", encoding="utf-8") if args.log else None
    site = LocalSite(args.address or ["127.0.1.1"], args.port, latency_s=args.latency_ms / 1000, log=log)
    for number in range(args.pages):
        site.add("*", address_path(number), Answer(page(number), etag=True))
    with contextlib.suppress(KeyboardInterrupt), site:
        print(site.proxy, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
