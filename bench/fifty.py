"""Ten days of a schedule with fifty sources, six of which make trouble: is what is due done, and nothing else?

    nice python -m bench.fifty [--towns 44] [--days 10] [--sites all|none|mycr,barcamp] [--cited N] [--keep FOLDER]

A project made by ``kaaw init`` follows small sites of invented towns (``bench/towns.py``) and whole sites of
``../shared/real-sites``, where they are there. The line of its crontab runs once a simulated day, with the environment
that cron gives. Printed are time, memory, requests and the length of the report of each run, then requests, bytes and
articles of each source; last what was not as it should be.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from bench.fifty_checks import check_days, check_reports
from bench.fifty_figures import Figures
from bench.fifty_world import World
from bench.processes import memory_of_tree

COLUMNS = 80
_SAMPLE_EVERY_S = 0.5
_EVERY = ((), ("--every", "1d"), ("--every", "2d"))  # of the first sources
# the command for each site, in one process, as its imports take a second
_FOLLOW = """
import json, sys
from kaaw_archive.cli import kaaw

for arguments in json.loads(sys.argv[1]):
    kaaw(["follow", *arguments], standalone_mode=False)
"""
_FIRST_BYTE_S = 3
_AGAIN_AFTER_MIN = 10  # so soon no page that answered should be asked again
_SETTINGS = """
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaaw_archive import times

_AHEAD = timedelta(seconds=float((Path(__file__).parent / "ahead").read_text()))
times.SystemClock.now = lambda self: datetime.now(UTC) + _AHEAD
DOWNLOAD_DELAY = 0
ARCHIVE_FIRST_BYTE_TIMEOUT_S = {first_byte}
ARCHIVE_BACK_OFF_S = 0.5
ARCHIVE_READERS = 1
ARCHIVE_HOST_LOCKS = str(Path(__file__).parent / "locks")
"""


@dataclass
class Run:
    """A run of the schedule: its day, when it began (of the simulated clock), what it printed and took."""

    day: int
    began: datetime
    code: int
    seconds: float
    peak_bytes: int
    first_request: int  # place of its first request in the log of the world
    lines: list[str] = field(default_factory=list)

    @property
    def screen_lines(self) -> int:
        """Return how many lines a terminal of 80 columns needs."""
        return sum(max(1, -(-len(line) // COLUMNS)) for line in self.lines)


class Schedule:
    """The project of an operator, and the line of its crontab."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder, self.world = folder / "news", world
        self._home = folder / "home"
        self._home.mkdir()
        self._kaaw = str(Path(sys.executable).with_name("kaaw"))
        self._environment = {"HOME": str(self._home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
        self._call("init", str(self.folder), "--contact", "archive@example.org", "--proxy", world.proxy)
        with (self.folder / "settings.py").open("a") as settings:
            settings.write(_SETTINGS.format(first_byte=_FIRST_BYTE_S))
        self.archive = self.folder / "archive.db"
        self._set_clock(world.start)
        followed = [(url, *every) for url, every in zip_longest(world.followed, _EVERY, fillvalue=())]
        program = [sys.executable, "-c", _FOLLOW, json.dumps(followed)]
        subprocess.run(program, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, env=self._environment)

    def run(self, day: int, began: datetime) -> Run:
        """Run what cron runs, at this instant of the simulated clock."""
        self._set_clock(began)
        self.world.day = day
        assignments, line = self._crontab()
        peak, ended, clock, first = [0], threading.Event(), time.monotonic(), len(self.world.log)
        process = subprocess.Popen(
            ["/bin/sh", "-c", line], cwd=self._home, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=self._environment | self.world.environment | assignments,
        )  # fmt: skip

        def sample() -> None:
            while not ended.wait(_SAMPLE_EVERY_S):
                peak[0] = max(peak[0], memory_of_tree(process.pid))

        sampler = threading.Thread(target=sample, daemon=True)
        sampler.start()
        output, _ = process.communicate()
        ended.set()
        sampler.join()
        return Run(day, began, process.returncode, time.monotonic() - clock, peak[0], first, output.splitlines())

    def _crontab(self) -> tuple[dict[str, str], str]:
        """Return the assignments of the crontab and the command that it runs each hour."""
        lines = (self.folder / "crontab").read_text().splitlines()
        assignments = dict(line.split("=", 1) for line in lines if "=" in line and line.split("=")[0].isidentifier())
        return assignments, next(line.split(None, 5)[5] for line in lines if "kaaw run" in line)

    def _set_clock(self, now: datetime) -> None:
        (self.folder / "ahead").write_text(str((now - datetime.now(UTC)).total_seconds()))

    def _call(self, *arguments: str, where: Path | None = None) -> None:
        subprocess.run(
            [self._kaaw, *arguments], cwd=where or self._home, check=True, stdout=subprocess.DEVNULL,
            env=self._environment,
        )  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--towns", type=int, default=44, help="at least 8: six of them make trouble")
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--sites", default="all", help="whole sites: all, none, or comma-separated names")
    parser.add_argument("--cited", type=int, help="most links of a whole site to other hosts; the others are cut off")
    parser.add_argument("--data", type=Path, help="where the whole sites are unpacked, and stay")
    parser.add_argument("--keep", type=Path, help="a new folder in which project and reports stay")
    parser.add_argument("--reports", action="store_true", help="print what each run prints")
    return parser.parse_args()


def days_of(schedule: Schedule, days: int, *, shows_reports: bool) -> list[Run]:
    """Run the days, and print a line of each; the last day has a second run."""
    figures = Figures(schedule.archive)
    runs: list[Run] = []
    print("  day      time    memory  requests     bytes   new  crawls  report  exit code")
    for day in [*range(days), days - 1]:
        began = schedule.world.start + timedelta(
            days=day, minutes=_AGAIN_AFTER_MIN if runs and runs[-1].day == day else 0
        )
        runs.append(run := schedule.run(day, began))
        (schedule.folder / f"report-{len(runs)}.txt").write_text("\n".join(run.lines))
        print(f"{day:5} {run.seconds:7.0f} s {run.peak_bytes / 1e6:6.0f} MB {figures.of_run(began)}"
              f" {run.screen_lines:7} {run.code:10}", flush=True)  # fmt: skip
        if shows_reports:
            print("\n".join(f"      | {line}" for line in run.lines), flush=True)
    return runs


def main() -> None:
    args = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.keep or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        start = datetime.now(UTC).replace(microsecond=0)
        with World(folder, start, args.towns, args.days, args.sites, args.data, args.cited) as world:
            bound = "" if args.cited is None else f", each with its first {args.cited} links to other hosts"
            print(f"{len(world.towns)} towns, {len(world.sites)} whole sites{bound}", flush=True)
            schedule = Schedule(folder, world)
            runs = days_of(schedule, args.days, shows_reports=args.reports)
            Figures(schedule.archive).print_sources(start, args.days)
            faults = [*check_days(schedule.archive, world, runs), *check_reports(world, runs)]
    print(f"{len(faults)} faults")
    for fault in faults[:40]:
        print(f"  {fault}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
