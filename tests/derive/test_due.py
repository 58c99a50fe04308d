"""When a page is looked at again, by what a sequence of captures has shown of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kaaw_archive import times, urls
from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
from kaaw_archive.derive.pages import advance
from kaaw_archive.http import Headers
from kaaw_archive.items import ArticleRecord, Reading
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


def first_wait(number: int, published_on: str | None) -> float:
    """Return the hours until the second visit of a page that is first seen on 1 October 2024."""
    seen_at, url = "2024-10-01T06:00:00.000Z", f"https://stadt.example/meldung/{number}"
    key = urls.key(url)
    page = PageRow(1, key, url, "s", "other", None, seen_at, seen_at, None, "live", key, ("", "", 0))
    fact = CaptureFact(
        id=1, order=("", "", 1), kind="page", url=url, captured_at=seen_at, crawl_source="s", status=200, spider="s",
        was_reached_by_redirect=False, error=None, payload_digest="sha256:1", page_id=None, headers=Headers(),
    )  # fmt: skip
    record = ArticleRecord(url=url, title="M", text="Text", published_on=published_on)
    reading = Reading(page_kind="article", extractor="e", extractor_version="1", cms="plain", articles=(record,))
    due_at = advance(page, fact, reading, is_changed=True, was_read=False).due_at
    return (times.from_text(due_at) - times.from_text(seen_at)).total_seconds() / 3600


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


def test_articles_that_were_old_at_first_are_due_on_many_days_and_young_ones_at_once() -> None:
    waits = [first_wait(number, "2024-01-10") for number in range(500)]
    days = Counter(int(wait // DAY) for wait in waits)
    assert max(days.values()) <= 60
    assert 7 <= min(days) <= max(days) <= 21
    assert first_wait(1, "2024-09-30") == 6
    assert first_wait(1, None) == 6


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
        (answers(410), DAY),
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


def test_a_page_that_is_missing_for_the_first_time_is_visited_on_the_next_day(world: World) -> None:
    """However long it waited before: only a second look makes it withdrawn."""
    world.happens(0, shows("A"))
    for number in range(1, 20):
        world.happens(number * 90 * DAY, not_modified())
    waits = []
    for day in (1900, 1901, 1990):
        world.happens(day * DAY, answers(404))
        waits.append(world.due_in()[0] / DAY)
    assert waits[0] == 1
    assert waits[1] > 1


def test_an_address_that_only_leads_on_is_looked_at_rarely_unless_it_leads_to_a_list(world: World) -> None:
    away = answers(301, location="https://www.stadt.example/anderswo")
    world.happens(0, away)
    assert 15 <= world.due_in()[0] / DAY <= 45
    world.happens(46 * DAY, away)
    assert world.due_in()[0] / DAY >= 15
    world.happens(90 * DAY, replace(away, kind="seed"))
    assert world.due_in()[0] == 3
