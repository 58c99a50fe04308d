"""One run of the schedule: what waits is read, due sources are crawled, then what they cite, then links are checked."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import status
from kaaw_archive.derive import derive_left_over
from kaaw_archive.derive.workers import default_workers
from kaaw_archive.schedule import plan
from kaaw_archive.schedule.crawls import RunningCrawl
from kaaw_archive.schedule.report import Cause, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kaaw_archive.schedule.plan import Planned
    from kaaw_archive.schedule.project import Project
    from kaaw_archive.times import Clock

_LOOK_EVERY_S = 0.1


class Round:
    """Everything that is due, once. :meth:`interrupt` may be called by a signal's handler.

    ``deadline_s`` from now crawls are told to end in order and nothing begins any more (None: none). ``settings`` are
    given to each crawl. ``say`` hears a line when a crawl begins or ends.
    """

    def __init__(
        self,
        project: Project,
        archive: Path,
        *,
        parallel: int,
        deadline_s: float | None,
        settings: Mapping[str, str],
        say: Callable[[str], None],
        clock: Clock = times.SYSTEM_CLOCK,
    ) -> None:
        self._project = project
        self._archive = archive
        self._parallel = parallel
        self._deadline = None if deadline_s is None else time.monotonic() + deadline_s
        self._settings = settings
        self._say = say
        self._clock = clock
        self._running: dict[RunningCrawl, int] = {}  # and the newest crawl's id before it began
        self._ended_by: Cause | None = None
        self._report = Report(str(archive), times.to_text(clock.now()), broken_modules=list(project.broken))

    def interrupt(self) -> None:
        """Ends the run in order; a second time by force."""
        is_second = self._ended_by == "interrupted"
        self._ended_by = "interrupted"
        for crawl in list(self._running):
            if is_second:
                crawl.kill()
            else:
                crawl.stop()

    def run(self, planned: Sequence[Planned]) -> Report:
        """Runs what is due of the plan. Raises the named errors of the archive."""
        self._read_what_waits()
        sources = [one for one in planned if one.spider.name not in plan.BEHIND]
        self._crawl([one for one in sources if one.is_due])
        for one in planned:
            if one.spider.name in plan.BEHIND and self._is_due_now(one):
                self._crawl([one])
        self._read_what_waits()
        self._report.ended_at = times.to_text(self._clock.now())
        self._report.ended_by = self._ended_by
        if self._archive.exists():
            with closing(open_for_reading(self._archive)) as connection:
                self._report.events = status.events_since(connection, self._report.started_at)
        return self._report

    def _is_over(self) -> bool:
        if self._ended_by is None and self._deadline is not None and time.monotonic() >= self._deadline:
            self._ended_by = "deadline"
        return self._ended_by is not None

    def _is_due_now(self, one: Planned) -> bool:
        """Asked again when its turn comes: the sources have found new links meanwhile."""
        if one.reasons == plan.ASKED_FOR or not self._archive.exists():
            return one.is_due
        with closing(open_for_reading(self._archive)) as connection:
            return plan.of_links(connection, one.spider, times.to_text(self._clock.now())).is_due

    def _read_what_waits(self) -> None:
        if self._is_over() or not self._archive.exists():
            return
        done = derive_left_over(self._archive, workers=default_workers(), clock=self._clock, is_over=self._is_over)
        self._report.read += done.derived
        self._report.not_read = done.failed

    def _crawl(self, waiting: list[Planned]) -> None:
        """Runs these, so many at once as are allowed, and no two at the same host."""
        queue = list(waiting)
        while queue or self._running:
            if self._is_over():
                self._report.left += [one.spider.name for one in queue]
                queue.clear()
                for crawl in self._running:
                    crawl.stop()
            elif len(self._running) < self._parallel and (one := self._next(queue)) is not None:
                queue.remove(one)
                self._begin(one)
                continue
            for crawl in [crawl for crawl in self._running if crawl.has_ended()]:
                self._end(crawl)
            time.sleep(_LOOK_EVERY_S)

    def _next(self, queue: list[Planned]) -> Planned | None:
        busy = {host for crawl in self._running for host in crawl.spider.hosts}
        return next((one for one in queue if not one.spider.hosts & busy), None)

    def _begin(self, one: Planned) -> None:
        before = self._newest_crawl_id()
        self._say(f"{one.spider.name}: begins ({', '.join(one.reasons)})")
        self._running[RunningCrawl(self._project, one.spider, self._archive, self._settings)] = before

    def _end(self, crawl: RunningCrawl) -> None:
        before = self._running.pop(crawl)
        row = None
        if self._archive.exists():
            with closing(open_for_reading(self._archive)) as connection:
                row = status.newest_crawl(connection, crawl.spider.name, before)
        outcome = crawl.outcome(row)
        self._report.crawls.append(outcome)
        if outcome.state == "stopped":
            self._report.left.append(outcome.spider)
        if outcome.is_archive_unusable and self._ended_by is None:
            self._ended_by = "archive"  # no other crawl could keep anything either
        why = f" ({outcome.reason})" if outcome.reason else ""
        self._say(f"{outcome.spider}: {outcome.state}{why}, {outcome.requests or 0} requests, {outcome.seconds:.0f} s")

    def _newest_crawl_id(self) -> int:
        if not self._archive.exists():
            return 0
        with closing(open_for_reading(self._archive)) as connection:
            return status.newest_crawl_id(connection)
