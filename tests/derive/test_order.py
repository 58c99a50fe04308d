"""However captures reach the fold, what they make of a page is the same: in order, late, twice, or all at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaaw_archive.archive.connect import open_for_writing
from tests.derive.histories import PAGE, Step, World, answers, fails, not_modified, shows, shows_list, shows_problem
from tests.derive.tables import assert_same, assert_sound, derived
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

HTTP = PAGE.replace("https://www.", "http://")

pytestmark = pytest.mark.slow

LINKS = ("https://bund.example/a", "https://land.example/b", PAGE)

texts = st.builds(
    shows,
    st.sampled_from(["A", "B", "C"]),
    noise=st.sampled_from(["", "1"]),
    links=st.lists(st.sampled_from(LINKS), unique=True, max_size=2).map(tuple),
    url=st.sampled_from([PAGE, HTTP]),
)
others = st.sampled_from(
    [
        not_modified(), not_modified(HTTP), answers(404), answers(404, HTTP), answers(410), answers(500),
        answers(503, retry_after="3600"), answers(301, location="/archiv/1"), answers(301, HTTP, location=PAGE),
        fails("timeout"), fails("robots_denied"), fails("bad_encoding", 200),
        shows_problem("login_page", "error"), shows_problem("listing", "listing"),
    ]
)  # fmt: skip
gaps = st.sampled_from([0.001, 1.0, 6.0, 25.0, 400.0])
histories = st.lists(st.tuples(gaps, texts | others), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("order") / "archive.db"
    open_for_writing(path).close()
    return path


def fresh(empty: Path) -> World:
    """A world in memory: the schema of an archive, and no disk to wait for."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with closing(sqlite3.connect(empty)) as source:
        source.backup(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    return World(connection)


def hours(history: list[tuple[float, Step]]) -> list[tuple[float, Step]]:
    """The gaps between captures as hours since the beginning."""
    hour, found = 0.0, []
    for gap, step in history:
        hour += gap
        found.append((hour, step))
    return found


def in_order(empty: Path, history: list[tuple[float, Step]]) -> World:
    world = fresh(empty)
    for hour, step in hours(history):
        world.happens(hour, step)
    return world


@at_most(10_000)
@given(histories)
def test_the_fold_of_a_crawl_is_the_fold_from_nothing(empty: Path, history: list[tuple[float, Step]]) -> None:
    world = in_order(empty, history)
    with closing(world.connection) as connection:
        live = derived(connection)
        world.refold("example,amt)/presse/1")
        assert_same(live, derived(connection))
        assert_sound(connection)


@given(histories, st.data())
@at_most(10_000)
@example([(1.0, shows("A")), (1.0, shows("B")), (1.0, shows("A"))], None)
def test_captures_that_are_folded_late_end_where_they_would_have(
    empty: Path, history: list[tuple[float, Step]], data: st.DataObject | None
) -> None:
    expected = in_order(empty, history)
    late = fresh(empty)
    captures = [late.capture(hour, step) for hour, step in hours(history)]
    order = list(reversed(captures)) if data is None else data.draw(st.permutations(captures))
    for capture in order:
        late.fold(capture.id, is_read=data is None or data.draw(st.booleans()))
    assert_same(derived(expected.connection), derived(late.connection))
    assert_sound(late.connection)
    expected.connection.close()
    late.connection.close()


OLD = "https://www.amt.example/alt"
NEW = "https://www.amt.example/neu"
visits = st.sampled_from(["old", "new", "old gone", "old fails", "moved", "new edited", "new gone", "new fails"])


def visit(world: World, hour: float, what: str) -> None:
    if what == "moved":
        hop = world.happens(hour, answers(301, OLD, location=NEW))
        world.happens(hour + 0.001, shows("A", url=NEW), via=hop)
        return
    name, _, how = what.partition(" ")
    url = OLD if name == "old" else NEW
    step = {"": shows("A", url=url), "edited": shows("B", url=url), "gone": answers(410, url)}.get(how)
    world.happens(hour, step or fails("timeout", url=url))


@given(st.lists(visits, max_size=7))
@at_most(10_000)
@example(["old", "moved", "old fails"])
@example(["old", "moved", "old fails", "new gone"])
def test_two_pages_one_of_which_moved_to_the_other_are_derived_again_alike(empty: Path, told: list[str]) -> None:
    world = fresh(empty)
    for number, what in enumerate(told):
        visit(world, number * 30.0, what)
    live = derived(world.connection)
    world.refold_all()
    assert_same(live, derived(world.connection))
    assert_sound(world.connection)
    world.connection.close()


LISTS = ("https://www.verein.example/index.php/aktuelles", "https://www.verein.example/index.php/aktuelles?start=5")
OWN = ("https://www.verein.example/index.php/aktuelles/7-a", "https://www.verein.example/index.php/aktuelles/8-b")
listed = st.builds(
    shows_list, st.dictionaries(st.sampled_from(OWN), st.sampled_from(["A", "B"])), st.sampled_from(LISTS)
)
owned = st.builds(shows, st.sampled_from(["A", "B", "C"]), url=st.sampled_from(OWN))
away = st.builds(answers, st.sampled_from([404, 410]), st.sampled_from(LISTS + OWN))
lists_and_pages = st.lists(st.tuples(gaps, listed | owned | away), min_size=1, max_size=9)


_BOTH = shows_list(dict.fromkeys(OWN, "B"), LISTS[1])
# The article of a list has a page of its own when the list is seen again; the last two captures come late.
TAKEN_OVER = [(1.0, _BOTH), (1.0, shows("A", url=OWN[0])), (1.0, _BOTH), (1.0, shows("A", url=OWN[0]))]


@at_most(10_000)
@given(lists_and_pages, st.data())
@example(TAKEN_OVER, None)
def test_lists_of_whole_articles_and_their_own_pages_are_folded_alike_in_any_order(
    empty: Path, history: list[tuple[float, Step]], data: st.DataObject | None
) -> None:
    world = in_order(empty, history)
    expected = derived(world.connection)
    late = fresh(empty)
    captures = [late.capture(hour, step) for hour, step in hours(history)]
    order = [*captures[:-2], captures[-1], captures[-2]] if data is None else data.draw(st.permutations(captures))
    for capture in order:
        late.fold(capture.id)
    assert_same(expected, derived(late.connection))
    world.refold_all()
    assert_same(expected, derived(world.connection))
    assert_sound(world.connection)
    late.connection.close()
    world.connection.close()
