"""A collapse is held back until a second capture confirms it, in whatever order captures are folded."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.derive.histories import Step, World, answers, not_modified, shows, shows_list, shows_problem
from tests.derive.tables import assert_same, assert_sound, derived
from tests.derive.test_order import empty, fresh, hours, in_order
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty"]  # a fixture

LONG = "Der Rat hat am Montag über den Haushalt beraten und ihn einstimmig beschlossen. " * 10
REST = "Der Bericht wird nachgereicht."


def tell(world: World, *steps: tuple[float, Step]) -> None:
    for hour, step in steps:
        world.happens(hour, step)
    assert_sound(world.connection)


def suspects(world: World) -> list[int]:
    return [row[0] for row in world.rows("SELECT is_suspect FROM readings ORDER BY capture_id")]


def test_a_collapse_that_passes_leaves_no_trace_in_the_versions(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, shows(REST)), (9, shows(LONG, noise="back")))
    assert world.versions() == [(1, LONG, 0, 9)]
    assert world.events() == [("new", None, 0)]
    assert suspects(world) == [0, 1, 0]


@pytest.mark.parametrize(
    "again", [shows(REST), shows(REST, noise="other bytes"), not_modified()], ids=["same bytes", "other bytes", "304"]
)
def test_a_second_capture_confirms_a_collapse(world: World, again: Step) -> None:
    tell(world, (0, shows(LONG)), (5, shows(REST)), (9, again))
    assert [version[1] for version in world.versions()] == [LONG, REST]
    assert [event[0] for event in world.events()] == ["new", "edited"]


def test_a_maintenance_page_between_two_collapses_says_nothing_about_them(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, shows(REST)), (6, shows_problem("maintenance_page", "error")), (9, shows("Weg.")))
    assert [version[1] for version in world.versions()] == [LONG, "Weg."]
    assert suspects(world) == [0, 1, 0, 0]


def test_a_short_article_may_be_edited_down_to_anything(world: World) -> None:
    tell(world, (0, shows("Erster Text, der kurz ist.")), (5, shows("Kurz.")))
    assert [version[1] for version in world.versions()] == ["Erster Text, der kurz ist.", "Kurz."]
    assert suspects(world) == [0, 0]


def test_a_fold_from_nothing_says_the_same(world: World) -> None:
    tell(
        world,
        (0, shows(LONG)), (5, shows(REST)), (6, shows(REST)), (7, shows_problem("maintenance_page", "error")),
        (9, shows(LONG, noise="b")), (12, shows(REST, noise="c")), (15, shows(LONG)),
    )  # fmt: skip
    before = derived(world.connection)
    world.refold_all()
    assert_same(before, derived(world.connection))


LIST = "https://www.verein.example/index.php/aktuelles"
LISTED = f"{LIST}/7-a"


def test_a_doubt_is_lifted_by_a_list_that_is_folded_late(world: World) -> None:
    shorter = LONG[:200]
    first = world.capture(0, shows_list({LISTED: LONG}, LIST))
    second = world.capture(1, shows_list({LISTED: shorter}, f"{LIST}?start=5"))
    third = world.capture(2, shows(REST, url=LISTED))
    for capture in (first, third):
        world.fold(capture.id)
    assert suspects(world) == [0, 1]
    world.fold(second.id)
    assert suspects(world) == [0, 0, 0]
    assert world.versions() == [(1, LONG, 0, 0), (2, shorter, 1, 1), (3, REST, 2, 2)]


def test_a_list_that_shows_less_of_an_article_than_its_page_is_not_doubted(world: World) -> None:
    tell(world, (0, shows(LONG, url=LISTED)), (1, shows_list({LISTED: REST}, LIST)))
    assert suspects(world) == [0, 0]
    assert [version[1] for version in world.versions()] == [LONG]


steps = st.builds(shows, st.sampled_from([LONG, LONG, "A", "B"]), noise=st.sampled_from(["", "1"])) | st.sampled_from(
    [not_modified(), answers(404), answers(410), answers(500), shows_problem("maintenance_page", "error")]
)
histories = st.lists(st.tuples(st.sampled_from([1.0, 25.0, 400.0]), steps), min_size=2, max_size=8)


@at_most(10_000)
@given(histories, st.data())
def test_captures_that_are_folded_late_are_doubted_as_in_order(
    empty: Path,
    history: list[tuple[float, Step]],
    data: st.DataObject,
) -> None:
    with closing(in_order(empty, history).connection) as expected:
        world = fresh(empty)
        captures = [world.capture(hour, step) for hour, step in hours(history)]
        for capture in data.draw(st.permutations(captures)):
            world.fold(capture.id, is_read=data.draw(st.booleans()))
        assert_same(derived(expected), derived(world.connection))
        world.connection.close()
