"""What seeds named from when to when, and the articles that they name no more while their pages are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.queries import seed_history
from kaaw_archive.archive.queries.events import find_events
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import EventFilter
from tests.derive.histories import DAY, Step, World, answers, names, shows_problem
from tests.derive.test_works import LONG, dated

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row

SITE = "https://www.amt.example"
LIST, PAGE_2, FEED = f"{SITE}/presse", f"{SITE}/presse?seite=2", f"{SITE}/feed.xml"
DAYS = {"a": "2016-08-30", "b": "2016-08-29", "c": "2016-08-28", "d": "2016-08-27", "e": "2016-08-26"}


def url_of(name: str) -> str:
    return f"{SITE}/presse/meldung-{name}"


def listed(letters: str, at: str = LIST, *, kind: str = "listing", is_dated: bool = True) -> Step:
    """A seed that names these articles."""
    stated = {name: f"{DAYS.get(name, '2016-09-09')}T00:00:00.000Z" if is_dated else None for name in letters}
    return names(at, *((url_of(name), day) for name, day in stated.items()), kind=kind)


def visit(world: World, hour: float, letters: str = "abcde") -> None:
    """Look at the pages of these articles."""
    for name in letters:
        world.happens(hour, dated(f"{LONG} Es geht um {name}.", DAYS.get(name), url_of(name), title=f"Titel {name}"))


def events(world: World) -> list[Row]:
    find_works(world.connection)
    return find_events(world.connection, EventFilter(kinds=("unlisted", "relisted")))[::-1]


def state(world: World, name: str = "c") -> str:
    return str(dict(world.rows("SELECT url, state FROM articles"))[url_of(name)])


def taken_out(world: World) -> None:
    """The third of five articles is listed on one day, and not on the next two; its page answers."""
    world.happens(0, listed("abcde"))
    visit(world, 1)
    world.happens(DAY, listed("abde"))
    visit(world, DAY + 1, "c")
    world.happens(2 * DAY, Step(304, url=LIST, kind="seed"))


def test_what_the_list_named_and_names_no_more_is_unlisted_with_bracket_and_proof(world: World) -> None:
    taken_out(world)
    (event,) = events(world)
    assert (event["kind"], event["url"]) == ("unlisted", url_of("c"))
    assert (event["after_at"][:13], event["before_at"][:13], event["known_at"][:13]) == (
        "2016-09-01T06", "2016-09-02T06", "2016-09-03T06",
    )  # fmt: skip
    assert len(event["captures"]) == 3  # without it, without it on another day, its page
    assert state(world) == "unlisted"
    (row,) = world.rows("SELECT state FROM works WHERE key LIKE '%meldung-c'")
    assert row[0] == "unlisted"


def test_an_article_that_is_named_again_is_relisted(world: World) -> None:
    taken_out(world)
    world.happens(3 * DAY, listed("abcde"))
    unlisted, relisted = events(world)
    assert (unlisted["kind"], relisted["kind"], relisted["url"]) == ("unlisted", "relisted", url_of("c"))
    assert (relisted["after_at"][:10], relisted["before_at"][:10]) == ("2016-09-03", "2016-09-04")
    assert state(world) == "live"


def seen_once(world: World) -> None:
    world.happens(0, listed("abcde"))
    visit(world, 1)
    world.happens(DAY, listed("abde"))
    visit(world, DAY + 1)


def pushed_out(world: World) -> None:
    world.happens(0, listed("abc"))
    visit(world, 1)
    for day in (1, 2):
        world.happens(day * DAY, listed("xab"))
        visit(world, day * DAY + 1, "c")


def on_page_2(world: World) -> None:
    world.happens(0, listed("abcde"))
    world.happens(0.1, listed("fg", PAGE_2))
    visit(world, 1)
    for day in (1, 2):
        world.happens(day * DAY, listed("abde"))
        world.happens(day * DAY + 0.1, listed("cfg", PAGE_2))
        visit(world, day * DAY + 1, "c")


def in_a_feed(world: World) -> None:
    world.happens(0, listed("abcde"))
    world.happens(0.1, listed("abcde", FEED, kind="feed"))
    visit(world, 1)
    for day in (1, 2):
        world.happens(day * DAY, listed("abde"))
        world.happens(day * DAY + 0.1, Step(304, url=FEED, kind="seed"))
        visit(world, day * DAY + 1, "c")


def page_is_gone(world: World) -> None:
    world.happens(0, listed("abcde"))
    visit(world, 1)
    for day in (1, 2):
        world.happens(day * DAY, listed("abde"))
        world.happens(day * DAY + 1, answers(404, url_of("c")))


def behind_it_are_newer_ones(world: World) -> None:
    """A list of dates to come: what is over leaves it at its beginning."""
    for day, letters in ((0, "edcba"), (1, "dcba"), (2, "dcba")):
        world.happens(day * DAY, listed(letters))
        visit(world, day * DAY + 1)


def no_day_is_known(world: World) -> None:
    for day, letters in ((0, "xyz"), (1, "xz"), (2, "xz")):
        world.happens(day * DAY, listed(letters, is_dated=False))
        visit(world, day * DAY + 1, "xyz")


def maintenance(world: World) -> None:
    world.happens(0, listed("abcde"))
    visit(world, 1)
    for day in (1, 2):
        world.happens(day * DAY, shows_problem("maintenance_page", "error", LIST))
        visit(world, day * DAY + 1, "c")


def at_another_address(world: World) -> None:
    """The list names the text under its new address, and the old one still answers."""
    other = f"{SITE}/aktuelles/meldung-c"
    world.happens(0, listed("abcde"))
    visit(world, 1)
    renamed = names(
        LIST, *((other if name == "c" else url_of(name), f"{DAYS[name]}T00:00:00.000Z") for name in "abcde")
    )
    for day in (1, 2):
        world.happens(day * DAY, renamed)
        visit(world, day * DAY + 1, "c")
        world.happens(day * DAY + 1, dated(f"{LONG} Es geht um c.", DAYS["c"], other, title="Titel c"))


@pytest.mark.parametrize(
    "history",
    [
        seen_once, pushed_out, on_page_2, in_a_feed, page_is_gone, behind_it_are_newer_ones, no_day_is_known,
        maintenance, at_another_address,
    ],
)  # fmt: skip
def test_is_not_unlisted(world: World, history: object) -> None:
    assert callable(history)
    history(world)
    assert [(event["kind"], event["url"]) for event in events(world)] == []


def test_each_entry_has_the_looks_between_which_it_came_and_went(world: World) -> None:
    world.happens(0, listed("bcd"))
    world.happens(DAY, listed("abd"))
    world.happens(1.5 * DAY, shows_problem("maintenance_page", "error", LIST))
    world.happens(2 * DAY, listed("abcd"))
    shown = [
        (entry["url"][-1], entry["after_at"] and entry["after_at"][8:10], entry["first_seen_at"][8:10])
        for entry in seed_history.changes(world.connection, "amt.example", "", "9999")[0]["appeared"]
    ]
    assert shown == [("a", "01", "02"), ("c", "02", "03")]
    (seed,) = seed_history.changes(world.connection, "amt.example", "", "9999")
    assert [(one["url"][-1], one["last_seen_at"][8:10], one["gone_at"][8:10]) for one in seed["gone"]] == [
        ("c", "01", "02")
    ]
    assert (seed["named_at_first"], seed["kind"]) == (3, "listing")
    later = seed_history.changes(world.connection, "amt.example", "2016-09-03T00:00:00.000Z", "9999")[0]
    assert (later["named_at_first"], len(later["appeared"]), later["gone"]) == (0, 1, [])


def test_the_same_is_found_when_all_is_derived_again(world: World) -> None:
    taken_out(world)
    before = events(world)
    world.refold_all()
    assert events(world) == before


def gone(world: World, at: str = LIST) -> list[tuple[str, ...]]:
    """How each entry left a list, with what shows it: the last letter of an address, or the day of another look."""
    rows = world.rows(
        "SELECT substr(url, -1), departure, substr(stayed_url, -1), other_page_url, substr(named_again_at, 9, 2)"
        f" FROM seed_history WHERE seed_url = '{at}' AND gone_at IS NOT NULL ORDER BY gone_at, entry_id"
    )
    return [tuple(str(value) for value in row if value is not None) for row in rows]


def test_an_entry_that_older_ones_outlast_was_taken_out(world: World) -> None:
    taken_out(world)
    assert gone(world) == [("c", "taken_out", "d")]


def test_an_entry_that_page_2_names_next_is_on_another_page(world: World) -> None:
    """Also one that page 1 takes back, looked at behind page 2."""
    world.happens(0, listed("abcd"))
    world.happens(0.1, listed("efgh", PAGE_2))
    world.happens(DAY, listed("xabc"))
    world.happens(DAY + 0.1, listed("defg", PAGE_2))
    world.happens(2 * DAY, listed("defg", PAGE_2))
    world.happens(2 * DAY + 0.1, listed("abcd"))
    world.happens(3 * DAY, listed("efgh", PAGE_2))
    assert gone(world) == [("d", "other_page", PAGE_2, "03"), ("x", "taken_out", "a")]
    assert gone(world, PAGE_2) == [("h", "pushed_out", "04"), ("d", "other_page", LIST)]


def test_the_last_entry_of_a_page_for_which_an_older_one_moved_up_was_taken_out(world: World) -> None:
    world.happens(0, listed("abcd"))
    world.happens(DAY, listed("abce"))
    assert gone(world) == [("d", "taken_out", "e")]


@pytest.mark.parametrize(
    ("page_2", "then", "left"),
    [
        ("uvw", "vw", ("t", "taken_out", "u")),  # the first entry of page 2 moved up
        ("vuw", "vw", ("t", "unclear")),  # it stood behind another one, which did not
        ("uvw", "uvw", ("t", "unclear")),  # page 2 has it still
        ("xyz", "yz", ("t", "unclear")),
    ],
)
def test_the_last_entry_of_a_page_without_days_was_taken_out_if_that_of_the_next_page_moved_up(
    world: World, page_2: str, then: str, left: tuple[str, ...]
) -> None:
    for day, first, second in ((0, "qrst", page_2), (1, "qrsu", then)):
        world.happens(day * DAY, listed(first, is_dated=False))
        world.happens(day * DAY + 0.1, listed(second, PAGE_2, is_dated=False))
    assert gone(world) == [left]


def test_what_a_feed_named_first_did_not_move_up(world: World) -> None:
    for day, first, second in ((0, "qrst", "uvw"), (1, "qrsu", "vw")):
        world.happens(day * DAY, listed(first, is_dated=False))
        world.happens(day * DAY + 0.1, listed(second, FEED, kind="feed", is_dated=False))
    assert gone(world) == [("t", "unclear")]


def test_what_a_box_named_first_did_not_move_up(world: World) -> None:
    """Its entries come and go, so that one of them in another list shows nothing."""
    for day, letters in enumerate(("uv", "wu", "vw", "uv", "vw", "wu", "uv")):
        world.happens(day * DAY, listed(letters, PAGE_2, is_dated=False))
    world.happens(6 * DAY + 0.1, listed("qrst", is_dated=False))
    world.happens(7 * DAY, listed("qrsu", is_dated=False))
    world.happens(7 * DAY + 0.1, listed("vw", PAGE_2, is_dated=False))
    assert gone(world) == [("t", "unclear")]


def test_what_page_2_named_first_long_ago_did_not_move_up(world: World) -> None:
    world.happens(0, listed("qrst", is_dated=False))
    world.happens(0.1, listed("uvw", PAGE_2, is_dated=False))
    world.happens(DAY, listed("vw", PAGE_2, is_dated=False))
    world.happens(5 * DAY, listed("qrst", is_dated=False))
    world.happens(6 * DAY, listed("qrsu", is_dated=False))
    assert gone(world) == [("t", "unclear")]


def test_entries_that_come_and_go_in_no_order_are_of_a_box(world: World) -> None:
    for day, letters in enumerate(("ab", "ca", "bc", "ab", "bd", "da", "ab")):
        world.happens(day * DAY, listed(letters, is_dated=False))
    assert {row[1] for row in gone(world)} == {"rotating"}


def test_two_entries_that_left_a_list_and_are_back_make_no_box_of_it(world: World) -> None:
    for day, letters in enumerate(("abcde", "abde", "abcde", "acde", "abcde")):
        world.happens(day * DAY, listed(letters))
    assert gone(world) == [("c", "taken_out", "d", "03"), ("b", "taken_out", "c", "05")]
