"""What came of a run of the schedule, and the exit code that follows from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.schedule.crawls import CrawlOutcome

FAILED = 1
DEGRADED = 3
INTERRUPTED = 130

Cause = Literal["deadline", "interrupted", "archive"]


@dataclass(slots=True)
class Report:
    """``left`` are spiders that were due and whose turn did not come; ``events`` has a row a source with news.

    ``read`` and ``not_read`` count captures of other programs that were read, and that a defect keeps from it.
    ``ended_by`` is None where everything was done. Times are UTC text.
    """

    archive: str
    started_at: str
    ended_at: str = ""
    ended_by: Cause | None = None
    crawls: list[CrawlOutcome] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    read: int = 0
    not_read: int = 0
    broken_modules: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 also where a deadline left something: the next run begins with it."""
        unusable = [crawl.exit_code for crawl in self.crawls if crawl.is_archive_unusable]
        if unusable:
            return max(unusable)
        if self.ended_by == "interrupted":
            return INTERRUPTED
        states = {crawl.state for crawl in self.crawls}
        if states & {"failed", "killed"} or self.broken_modules:
            return FAILED
        return DEGRADED if "degraded" in states or self.not_read else 0

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "exit_code": self.exit_code}
