"""The calendar of the demo: thirty days between 2016 and 2023, and a clock that stands in them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING, Any

from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

VISIT_AT = time_of_day(6, 17, tzinfo=UTC)  # when the crawls of a day begin
PACE = 30.0  # simulated seconds in a real one: a Retry-After of half a minute costs a second


@dataclass(frozen=True)
class Day:
    """A day that is crawled. ``number`` counts from 1; ``says`` is one line about what changes on it."""

    number: int
    on: date
    says: str

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.on, VISIT_AT)


def calendar() -> Sequence[Day]:
    """All days, in order."""
    return [_day(number, row) for number, row in enumerate(table("calendar")["day"], 1)]


def _day(number: int, row: dict[str, Any]) -> Day:
    return Day(number, row["on"], row.get("says", ""))


class DemoClock:
    """A clock that leaps to the morning of a day and runs on from there, ``PACE`` times as fast as the machine's.

    Its monotonic seconds leap with it, so that a pause that a host asked for is over on the next day.
    """

    def __init__(self, day: Day) -> None:
        self._base = day.begins_at
        self._first = day.begins_at
        self._since = time.monotonic()

    def __deepcopy__(self, _memo: object) -> DemoClock:
        """Scrapy copies settings, and all crawls must look at the same clock."""
        return self

    def leap(self, day: Day) -> None:
        """To the morning of a later day, or of the one at hand. Raises ValueError where that lies in the past."""
        if day.begins_at == self._base:
            return
        if day.begins_at < self.now():
            raise ValueError(f"the demo's clock cannot go back to {day.on}")
        self._base, self._since = day.begins_at, time.monotonic()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * PACE)

    def monotonic(self) -> float:
        return (self.now() - self._first).total_seconds()
