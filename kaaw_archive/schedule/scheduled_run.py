"""Run of the schedule: read waiting captures, crawl due sources, then the pages that they cite, then check links.

What an earlier version of the program derived is derived again in the time that is left.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import follow_troubles, status
from kaaw_archive.archive.queries.unverified import unverified_near_us
from kaaw_archive.derive import derive_left_over
from kaaw_archive.derive.upgrade import upgrade
from kaaw_archive.derive.workers import default_workers
from kaaw_archive.schedule import followed, plan
from kaaw_archive.schedule.crawls import RunningCrawl
from kaaw_archive.schedule.report import Cause, RunReport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kaaw_archive.project import Project
    from kaaw_archive.schedule.plan import PlannedSpider
    from kaaw_archive.times import Clock

_LOOK_EVERY_S = 0.1
_UPGRADE_S = 1800.0  # of a run at most: the next one should not find this one still at work


class ScheduledRun:
    """Runs everything that is due, once. :meth:`interrupt` may be called by a signal handler.

    After ``deadline_s`` seconds (None: no deadline) crawls are stopped in order and none begins. ``settings`` go to
    each crawl. ``on_line`` gets a line when a crawl begins or ends.
    """

    def __init__(
        self,
        project: Project,
        archive: Path,
        *,
        parallel: int,
        deadline_s: float | None,
        settings: Mapping[str, str],
        on_line: Callable[[str], None],
        clock: Clock = times.SYSTEM_CLOCK,
    ) -> None:
        self._project = project
        self._archive = archive
        self._parallel = parallel
        self._deadline = None if deadline_s is None else time.monotonic() + deadline_s
        self._settings = settings
        self._on_line = on_line
        self._clock = clock
        self._running: dict[RunningCrawl, int] = {}  # and the newest crawl's id before it began
        self._ended_by: Cause | None = None
        self._report = RunReport(str(archive), times.to_text(clock.now()), broken_modules=list(project.broken))

    def interrupt(self) -> None:
        """End the run in order; the second call kills the crawls."""
        is_second = self._ended_by == "interrupted"
        self._ended_by = "interrupted"
        for crawl in list(self._running):
            if is_second:
                crawl.kill()
            else:
                crawl.stop()

    def run(self, planned: Sequence[PlannedSpider]) -> RunReport:
        """Run the part of the plan that is due. Raises the named errors of the archive."""
        known = self._troubles()
        self._read_pending()
        self._crawl([item for item in planned if item.is_due and item.spider.name not in plan.BEHIND])
        for item in planned:
            if item.spider.name in plan.BEHIND and self._is_due_now(item):
                self._crawl([item])
        self._read_pending()
        self._upgrade()
        self._report.ended_at = times.to_text(self._clock.now())
        self._report.ended_by = self._ended_by
        if self._archive.exists():
            with closing(open_for_reading(self._archive)) as connection:
                self._report.events = status.events_since(connection, self._report.started_at)
                self._report.troubles = followed.without_spider(connection, self._project, self._report.started_at)
        self._report.troubles += [trouble for trouble in self._troubles() if trouble not in known]
        return self._report

    def _troubles(self) -> list[str]:
        if not self._archive.exists():
            return []
        with closing(open_for_reading(self._archive)) as connection:
            found = follow_troubles.troubles(connection, times.to_text(self._clock.now()))
            unverified = unverified_near_us(connection)
            return [trouble.sentence for trouble in found] + ([unverified] if unverified else [])

    def _is_over(self) -> bool:
        if self._ended_by is None and self._deadline is not None and time.monotonic() >= self._deadline:
            self._ended_by = "deadline"
        return self._ended_by is not None

    def _is_due_now(self, item: PlannedSpider) -> bool:
        """Return True if the spider is due when its turn comes: the sources have found new links meanwhile."""
        if item.reasons == plan.ASKED_FOR or not self._archive.exists():
            return item.is_due
        with closing(open_for_reading(self._archive)) as connection:
            return plan.of_links(connection, item.spider, times.to_text(self._clock.now())).is_due

    def _read_pending(self) -> None:
        if self._is_over() or not self._archive.exists():
            return
        done = derive_left_over(self._archive, workers=default_workers(), clock=self._clock, is_over=self._is_over)
        self._report.read += done.derived
        self._report.not_read = done.failed

    def _upgrade(self) -> None:
        if self._is_over() or not self._archive.exists():
            return
        until = time.monotonic() + _UPGRADE_S

        def is_over() -> bool:
            return self._is_over() or time.monotonic() >= until

        self._report.upgrade = upgrade(self._archive, workers=default_workers(), is_over=is_over)
        if self._report.upgrade is not None and not self._report.upgrade.is_done and self._ended_by == "deadline":
            self._ended_by = None  # crawls and checks are done

    def _crawl(self, waiting: list[PlannedSpider]) -> None:
        """Run these, as many at once as are allowed, and no two on the same host."""
        queue = list(waiting)
        while queue or self._running:
            if self._is_over():
                self._report.left += [item.spider.label for item in queue]
                queue.clear()
                for crawl in self._running:
                    crawl.stop()
            elif len(self._running) < self._parallel and (item := self._next(queue)) is not None:
                queue.remove(item)
                self._begin(item)
                continue
            for crawl in [crawl for crawl in self._running if crawl.has_ended()]:
                self._end(crawl)
            time.sleep(_LOOK_EVERY_S)

    def _next(self, queue: list[PlannedSpider]) -> PlannedSpider | None:
        busy = {host for crawl in self._running for host in crawl.spider.hosts}
        return next((item for item in queue if not item.spider.hosts & busy), None)

    def _begin(self, item: PlannedSpider) -> None:
        before = self._newest_crawl_id()
        self._on_line(f"{item.spider.label}: begins ({', '.join(item.reasons)})")
        self._running[RunningCrawl(self._project, item.spider, self._archive, self._settings)] = before

    def _end(self, crawl: RunningCrawl) -> None:
        before = self._running.pop(crawl)
        row = None
        if self._archive.exists():
            with closing(open_for_reading(self._archive)) as connection:
                row = status.newest_crawl(connection, crawl.spider.name, crawl.spider.source, before)
        result = crawl.result(row)
        self._report.crawls.append(result)
        if result.state == "stopped":
            self._report.left.append(result.spider)
        if result.is_archive_unusable and self._ended_by is None:
            self._ended_by = "archive"  # no other crawl could keep anything either
        why = f" ({result.reason})" if result.reason else ""
        self._on_line(f"{result.spider}: {result.state}{why}, {result.requests or 0} requests, {result.seconds:.0f} s")

    def _newest_crawl_id(self) -> int:
        if not self._archive.exists():
            return 0
        with closing(open_for_reading(self._archive)) as connection:
            return status.newest_crawl_id(connection)
