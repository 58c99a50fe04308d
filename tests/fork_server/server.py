"""Start Python commands by fork, from a process that has imported Scrapy and kaaw_archive: 0.2 s of a core, not 1.5.

    python tests/fork_server/server.py FD

FD is a socket. Each message on it is an order, a JSON object with ``arguments`` (those that follow the interpreter on a
command line), ``cwd``, ``env`` and ``limits`` (of resource.setrlimit, soft and hard alike), with four open files:
stdin, stdout, stderr, and one to which the pid, and later the exit code, are written as lines. Each child leads a
session of its own and ends as any Python process does.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import resource
import runpy
import select
import signal
import socket
import sys
import threading
import time
import types
import warnings
from typing import Any

sys.path[0] = os.path.dirname(os.path.dirname(sys.path[0]))  # noqa: PTH120 - this checkout, not this folder

from tests.fork_server import standby  # noqa: E402

Order = dict[str, Any]

_PACKAGES = (
    "kaaw_archive", "scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.extensions", "scrapy.spidermiddlewares",
)  # fmt: skip
_WHEN_NEEDED = (
    "marisa_trie", "multiprocessing.popen_forkserver", "scrapy.cmdline", "scrapy.squeues", "scrapy.statscollectors",
)  # fmt: skip
_MAX_ORDER = 1 << 20  # bytes


def import_all() -> None:
    """Import what commands use, and read the list of public suffixes, which takes a fifth of a small crawl.

    No thread runs and no reactor is installed afterwards, so that fork is safe.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of Scrapy that nobody uses
        for name in _PACKAGES:
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}."):
                if not module.name.endswith(".__main__"):
                    importlib.import_module(module.name)
        for name in _WHEN_NEEDED:
            importlib.import_module(name)
    importlib.import_module("kaaw_archive.urls").registrable_domain("amt.example")
    delattr(sys.modules["kaaw_archive"], "settings")
    del sys.modules["kaaw_archive.settings"]  # it reads the environment when it is imported
    assert "twisted.internet.reactor" not in sys.modules
    assert threading.active_count() == len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208


def serve(control: socket.socket) -> tuple[Order, list[int]]:
    """Fork for each order until the socket is closed; return in each child, with its order and its open files."""
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    files_of_status: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            report_ended(files_of_status)
        if control.fileno() in ready:
            message, files, _, _ = socket.recv_fds(control, _MAX_ORDER, 4)
            if not message:
                sys.exit()
            if (pid := os.fork()) == 0:
                control.detach()  # closed by its number, without a ResourceWarning
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return json.loads(message), files
            files_of_status[pid] = files.pop()
            for file in files:
                os.close(file)


def report_ended(files_of_status: dict[int, int]) -> None:
    """Write the exit code of each child that has ended; negative if a signal ended it."""
    while files_of_status:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        file = files_of_status.pop(pid)
        tell(file, os.waitstatus_to_exitcode(status))
        os.close(file)


def tell(file: int, number: int) -> None:
    """Write the number as a line, or nothing if the other side has gone."""
    with contextlib.suppress(BrokenPipeError):
        os.write(file, b"%d\n" % number)


def become(order: Order, files: list[int]) -> None:
    """Make this child what the operating system makes of a new process: session, files, folder, limits, environment."""
    os.setsid()
    tell(files[3], os.getpid())  # only now, as its group can be killed only now
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    for name, bound in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (bound, bound))
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin = sys.__stdin__ = _text(0, "r")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _text(1, "w")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(2, "w", errors="backslashreplace", line_buffering=True)  # type: ignore[misc]


def _text(file: int, mode: str, **options: Any) -> io.TextIOWrapper:
    """Return a standard stream as Python opens it under the locale C.UTF-8."""
    binary = open(file, mode + "b", closefd=False)  # noqa: SIM115
    options = {"errors": "surrogateescape", "line_buffering": os.isatty(file), **options}
    return io.TextIOWrapper(binary, encoding="utf-8", **options)


def run(arguments: list[str]) -> None:
    """Do what ``python`` does with these arguments: -m MODULE, -c CODE or a file, after -P or some -W FILTER."""
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [*paths, *(path for path in sys.path if path not in paths)]
    while arguments[0] == "-W":
        warnings.filterwarnings(arguments[1])  # type: ignore[arg-type]  # the filters in use are bare actions
        arguments = arguments[2:]
    if is_safe := arguments[0] == "-P":
        arguments = arguments[1:]
    if arguments[0] == "-m":
        if not is_safe:
            sys.path.insert(0, os.getcwd())  # noqa: PTH109
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    elif arguments[0] == "-c":
        sys.path.insert(0, "")
        sys.argv = ["-c", *arguments[2:]]
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(arguments[1], main.__dict__)
    else:
        sys.argv = arguments
        sys.path.insert(0, os.path.dirname(os.path.realpath(arguments[0])))  # noqa: PTH120
        runpy.run_path(arguments[0], run_name="__main__")


def end(arguments: list[str]) -> None:
    """Run the command and end this process as Python does, but for the taking down of all that was imported.

    That takes longer than most commands, as it writes to each page of memory that the child shares with the server. It
    is done only after an error, and where warnings count: some come from what was never closed.
    """
    code = 0
    try:
        run(arguments)
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        code = ended.code or 0
    if arguments[0] == "-W":
        sys.exit(code)
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python tries once more, and says why that fails
    os._exit(code & 0xFF)


def begin(order: Order, files: list[int]) -> None:
    """Become the process that was ordered, with a standby of its own, and run its command to the end."""
    become(order, files)
    if "preexec" in order:
        standby.function_of(order["preexec"])()
    standby.keep(begin)
    end(order["arguments"])


def main() -> None:
    """Import, serve, and in each child run the command to its end."""
    import_all()
    del sys.path[0]
    gc.collect()
    gc.freeze()
    begin(*serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
