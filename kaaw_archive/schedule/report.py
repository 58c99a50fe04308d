"""Report of a scheduled run, and the exit code that follows from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kaaw_archive import own_faults
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.schedule.notification import Notification

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.derive.upgrade import Upgrade
    from kaaw_archive.schedule.crawls import CrawlResult


Cause = Literal["deadline", "interrupted", "archive"]


@dataclass(slots=True)
class RunReport:
    """Report of a run. ``left`` are due spiders that did not run; ``events`` has a row for each source with news.

    ``troubles`` are sentences about followed sites and unverified answers; what a site did is in the report of the run
    that saw it first.
    ``read`` and ``not_read`` count captures of other processes that were read, and that a defect of ours keeps unread.
    ``upgrade`` is the part of a derivation by newer rules that was done, None if none is due. ``notification`` is what
    people were told by mail or webhook. ``ended_by`` is None if everything was done. Times are
    UTC text.
    """

    archive: str
    started_at: str
    ended_at: str = ""
    ended_by: Cause | None = None
    crawls: list[CrawlResult] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    read: int = 0
    not_read: int = 0
    broken_modules: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    upgrade: Upgrade | None = None
    notification: Notification = field(default_factory=Notification)

    @property
    def exit_code(self) -> int:
        """Return the exit code; 0 also if a deadline left something, with which the next run begins."""
        unusable = [crawl.exit_code for crawl in self.crawls if crawl.is_archive_unusable]
        if unusable:
            return max(unusable)
        if self.ended_by == "interrupted":
            return ExitCode.INTERRUPTED
        states = {crawl.state for crawl in self.crawls}
        if states & {"failed", "killed"} or self.broken_modules:
            return ExitCode.FAILED
        if any(crawl.exit_code == ExitCode.OWN_FAULT for crawl in self.crawls):
            return ExitCode.OWN_FAULT
        return ExitCode.DEGRADED if "degraded" in states or self.not_read or self.troubles else 0

    @property
    def has_news(self) -> bool:
        """Return True if something is wrong that the report of an earlier run did not name."""
        wrong = [crawl for crawl in self.crawls if crawl.state not in ("finished", "stopped")]
        if self.exit_code in (ExitCode.DEGRADED, ExitCode.OWN_FAULT) and not self.not_read and not self.troubles:
            return not all(map(self.is_known, wrong)) or bool(self.notification.problem)
        return bool(self.exit_code)

    def is_known(self, crawl: CrawlResult) -> bool:
        """Return True for a source that was degraded before this run, too, and by the same fault if it is ours."""
        if own_faults.kind_of_reason(crawl.reason) != own_faults.kind_of_reason(crawl.earlier_reason):
            return False
        return crawl.state == "degraded" and crawl.since_at is not None and crawl.since_at < self.started_at

    def as_row(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {**asdict(self), "exit_code": self.exit_code}
