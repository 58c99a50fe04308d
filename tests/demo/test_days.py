"""The demo's calendar and its clock."""

from __future__ import annotations

import itertools
import time
from datetime import timedelta

from kaaw_demo.days import PACE, REQUEST_TAKES, DemoClock, calendar

FIRST, *_, LAST = calendar()


def test_thirty_days_in_order_with_years_between_some() -> None:
    days = calendar()
    assert [day.number for day in days] == list(range(1, 31))
    assert [day.on for day in days] == sorted({day.on for day in days})
    assert (FIRST.on.isoformat(), LAST.on.isoformat()) == ("2016-09-20", "2023-11-24")


def test_what_is_due_after_a_day_is_due_at_the_next_visit() -> None:
    for day, following in itertools.pairwise(calendar()):
        assert following.begins_at - day.begins_at > timedelta(days=(following.on - day.on).days)
    assert LAST.begins_at.date() == LAST.on


def test_the_clock_goes_on_with_each_request_and_not_with_the_machine() -> None:
    clock = DemoClock(FIRST.begins_at)
    time.sleep(0.02)
    assert clock.now() == FIRST.begins_at
    clock.tick()
    assert clock.now() - FIRST.begins_at == REQUEST_TAKES


def test_a_pause_that_a_host_asks_for_ends() -> None:
    clock = DemoClock(FIRST.begins_at)
    began = clock.monotonic()
    time.sleep(0.02)
    assert clock.monotonic() - began >= 0.02 * PACE
