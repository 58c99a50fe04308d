"""The demo's calendar and its clock."""

from __future__ import annotations

import copy
import time

import pytest

from kaaw_demo.days import PACE, DemoClock, calendar

FIRST, SECOND, *_, LAST = calendar()


def test_thirty_days_in_order_with_years_between_some() -> None:
    days = calendar()
    assert [day.number for day in days] == list(range(1, 31))
    assert [day.on for day in days] == sorted({day.on for day in days})
    assert (FIRST.on.isoformat(), LAST.on.isoformat()) == ("2016-09-20", "2023-11-24")


def test_the_clock_runs_at_its_pace_leaps_forward_and_never_back() -> None:
    clock = DemoClock(FIRST)
    clock.leap(FIRST)  # it is that morning already
    began, monotonic = clock.now(), clock.monotonic()
    time.sleep(0.02)
    assert (clock.now() - began).total_seconds() >= 0.02 * PACE
    assert clock.monotonic() > monotonic
    clock.leap(SECOND)
    assert clock.now().date() == SECOND.on
    assert clock.monotonic() >= 86_400
    with pytest.raises(ValueError, match="cannot go back to 2016-09-20"):
        clock.leap(FIRST)


def test_a_copy_of_the_clock_is_the_clock() -> None:
    clock = DemoClock(FIRST)
    copied = copy.deepcopy(clock)
    clock.leap(LAST)
    assert copied.now().date() == LAST.on
