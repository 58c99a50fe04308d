"""The same edit on many pages of a site is one finding; the same edit on a few, or of a sign, is one for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.derive.works import find_works
from tests.derive.test_works import dated

if TYPE_CHECKING:
    from tests.derive.histories import World

TOPICS = ("Hafen", "Museum", "Freibad", "Stadtwald", "Rathaus", "Bücherei", "Bahnhof", "Marktplatz")
HINT = "Ab Montag gilt ein neuer Sprechtag für alle."  # too short to be cut as boilerplate
DAY = 24.0


def _text(topic: str) -> str:
    return (
        f"Der Umbau für {topic} beginnt im Herbst. Die Kosten für {topic} trägt der Kreis. Der Rat hat {topic} besucht."
    )


def _pages(world: World, hour: float, number: int, more: str = "") -> None:
    for at, topic in enumerate(TOPICS[:number]):
        text = f"{_text(topic)}\n{more}" if more else _text(topic)
        world.happens(hour + at, dated(text, f"2016-08-0{at + 1}", f"https://www.amt.example/{topic}", title=topic))


def _edits(world: World) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in world.rows(
            "SELECT article_url, sentence FROM edits JOIN events e ON e.id = event_id WHERE NOT e.is_superseded"
        )
    ]


@pytest.mark.parametrize("number", [4, 5, 8])
def test_the_same_change_on_many_pages_is_one_finding(world: World, number: int) -> None:
    _pages(world, 0, number)
    find_works(world.connection)
    _pages(world, 5 * DAY, number, HINT)
    find_works(world.connection)
    plain = f"Neu: „{HINT}“ in Absatz 2; Datum unverändert"
    if number < 5:
        assert _edits(world) == [(f"https://www.amt.example/{topic}", plain) for topic in TOPICS[:number]]
    else:
        assert _edits(world) == [
            ("https://www.amt.example/Hafen", f"Auf {number} Seiten der Website: {plain}"),
        ]


def test_a_change_becomes_one_finding_when_enough_pages_have_it(world: World) -> None:
    """What a reader may know by then is superseded, and its sentence is kept with the comparison."""
    _pages(world, 0, 5)
    _pages(world, 5 * DAY, 3, HINT)
    find_works(world.connection)
    assert len(_edits(world)) == 3
    _pages(world, 8 * DAY, 5, HINT)
    find_works(world.connection)
    assert [url for url, _ in _edits(world)] == ["https://www.amt.example/Hafen"]
    assert world.rows("SELECT count(*) FROM comparisons WHERE no_edit = 'noise' AND kinds_json IS NOT NULL") == [(4,)]
    assert world.rows("SELECT count(*) FROM events WHERE kind = 'edited' AND is_superseded") == [(2,)]


def test_changes_weeks_apart_and_of_signs_are_no_finding_of_the_site(world: World) -> None:
    _pages(world, 0, 5)
    for at, topic in enumerate(TOPICS[:5]):
        step = dated(f"{_text(topic)}\n{HINT}", f"2016-08-0{at + 1}", f"https://www.amt.example/{topic}", title=topic)
        world.happens((5 + 20 * at) * DAY, step)
    find_works(world.connection)
    assert len(_edits(world)) == 5


def test_another_sign_on_many_pages_is_an_edit_of_each(world: World) -> None:
    _pages(world, 0, 5)
    for at, topic in enumerate(TOPICS[:5]):
        text = _text(topic).replace("Herbst.", "Herbst!")
        step = dated(text, f"2016-08-0{at + 1}", f"https://www.amt.example/{topic}", title=topic)
        world.happens(5 * DAY + at, step)
    find_works(world.connection)
    assert len(_edits(world)) == 5
