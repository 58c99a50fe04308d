"""Servers that want a certificate of their visitor and end the handshake with an alert, as web servers do.

Those of asyncio close the connection without the alert.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl


class CertificateAsker:
    """A server on an address of loopback that refuses each visitor; it listens between ``__enter__`` and ``__exit__``."""

    def __init__(self, address: str, context: ssl.SSLContext) -> None:
        self._context = context
        self._socket = socket.create_server((address, 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self._refuse(connection)

    def _refuse(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            self._context.wrap_socket(connection, server_side=True).close()
