"""When a page is looked at again, by what a sequence of captures has shown of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.derive.histories import (
    DAY,
    Step,
    World,
    answers,
    fails,
    not_modified,
    shows,
    shows_problem,
    tell,
)


def test_a_young_page_is_watched_closely_then_less_and_less(world: World) -> None:
    intervals = []
    hour = 0.0
    for step in [shows("A"), *[not_modified()] * 10]:
        world.happens(hour, step)
        due_in, interval_s = world.due_in()
        assert due_in * 3600 == pytest.approx(interval_s, abs=1)
        intervals.append(interval_s // 3600)
        hour += due_in
    assert intervals[:9] == [6] * 8 + [9]
    assert intervals[9:] == [13, 20]


def test_the_interval_has_an_end(world: World) -> None:
    world.happens(0, shows("A"))
    for number in range(1, 20):
        world.happens(number * 90 * DAY, not_modified())
    assert world.due_in() == (90 * DAY, 90 * 24 * 3600)


def test_a_change_halves_the_interval(world: World) -> None:
    tell(world, (0, shows("A")), *((50 + n * 100, not_modified()) for n in range(6)))
    before = world.due_in()[1]
    tell(world, (1000, shows("B")))
    assert world.due_in()[1] == pytest.approx(before / 2, abs=1)


def test_noise_is_no_change(world: World) -> None:
    tell(world, (0, shows("A")), (60, shows("A", noise="1")), (90, shows("A", noise="2")))
    assert world.due_in()[1] == 6 * 3600 * 1.5 * 1.5


def test_a_listing_is_looked_at_often_however_old(world: World) -> None:
    tell(world, (0, shows_problem("listing", "listing")), (2000, not_modified()))
    assert world.due_in() == (3, 3 * 3600)


def test_a_seed_is_looked_at_often_whatever_it_was_read_as(world: World) -> None:
    seed = replace(shows("Drei Absätze, jeder der Anfang einer Meldung."), kind="seed")
    tell(world, (0, seed), (2000, replace(not_modified(), kind="seed")))
    assert world.due_in() == (3, 3 * 3600)


@pytest.mark.parametrize(
    ("step", "hours"),
    [
        (answers(404), DAY),
        (answers(410), 30 * DAY),
        (answers(500), 1),
        (answers(503, retry_after="7200"), 2),
        (answers(503, retry_after="999999999"), DAY),
        (answers(503, retry_after="bald"), 1),
        (fails("timeout"), 0),
        (fails("robots_denied"), DAY),
        (fails("host_blocked"), 30 * DAY),
        (fails("bad_url"), 30 * DAY),
    ],
)
def test_a_page_that_did_not_answer_is_due_by_how_it_did_not(world: World, step: Step, hours: float) -> None:
    tell(world, (0, step))
    assert world.due_in()[0] == hours
