"""The calendar of the demo: thirty days between 2016 and 2023, and a clock that goes on with each request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING, Any

from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

VISIT_AT = time_of_day(6, 17, tzinfo=UTC)  # when the crawls of the first day begin
# Later each day, by more than a crawl takes: what is due after a day is due on the next one.
LATER_EACH_DAY = timedelta(minutes=10)
CRAWL_EVERY = timedelta(minutes=30)  # one spider after the other, by more than a crawl looks back on others
REQUEST_TAKES = timedelta(seconds=5)
PACE = 30.0  # seconds of a pause in a real one: a Retry-After of half a minute costs a second


@dataclass(frozen=True)
class Day:
    """A day that is crawled. ``number`` counts from 1; ``says`` is one line about what changes on it."""

    number: int
    on: date
    says: str

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.on, VISIT_AT) + (self.number - 1) * LATER_EACH_DAY


def calendar() -> Sequence[Day]:
    """Return all days, in order."""
    return [_day(number, row) for number, row in enumerate(table("calendar")["day"], 1)]


def _day(number: int, row: dict[str, Any]) -> Day:
    return Day(number, row["on"], row.get("says", ""))


class DemoClock:
    """The clock of one crawl, which stands still but for :meth:`tick`: the load of the machine does not move it.

    Its monotonic seconds measure pauses that a host asked for, and do run on, ``PACE`` times as fast as the machine's.
    """

    def __init__(self, begins_at: datetime) -> None:
        self._now = begins_at

    def tick(self) -> None:
        """Go on by the time that a request takes."""
        self._now += REQUEST_TAKES

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return time.monotonic() * PACE
