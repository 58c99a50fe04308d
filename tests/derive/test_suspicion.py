"""A collapse is held back until a second capture confirms it, in whatever order captures are folded."""

from __future__ import annotations

import pytest

from tests.derive.histories import Step, World, not_modified, shows, shows_problem
from tests.derive.tables import assert_same, assert_sound, derived

LONG = "Der Rat hat am Montag über den Haushalt beraten und ihn einstimmig beschlossen. " * 10
REST = "Bitte aktivieren Sie JavaScript."


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
