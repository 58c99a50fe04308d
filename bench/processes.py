"""Programs under measurement: the local site as a process of its own, crawls, their time and their memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.1.0/24"
_SAMPLE_EVERY_S = 0.2
_ENDS_WITHIN_S = 3600


@dataclass(frozen=True)
class Measured:
    """How a program ended: exit code, seconds from its start to its end, peak memory of all its processes."""

    code: int
    seconds: float
    peak_bytes: int
    stderr: str


@contextmanager
def local_site(
    folder: Path, *, pages: int, latency_ms: float = 0.0, address: str = "127.0.1.1"
) -> Iterator[tuple[str, Path]]:
    """Its address and its log (one JSON line a request)."""
    log = folder / "requests.jsonl"
    log.touch()
    program = [sys.executable, str(PROJECT / "tests" / "local_site.py"), "--address", address, "--pages", str(pages)]
    command = [*program, "--latency-ms", str(latency_ms), "--log", str(log)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), log
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of the caller's but the path; the project is found without being installed."""
    closed = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": str(PROJECT)}
    closed["KAAW_HOST_LOCKS"] = str(folder / "host-locks")  # a benchmark waits for no other
    return closed | dict(extra or {})


def crawl_command(urls: Path, archive: Path, *arguments: str, settings: Mapping[str, object]) -> list[str]:
    """``scrapy crawl site``; run it with ``SCRAPY_SETTINGS_MODULE=kaaw_archive.settings``."""
    chosen = {
        "ARCHIVE": archive,
        "ARCHIVE_ALLOW_NETWORKS": LOOPBACK,
        "ARCHIVE_LOOK_BESIDE_PROXY": 0,  # no invented name is asked of the machine's resolver
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "INFO",
        **settings,
    }
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"urls={urls}", *options, *arguments]


OURS = {"SCRAPY_SETTINGS_MODULE": "kaaw_archive.settings"}


def start(command: list[str], folder: Path, env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """As a session of its own, so that all that it starts can be counted and killed."""
    with log.open("wb") as stderr:
        return subprocess.Popen(
            command, cwd=folder, env=environment(folder, env), stdout=stderr, stderr=stderr, start_new_session=True
        )


def measure(command: list[str], folder: Path, env: Mapping[str, str]) -> Measured:
    """Runs a program to its end."""
    log, peak, ended = folder / "stderr.log", [0], threading.Event()
    begin = time.monotonic()
    process = start(command, folder, env, log)

    def sample() -> None:
        while not ended.wait(_SAMPLE_EVERY_S):
            peak[0] = max(peak[0], memory_of_session(process.pid))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    code = process.wait(_ENDS_WITHIN_S)
    seconds = time.monotonic() - begin
    ended.set()
    sampler.join()
    return Measured(code, seconds, peak[0], log.read_text(errors="replace"))


def kill_session(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of a started program and all its processes, and waits until they are gone."""
    for pid in [*session_pids(process.pid), process.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    while session_pids(process.pid):
        time.sleep(0.005)


def memory_of_session(leader: int) -> int:
    """Proportional set size (PSS) in bytes of all processes of a session: shared memory is counted once."""
    return sum(map(_memory_of, session_pids(leader)))


def memory_of_tree(root: int) -> int:
    """Proportional set size (PSS) in bytes of a process and all that descend from it, whatever their sessions."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, ())
        total += _memory_of(pid)
    return total


def _memory_of(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def session_pids(leader: int) -> list[int]:
    """The living processes of a session."""
    pids = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                # pid (name) state parent group session; the name may hold blanks and brackets
                state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(session) == leader and state != "Z":
                    pids.append(int(entry.name))
    return pids
