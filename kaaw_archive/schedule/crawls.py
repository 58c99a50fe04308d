"""A crawl in its own process: start, watch and end it; a crash of one crawl ends no other."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import status
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.project import Project, SpiderFacts

GRACE_S = 60.0  # between the word to end and the end by force; a crawl takes seconds
_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOG_LINES = 5
_LOG_BYTES = 20_000
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Result of a crawl. ``state`` is that of its row, ``failed`` without a row, ``stopped`` if this run ended it.

    ``log`` holds the last lines of output of a failed crawl; counts are None without a row. ``since_at`` is the start
    of the first of the source's last crawls in a row that did not finish well (UTC text), None if this one did.
    ``earlier_reason`` is that of the crawl before, None if it finished well or there was none.
    """

    spider: str
    source: str
    state: str
    reason: str | None
    exit_code: int
    requests: int | None
    new_payloads: int | None
    problems: int | None
    articles_not_read: int | None
    seconds: float
    since_at: str | None
    log: tuple[str, ...]
    earlier_reason: str | None = None

    @property
    def is_archive_unusable(self) -> bool:
        return self.exit_code in (ExitCode.ARCHIVE_UNUSABLE, ExitCode.DISK_FULL)


class RunningCrawl:
    """Process of one spider. The kernel sends it SIGTERM when this process dies, also by kill -9."""

    def __init__(self, project: Project, spider: SpiderFacts, archive: Path, settings: Mapping[str, str]) -> None:
        self.spider = spider
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the crawl
        self._began_s = time.monotonic()
        self._stopped_s: float | None = None
        all_settings = {"LOG_LEVEL": "WARNING", **settings, "ARCHIVE": str(archive)}
        options = [part for name, value in all_settings.items() for part in ("-s", f"{name}={value}")]
        options += [part for name, value in spider.arguments.items() for part in ("-a", f"{name}={value}")]
        # -P: folders in the working directory of a cron job are no packages
        command = [sys.executable, "-P", "-m", "scrapy", "crawl", spider.name, *options]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env=project.environment(),
            cwd=project.folder,
            start_new_session=True,  # Ctrl-C reaches this process alone, which then signals each crawl once
            preexec_fn=_ending_with(os.getpid()),  # noqa: PLW1509 - no thread of ours runs when a crawl is started
        )

    @property
    def is_stopped(self) -> bool:
        return self._stopped_s is not None

    def has_ended(self) -> bool:
        """Return True if the process is gone; one that ignored :meth:`stop` for GRACE_S seconds is killed first."""
        if self._stopped_s is not None and time.monotonic() - self._stopped_s > GRACE_S:
            self.kill()
        return self._process.poll() is not None

    def stop(self) -> None:
        """Send SIGTERM, once: a second one would keep the crawl from writing its row."""
        if self._stopped_s is None and self._process.poll() is None:
            self._stopped_s = time.monotonic()
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the process; stored captures are safe, and the next run goes on."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def result(self, row: Row | None) -> CrawlResult:
        """Return the result of the ended process; ``row`` is its row in the archive, None if it wrote none."""
        code = self._process.wait()
        log = self._last_lines()
        state, reason = _state(code, row)
        if self.is_stopped and state != "finished":
            state, reason, log = "stopped", "it goes on with the next run", ()
        counts = row or {}
        return CrawlResult(
            spider=self.spider.label,
            source=self.spider.source,
            state=state,
            reason=reason or (log[-1] if log and state != "finished" else None),
            exit_code=code,
            requests=counts.get("requests"),
            new_payloads=counts.get("new_payloads"),
            problems=counts.get("problems"),
            articles_not_read=counts.get("articles_not_read"),
            seconds=round(time.monotonic() - self._began_s, 1),
            since_at=counts.get("since_at"),
            log=log if state not in ("finished", "degraded", "stopped") else (),
            earlier_reason=counts.get("earlier_reason"),
        )

    def _last_lines(self) -> tuple[str, ...]:
        with self._log as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(0, size - _LOG_BYTES))
            lines = log.read().decode("utf-8", "replace").splitlines()
        return tuple(line for line in lines if line.strip())[-_LOG_LINES:]


def run_one(project: Project, spider: SpiderFacts, archive: Path, settings: Mapping[str, str]) -> CrawlResult:
    """Run one crawl to its end."""
    before = _newest_crawl(archive, spider, 0)
    crawl = RunningCrawl(project, spider, archive, settings)
    try:
        while not crawl.has_ended():
            time.sleep(0.1)
    except BaseException:
        crawl.stop()
        raise
    return crawl.result(_newest_crawl(archive, spider, before["id"] if before else 0))


def _newest_crawl(archive: Path, spider: SpiderFacts, after_id: int) -> Row | None:
    if not archive.exists():
        return None
    with closing(open_for_reading(archive)) as connection:
        return status.newest_crawl(connection, spider.name, spider.source, after_id)


def _state(code: int, row: Row | None) -> tuple[str, str | None]:
    """Return state and reason of an ended process: a row still `running` was left by a killed one."""
    if code < 0:
        return "failed", f"its process was ended by signal {-code}"
    if row is None:
        return ("finished", None) if code == 0 else ("failed", None)
    if row["state"] == "running":
        return "killed", "its process ended before it could say how the crawl ended"
    if code in (ExitCode.DONE, ExitCode.DEGRADED, ExitCode.OWN_FAULT):
        return str(row["state"]), row["reason"]
    return "failed", row["reason"]


def _ending_with(parent: int) -> Callable[[], None]:
    def ask() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), signal.SIGTERM)

    return ask
