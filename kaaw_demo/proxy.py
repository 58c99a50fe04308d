"""An HTTP proxy on loopback that answers for the whole world, with TLS of its own authority for https addresses."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import ssl
import tempfile
import threading
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kaaw_demo.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_demo.answers import Answer
    from kaaw_demo.world import World

_ADDRESS = "127.0.0.1"
_START_WITHIN_S = 10
_GONE = (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)


class WorldProxy:
    """Runs in a thread of its own between ``__enter__`` and ``__exit__``; ``address`` is what http_proxy must say."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._folder = tempfile.TemporaryDirectory(prefix="kaaw-demo-")
        self.authority = Authority(Path(self._folder.name))
        self.port = 0
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="demo-world", daemon=True)

    @property
    def address(self) -> str:
        return f"http://{_ADDRESS}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(_START_WITHIN_S):
            raise RuntimeError("the demo's server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_START_WITHIN_S)
        self._folder.cleanup()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_quietly)
        server = await asyncio.start_server(self._connect, _ADDRESS, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        origin = ""
        try:
            while (head := await _read_head(reader)) is not None:
                method, target, headers = head
                if method == "CONNECT":
                    origin = f"https://{target.removesuffix(':443')}"
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    await writer.drain()
                    await writer.start_tls(self.authority.context(target.partition(":")[0]))
                elif not await self._serve(method, origin + target, headers, writer):
                    return
        except _GONE:
            return
        finally:
            writer.close()

    async def _serve(self, method: str, url: str, headers: Mapping[str, str], writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return False if the connection ends with it."""
        answer = self._world.answer(url, method, headers)
        if answer.is_dropped:
            return False
        writer.write(_response(answer, method, headers))
        await writer.drain()
        return headers.get("connection", "").lower() != "close"


async def _read_head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    """Return method, target and headers (lower-case names) of the next request; None at the end of the connection."""
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


def _response(answer: Answer, method: str, request_headers: Mapping[str, str]) -> bytes:
    status, body = answer.status, answer.body
    headers = {"Content-Type": answer.media_type, "Server": "Apache", **answer.headers}
    if answer.etag:
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if answer.modified:
            headers["Last-Modified"] = answer.modified
        if _is_known(headers, request_headers):
            status, body = HTTPStatus.NOT_MODIFIED, b""
    else:
        headers["Cache-Control"] = "no-cache, private"
    if status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("latin-1")
    return head if method == "HEAD" else head + body


def _is_known(headers: Mapping[str, str], request_headers: Mapping[str, str]) -> bool:
    """Return True if the client has this body: If-None-Match decides, else the date (RFC 9110, 13.2.2)."""
    if "if-none-match" in request_headers:
        return headers["ETag"] in request_headers["if-none-match"]
    return "Last-Modified" in headers and request_headers.get("if-modified-since") == headers["Last-Modified"]


def _quietly(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log an error of the loop as a detail: a client that leaves in the middle of a handshake is no news."""
    logging.getLogger(__name__).debug("%s", context.get("message"))
