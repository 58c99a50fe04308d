"""A process beside each command, as fresh as the command was, that becomes or starts what a new interpreter would be.

It becomes the server from which multiprocessing forks the readers of a crawl, and it starts the crawls of `kaaw run`:
forked with CLONE_PARENT, they are children of the command, which waits for them and whose end they notice.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import fcntl
import importlib
import json
import marshal
import multiprocessing.util
import os
import platform
import signal
import socket
import subprocess
import sys
import types
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Begin = Callable[[dict[str, Any], list[int]], None]

_MAX_ORDER = 1 << 20  # bytes
_CLONE = {"x86_64": 56, "aarch64": 220}.get(platform.machine(), -1)  # the number of clone(2); -1: no such call
_CLONE_PARENT = 0x8000


def keep(begin: Begin) -> None:
    """Fork the process that stands by; what it starts does ``begin`` with an order and its files."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    standby = os.fork()
    if standby == 0:
        ours.close()
        _stand_by(theirs, begin)
    theirs.close()
    control = ours.detach()  # stays open as long as this process lives: the standby ends with it
    _let_readers_come_from(control, standby)
    _Popen.control = control
    subprocess.Popen = _Popen  # type: ignore[misc]


def _let_readers_come_from(control: int, standby: int) -> None:
    unused = [control]
    start_interpreter = multiprocessing.util.spawnv_passfds

    def start(path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
        """Replace ``spawnv_passfds``: start an interpreter that keeps these files open; return its pid."""
        if "forkserver" not in args[-1] or not unused:
            return start_interpreter(path, args, passfds)
        order = {"code": args[-1], "files": list(passfds), "cwd": os.getcwd(), "env": dict(os.environ)}  # noqa: PTH109
        _send(unused.pop(), order, passfds)
        _Popen.control = None
        return standby

    multiprocessing.util.spawnv_passfds = start


class _Popen(subprocess.Popen[Any]):
    """A process that comes from the standby where it is an interpreter with -P and -m, as `kaaw run` starts crawls."""

    control: int | None = None

    def _execute_child(self, args: Any, executable: Any, preexec_fn: Any, *rest: Any) -> None:
        _, _, cwd, env, _, _, _, *pipes = rest[:13]
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite = pipes
        is_known = isinstance(args, list) and args[:3] == [sys.executable, "-P", "-m"]
        if is_known and self.control is not None and -1 not in (p2cread, c2pwrite, errwrite):
            order = {"arguments": args[1:], "cwd": str(cwd or "."), "env": dict(env or os.environ), "limits": {}}
            if preexec_fn is not None:
                order["preexec"] = _text_of(preexec_fn)
            if pid := _started(self.control, order, [p2cread, c2pwrite, errwrite]):
                self.pid, self._child_created = pid, True
                self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)  # type: ignore[attr-defined]
                return
        super()._execute_child(args, executable, preexec_fn, *rest)  # type: ignore[misc]


def _started(control: int, order: dict[str, Any], streams: list[int]) -> int:
    """Return the pid of a process that the standby started as a child of this one; 0 if it cannot."""
    read, write = os.pipe()
    _send(control, order, [*streams, write])
    os.close(write)
    with os.fdopen(read, "rb") as status:
        return int(status.readline() or 0)


def _text_of(function: Any) -> dict[str, Any]:
    """Return a function and the plain values that it closes over, to be made again in another process."""
    values = [cell.cell_contents for cell in function.__closure__ or ()]
    code = base64.b64encode(marshal.dumps(function.__code__)).decode()
    return {"module": function.__module__, "code": code, "values": values}


def function_of(text: dict[str, Any]) -> Callable[[], None]:
    """Return the function of a text of :func:`_text_of`."""
    code = marshal.loads(base64.b64decode(text["code"]))
    cells = tuple(types.CellType(value) for value in text["values"])
    return types.FunctionType(code, vars(importlib.import_module(text["module"])), closure=cells)


def _send(control: int, message: dict[str, Any], files: Sequence[int]) -> None:
    with socket.socket(fileno=os.dup(control)) as sender:
        socket.send_fds(sender, [json.dumps(message).encode()], files)


def _stand_by(control: socket.socket, begin: Begin) -> NoReturn:
    """Wait for orders until the command ends; after that of a server of readers this process is that server."""
    while True:
        message, files, _, _ = socket.recv_fds(control, _MAX_ORDER, 16)
        if not message:
            os._exit(0)
        order = json.loads(message)
        if "code" in order:
            _become_server_of_readers(order, files)
        if (pid := _fork_sibling()) == 0:
            control.detach()  # closed by its number, without a ResourceWarning
            begin(order, files)
            sys.exit()
        if pid < 0:
            os.write(files[3], b"0\n")
        for file in files:
            os.close(file)


def _fork_sibling() -> int:
    """Fork this process; the child has its parent. Return 0 in the child, the pid here, -1 if that cannot be done."""
    libc = ctypes.PyDLL(None)  # keeps the lock of the interpreter, as os.fork does
    ctypes.pythonapi.PyOS_BeforeFork()
    numbers = (_CLONE, _CLONE_PARENT | int(signal.SIGCHLD), 0, 0, 0, 0, 0)
    pid = int(libc.syscall(*map(ctypes.c_long, numbers)))
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
    return pid


def _become_server_of_readers(order: dict[str, Any], files: list[int]) -> NoReturn:
    """Run the code that the server of multiprocessing runs, with its files open at their numbers."""
    free = max(*files, *order["files"]) + 1
    moved = [fcntl.fcntl(file, fcntl.F_DUPFD, free) for file in files]
    os.closerange(3, free)
    for number, file in zip(order["files"], moved, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    with contextlib.suppress(SystemExit):
        exec(order["code"], {"__name__": "__main__"})
    os._exit(0)
