"""Order commands from the fork server: each is a real process, with a pid, an exit code, signals and pipes."""

from __future__ import annotations

import functools
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SERVER = Path(__file__).with_name("server.py")
_FLAGS_UNDERSTOOD = ("-m", "-c", "-W")


class ForkServer:
    """The server, as a process that ends with this one."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(_SERVER), str(theirs.fileno())],
                cwd="/",
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                pass_fds=[theirs.fileno()],
            )

    def close(self) -> None:
        """End the server; what it started runs on."""
        self._control.close()
        self._process.wait()

    @staticmethod
    def understands(command: Sequence[str], env: Mapping[str, str]) -> bool:
        """Return True for a command line of this interpreter without anything that is read only when it starts."""
        if command[0] != sys.executable or any(name.startswith("PYTHON") and name != "PYTHONPATH" for name in env):
            return False
        return command[1] in _FLAGS_UNDERSTOOD or not command[1].startswith("-")

    def start(
        self, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], stdin: bytes = b"",
        limits: Mapping[str, int] | None = None,
    ) -> Process:  # fmt: skip
        """Start ``python`` with these arguments in a session of its own; ``limits`` by their names in resource."""
        order = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "limits": dict(limits or {})}
        pipes = [os.pipe() for _ in range(3)]
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            theirs = [given.fileno(), *(write for _, write in pipes)]
            socket.send_fds(self._control, [json.dumps(order).encode()], theirs)
        for _, write in pipes:
            os.close(write)
        stdout, stderr, status = (read for read, _ in pipes)
        return Process(arguments, stdout, stderr, status)


@functools.cache
def fork_server() -> ForkServer:
    """Return the one server of this process, started when it is first asked for."""
    return ForkServer()


def close_fork_server() -> None:
    """End the server of this process, if there is one."""
    if fork_server.cache_info().currsize:
        fork_server().close()
        fork_server.cache_clear()


class Process:
    """A command that was started, with those methods of subprocess.Popen that tests need; its output is text."""

    def __init__(self, arguments: Sequence[str], stdout: int, stderr: int, status: int) -> None:
        self._arguments = arguments
        self._output: dict[int, bytearray] = {stdout: bytearray(), stderr: bytearray()}
        self._open = {stdout, stderr}
        self._status = os.fdopen(status, "rb", buffering=0)
        self.pid = int(self._status.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, negative if a signal ended the process; None while it runs."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when the process has ended. Raises subprocess.TimeoutExpired."""
        code = self._ended_within(timeout)
        if code is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(self._arguments, timeout)
        return code

    def send_signal(self, number: int) -> None:
        """Send the signal to the process itself, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill_group(self) -> None:
        """kill -9 of the process and of all that it started, if it still runs."""
        if self.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return stdout and stderr, newlines as in text files, when all have closed them and the process has ended.

        Raises subprocess.TimeoutExpired; nothing is lost by it, and communicate may be called again.
        """
        stdout, stderr = self.read(timeout)
        return _text(stdout), _text(stderr)

    def read(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        """Return stdout and stderr as :meth:`communicate` does, but as bytes."""
        until = None if timeout is None else time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            for file in self._open:
                selector.register(file, selectors.EVENT_READ)
            while self._open:
                ready = selector.select(None if until is None else max(0.0, until - time.monotonic()))
                if not ready:
                    raise subprocess.TimeoutExpired(self._arguments, timeout or 0.0)
                for key, _ in ready:
                    if not self._read_some(key.fd):
                        selector.unregister(key.fd)
        self.wait(None if until is None else max(0.0, until - time.monotonic()))
        stdout, stderr = self._output.values()
        return bytes(stdout), bytes(stderr)

    def _read_some(self, file: int) -> bool:
        """Read what is there; close the file and return False at its end."""
        part = os.read(file, 1 << 16)
        self._output[file] += part
        if not part:
            self._open.remove(file)
            os.close(file)
        return bool(part)

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._status], [], [], seconds)[0]:
            self.returncode = int(self._status.readline())
            self._status.close()
        return self.returncode


def _text(output: bytes) -> str:
    return output.decode().replace("\r\n", "\n").replace("\r", "\n")
