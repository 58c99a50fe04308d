"""What stands on many pages of a site is cut and recorded, edits nothing, and is the same in whatever order."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaaw_archive.archive.queries import articles
from tests.derive.histories import Step, World, answers, shows, shows_list
from tests.derive.tables import assert_same, assert_sound, derived
from tests.derive.test_order import empty, fresh
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty"]  # a fixture

CONTACT = "Pressekontakt\nStadt Moorland, Pressestelle, Am Markt 1\nTelefon 0 12 34 / 56 78, presse@moorland.example"
BANNER = "Wegen einer Störung der Telefonanlage ist das Rathaus in dieser Woche nur schriftlich zu erreichen."
LINK = "https://www.amt.example/stoerung"


def page(number: int, site: str = "www.amt.example") -> str:
    return f"https://{site}/presse/{number}"


def body(number: int, edition: int = 1) -> str:
    return "\n".join(f"Satz {n} der Meldung {number} in der Ausgabe {edition} handelt vom Haushalt." for n in range(9))


def with_contact(number: int, edition: int = 1) -> str:
    return f"{body(number, edition)}\n{CONTACT}"


def texts(world: World) -> list[str]:
    """Of the newest version of each article, in the order of their addresses."""
    return [row[0] for row in world.rows("SELECT text FROM latest ORDER BY url")]


def cuts(world: World) -> list[list[list[str]]]:
    """What was cut from each version, line by line: its place and its text."""
    rows = world.rows("SELECT cut_json FROM snapshots ORDER BY article_id, version")
    return [[[cut["place"], cut["text"]] for cut in json.loads(row[0] or "[]")] for row in rows]


def test_what_five_pages_end_with_is_cut_from_all_of_them_and_recorded(world: World) -> None:
    for number in range(5):
        world.happens(number * 0.1, shows(with_contact(number), url=page(number)))
    assert texts(world) == [body(number) for number in range(5)]
    assert cuts(world) == [[["end", line] for line in CONTACT.split("\n")]] * 5
    ((article_id,),) = world.rows("SELECT id FROM articles WHERE url LIKE '%/4'")
    shown = articles.snapshot(world.connection, article_id, 1)
    uids = [row[0] for row in world.rows("SELECT uid FROM visits WHERE url NOT LIKE '%/4' ORDER BY captured_at")]
    assert [cut["seen_in"] for cut in shown["cut"]] == [uids] * 3
    assert_sound(world.connection)


def test_what_four_pages_end_with_stays(world: World) -> None:
    for number in range(4):
        world.happens(number * 0.1, shows(with_contact(number), url=page(number)))
    assert texts(world) == [with_contact(number) for number in range(4)]


def test_versions_of_one_page_and_pages_of_another_site_teach_nothing(world: World) -> None:
    for number in range(4):
        world.happens(number * 0.1, shows(with_contact(number), url=page(number)))
        world.happens(1 + number * 0.1, shows(with_contact(0, edition=number), url=page(0)))
        world.happens(2 + number * 0.1, shows(with_contact(number), url=page(number, f"www.kreis{number}.example")))
    assert {cut for row in world.rows("SELECT cut_json FROM snapshots") for cut in row} == {None}


def test_a_text_that_was_stored_before_much_was_known_stays_and_is_not_edited(world: World) -> None:
    world.happens(0, shows(with_contact(0), url=page(0)))
    for number in range(1, 5):
        world.happens(1000 + number, shows(with_contact(number), url=page(number)))
    world.happens(1100, shows(with_contact(0), url=page(0), noise="another day"))
    assert (1, with_contact(0)) in [row[:2] for row in world.versions()]
    assert len(world.versions()) == 5
    world.happens(1200, shows(with_contact(0, edition=2), url=page(0)))
    assert [row[1] for row in world.versions() if "Meldung 0" in row[1]] == [with_contact(0), body(0, edition=2)]
    assert {event[0] for event in world.events()} == {"new", "edited"}
    assert_sound(world.connection)


@pytest.mark.parametrize("is_above", [True, False])
def test_a_notice_on_all_pages_for_a_week_edits_nothing(world: World, *, is_above: bool) -> None:
    def noticed(number: int) -> str:
        return f"{BANNER}\n{body(number)}" if is_above else f"{body(number)}\n{BANNER}"

    for day in range(0, 12):
        for number in range(6):
            is_on = 2 <= day < 9
            text = noticed(number) if is_on else body(number)
            links = (LINK,) if is_on else ()
            world.happens(day * 24 + number * 0.1, shows(text, url=page(number), links=links, anchor=BANNER))
    assert sorted(row[:2] for row in world.versions()) == [(1, body(number)) for number in range(6)]
    assert {event[0] for event in world.events()} == {"new"}
    assert_sound(world.connection)


def test_short_lines_and_most_of_a_text_are_never_cut(world: World) -> None:
    short = "Der Eintritt ist frei."
    for number in range(6):
        world.happens(number * 0.1, shows(f"{body(number)}\n{short}", url=page(number)))
    notices = [f"Termin {number}\n{BANNER}" for number in range(6)]
    for number, notice in enumerate(notices, start=6):
        world.happens(number * 0.1, shows(notice, url=page(number)))
    for number in range(20, 26):
        world.happens(number * 0.1, shows(CONTACT, url=page(number)))
    assert [cut for cut in cuts(world) if cut] == []


def test_what_changes_beside_a_known_line_is_an_edit(world: World) -> None:
    for number in range(6):
        world.happens(number * 0.1, shows(with_contact(number), url=page(number)))
    world.happens(50, shows(with_contact(0, edition=2), url=page(0)))
    world.happens(51, shows(f"{body(1)}\nDie Frist ist um eine Woche verlängert worden.", url=page(1)))
    assert [event[0] for event in world.events()].count("edited") == 2


def test_what_the_page_showed_beside_the_text_is_not_written_when_it_comes_into_it(world: World) -> None:
    line = "Pressemitteilung 30/2016 vom 31.08.2016"
    world.happens(0, shows(body(0), beside=(line,)))
    world.happens(5, shows(f"{body(0)}\n{line}"))
    world.happens(9, shows(body(0), beside=(line,), noise="2"))
    world.happens(20, shows(body(0), noise="3"))
    assert [row[:2] for row in world.versions()] == [(1, body(0))]
    world.happens(30, shows(f"{body(0)}\nNeue Zeile, die vorher nirgends stand."))
    assert [row[0] for row in world.versions()] == [1, 2]


SITE = [page(number) for number in range(7)]
LISTS = ("https://www.verein.example/index.php/aktuelles",)
OWN = [f"{LISTS[0]}/{number}-a" for number in range(6)]
gaps = st.sampled_from([0.001, 1.0, 20.0, 49.0, 400.0])
told = st.sampled_from(
    [body(1), with_contact(1), f"{BANNER}\n{body(1)}", f"{BANNER}\n{with_contact(1)}", CONTACT, body(1, 2)]
)
pages = st.builds(
    shows, told, url=st.sampled_from(SITE), noise=st.sampled_from(["", "1"]), beside=st.sampled_from([(), (BANNER,)])
)
lists = st.builds(shows_list, st.dictionaries(st.sampled_from(OWN), told, min_size=2), st.sampled_from(LISTS))
owned = st.builds(shows, told, url=st.sampled_from(OWN))
away = st.builds(answers, st.sampled_from([404, 410]), st.sampled_from([*SITE, *OWN]))
histories = st.lists(st.tuples(gaps, pages | lists | owned | away), min_size=5, max_size=14)


ALIKE = [(0.01, shows(with_contact(number), url=url)) for number, url in enumerate(SITE)]
NOTICED = [
    (30.0 * (number == 0), shows(f"{BANNER}\n{with_contact(number)}", url=url)) for number, url in enumerate(SITE)
]


# folded backwards, the list makes the first page look like a collapse of what it has not shown yet
LISTED_LATER = [
    (0.001, shows(CONTACT, url=OWN[0])),
    (0.001, shows_list({OWN[0]: body(1), OWN[1]: body(1)}, LISTS[0])),
]


@pytest.mark.slow
@at_most(5_000)
@given(histories, st.data())
@example(LISTED_LATER, None)
@example([*ALIKE, *NOTICED, (400.0, shows(with_contact(3), url=SITE[3], noise="1"))], None)
def test_what_is_learned_is_the_same_in_whatever_order(
    empty: Path, history: list[tuple[float, Step]], data: st.DataObject | None
) -> None:
    """In the order of a crawl, in any other, and from nothing."""
    hour, steps = 0.0, []
    for gap, step in history:
        hour += gap
        steps.append((hour, step))
    world, late = fresh(empty), fresh(empty)
    with closing(world.connection), closing(late.connection):
        for at, step in steps:
            world.happens(at, step)
        expected = derived(world.connection)
        captures = [late.capture(at, step) for at, step in steps]
        for capture in reversed(captures) if data is None else data.draw(st.permutations(captures)):
            late.fold(capture.id)
        assert_same(expected, derived(late.connection))
        world.refold_all()
        assert_same(expected, derived(world.connection))
        assert_sound(world.connection)


@pytest.mark.parametrize("lines", [12, 35, 40, 100])
def test_of_one_article_under_many_addresses_nothing_is_cut_and_no_edit_is_lost(world: World, lines: int) -> None:
    said = [f"Absatz {number} der Meldung handelt vom Haushalt der Stadt." for number in range(lines)]
    edited = [line.replace("Stadt", "Stadt Moorland") if number == 5 else line for number, line in enumerate(said)]
    shorter = [*said[:2], *said[3:]]
    for number in range(5):
        world.happens(number * 0.1, shows("\n".join(said), url=page(number)))
    world.happens(3, shows("\n".join(edited), url=page(2)))
    world.happens(4, shows("\n".join(shorter), url=page(3)))
    assert texts(world) == ["\n".join(one) for one in (said, said, edited, shorter, said)]
