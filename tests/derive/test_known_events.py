"""Events that readers know: another reading supersedes them or finds more, and none of that is forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.queries.events import find_events
from kaaw_archive.archive.store import decisions
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import EventFilter, Reading
from kaaw_archive.json_text import compact
from tests.derive import histories
from tests.derive.histories import DAY, World, at
from tests.derive.test_works import LONG, NEW, OLD, dated

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.archive.queries.rows import Row

EDITED = LONG.replace("drei Millionen", "vier Millionen")


def events(world: World, kind: str) -> list[Row]:
    find_works(world.connection)
    return find_events(world.connection, EventFilter(kinds=(kind,)))[::-1]


def edited(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(DAY, dated(EDITED, "2016-09-01", OLD))


@pytest.fixture
def reads_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return a function after which a text is read as another one."""
    real = histories.read

    def change(old: str, new: str) -> None:
        def read(body: bytes, url: str, version: str = "1") -> Reading:
            reading = real(body, url, version)
            changed = (replace(article, text=article.text.replace(old, new)) for article in reading.articles)
            return replace(reading, articles=tuple(changed))

        monkeypatch.setattr(histories, "read", read)

    return change


def test_an_event_that_another_reading_does_not_support_is_superseded(
    world: World, reads_as: Callable[[str, str], None]
) -> None:
    edited(world)
    (known,) = events(world, "edited")
    reads_as("vier Millionen", "drei Millionen")
    for _ in range(2):  # and again
        world.refold_all()
        (event,) = events(world, "edited")
        assert (event["uid"], event["is_superseded"], event["is_reread"]) == (known["uid"], True, False)
        assert event["captures"] == known["captures"]
    reads_as("", "")
    world.refold_all()
    assert [(event["uid"], event["is_superseded"]) for event in events(world, "edited")] == [(known["uid"], False)]


def test_an_event_that_another_reading_finds_is_marked(world: World, reads_as: Callable[[str, str], None]) -> None:
    reads_as("vier Millionen", "drei Millionen")
    edited(world)
    assert events(world, "edited") == []
    reads_as("", "")
    for _ in range(2):
        world.refold_all()
        (event,) = events(world, "edited")
        assert (event["is_superseded"], event["is_reread"]) == (False, True)
    assert [event["is_reread"] for event in events(world, "new")] == [False]
    world.happens(2 * DAY, dated(LONG, "2016-09-01", OLD))  # seen when it was made
    assert [event["is_reread"] for event in events(world, "edited")] == [True, False]


def test_the_same_reading_changes_no_event(world: World) -> None:
    edited(world)
    world.happens(3 * DAY, dated(LONG, "2016-09-01", NEW))
    find_works(world.connection)
    before = find_events(world.connection, EventFilter())
    world.refold_all()
    find_works(world.connection)
    assert find_events(world.connection, EventFilter()) == before


QUOTED = "Für Schulen stehen zwölf Millionen Euro bereit"
CHANGED = LONG.replace("zwölf Millionen", "elf Millionen")
WITHOUT = LONG.replace(f"{QUOTED}, für Straßen drei Millionen. ", "")


def watch(world: World, hour: float, text: str = QUOTED) -> int:
    value = compact({"text": text})
    return decisions.add(world.connection, "quote", OLD, made_by="test", made_at=at(hour), value_json=value)


def see(world: World, *texts: str) -> None:
    for day, text in enumerate(texts):
        world.happens(day * DAY, dated(text, "2016-09-01", OLD))


def test_a_watched_quotation_that_changes_goes_and_returns_is_an_event_each(world: World) -> None:
    watch(world, 0.5)
    see(world, LONG, CHANGED, WITHOUT, LONG)
    found = events(world, "quotation_changed")
    assert [(event["before_at"][:10], event["rule"], event["quotation_form"]) for event in found] == [
        ("2016-09-02", "the quoted words have changed",
         "Für Schulen stehen elf Millionen Euro bereit, für Straßen drei Millionen."),
        ("2016-09-03", "the quotation is gone", None),
        ("2016-09-04", "the quotation is there again", QUOTED),
    ]  # fmt: skip
    assert {(event["quotation"], len(event["captures"])) for event in found} == {(QUOTED, 1)}
    assert [event["after_at"][:10] for event in found] == ["2016-09-01", "2016-09-02", "2016-09-03"]
    assert {event["from_version"] for event in found} == {1, 2, 3}
    world.refold_all()
    assert events(world, "quotation_changed") == found


def test_a_quotation_that_moves_to_another_paragraph_is_an_event(world: World) -> None:
    watch(world, 0.5)
    first, second = LONG.split("\n")
    see(world, LONG, f"{second}\n{first}")
    assert [event["rule"] for event in events(world, "quotation_changed")] == [
        "the quotation has moved to another paragraph"
    ]


def test_a_quotation_follows_its_text_to_a_new_address(world: World) -> None:
    watch(world, 0.5)
    see(world, LONG, CHANGED)
    world.happens(20 * DAY, dated(LONG, "2016-09-01", NEW))
    world.happens(21 * DAY, dated(WITHOUT, "2016-09-01", NEW))
    found = events(world, "quotation_changed")
    assert [(event["url"], event["before_at"][:10], event["rule"]) for event in found] == [
        (OLD, "2016-09-02", "the quoted words have changed"),
        (NEW, "2016-09-21", "the quotation is there again"),
        (NEW, "2016-09-22", "the quotation is gone"),
    ]


def test_two_quotations_of_one_version_are_two_events(world: World) -> None:
    watch(world, 0.5)
    watch(world, 0.5, "für Straßen drei Millionen")
    watch(world, 0.6, "für Straßen drei Millionen")  # by two people
    see(world, LONG, WITHOUT)
    assert len({event["uid"] for event in events(world, "quotation_changed")}) == 2


def test_what_happened_before_or_after_the_watch_is_no_event(world: World) -> None:
    number = watch(world, 1.5 * DAY)
    decisions.end_one(world.connection, number, made_by="test", made_at=at(2.5 * DAY))
    see(world, LONG, CHANGED, LONG, WITHOUT)
    assert [event["before_at"][:10] for event in events(world, "quotation_changed")] == ["2016-09-03"]


def test_no_event_stands_on_a_version_that_was_cut_off(world: World) -> None:
    watch(world, 0.5)
    see(world, LONG, LONG[:90], LONG)
    assert events(world, "quotation_changed") == []
