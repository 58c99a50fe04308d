"""Edits in an archive: what is compared with what, which versions are no edits, and long texts that wait."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import decisions
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.corrections import Correction, value_of
from kaaw_archive.derive.corrections import renew
from kaaw_archive.derive.edits import compare_waiting
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.histories import PAGE, Step, World, answers, shows, tell

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = "Der Rat hat am Montag beschlossen, dass das Bad saniert wird. Es kostet 3 Millionen Euro und hat zwei Becken."
CUT = "Der Rat hat am Montag beschlossen, dass das Bad saniert wird. Es kostet 3"
EDITED = WHOLE.replace("3 Millionen", "5 Millionen")
_EDITS = "SELECT from_version, to_version, edit_kind, is_silent FROM edits ORDER BY to_version"


def test_an_edit_has_its_kind_and_its_sentence(world: World) -> None:
    tell(world, (0, shows(WHOLE)), (8, shows(EDITED)))
    assert world.rows("SELECT kinds_json, significance, sentence, is_silent FROM edits") == [
        ('["numbers"]', 0.6, "3 -> 5 Millionen Euro in Absatz 1; ohne Datum", 1)
    ]


def test_a_capture_that_was_cut_off_is_no_edit_and_hides_none(world: World) -> None:
    tell(world, (0, shows(WHOLE)), (8, shows(CUT)), (16, shows(WHOLE)), (24, shows(CUT)), (32, shows(EDITED)))
    assert len(world.versions()) == 5
    assert world.rows(_EDITS) == [(3, 5, "numbers", 1)]
    assert [event[0] for event in world.events()] == ["new", "edited"]
    assert world.rows("SELECT no_edit, is_new_bad FROM comparisons ORDER BY to_snapshot_id") == [
        ("cut_off", 1), ("noise", None), ("cut_off", 1), (None, None),
    ]  # fmt: skip


def test_lines_that_stood_beside_the_text_are_no_edit(world: World) -> None:
    line = "Weitere Auskünfte gibt die Stelle."
    tell(world, (0, shows(WHOLE, beside=(line,))), (8, shows(f"{EDITED}\n{line}")))
    assert world.rows("SELECT kinds_json FROM edits") == [('["numbers"]',)]


def test_template_noise_is_a_version_and_no_edit(world: World) -> None:
    tell(world, (0, shows(f"{WHOLE}\nLesezeit: 2 Minuten")), (8, shows(f"{WHOLE}\nLesezeit: 3 Minuten")))
    assert world.rows(_EDITS) == []
    assert world.rows("SELECT no_edit FROM comparisons") == [("noise",)]
    assert [event[0] for event in world.events()] == ["new"]


def test_a_long_pair_waits_for_a_worker(archive_path: Path) -> None:
    text = " ".join(f"Der Satz {number} steht hier und ist nicht kurz." for number in range(1, 600))
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        tell(world, (0, shows(text)), (8, shows(text.replace("Satz 7 ", "Satz 700 "))))
        assert world.rows(_EDITS) == []
    writer, pool = Writer(archive_path), ReadingPool(1)
    try:
        compare_waiting(writer, pool)
        compare_waiting(writer, pool)
    finally:
        pool.close()
        writer.close()
    with closing(open_for_writing(archive_path)) as connection:
        assert list(map(tuple, connection.execute(_EDITS))) == [(1, 2, "numbers", 1)]
        assert tuple(connection.execute("SELECT count(*) FROM events WHERE kind = 'edited'").fetchone()) == (1,)


NEW = "https://www.amt.example/aktuelles/bad"


def _moves(world: World, before: str, after: str) -> None:
    """The text moves to another address, which a redirect says on two days."""
    world.happens(0, shows(before))
    hop = world.happens(50, answers(301, PAGE, location=NEW))
    world.happens(50.1, shows(after, url=NEW), via=hop)


def test_an_edit_on_the_way_to_another_address_is_one_of_the_text(world: World) -> None:
    _moves(world, WHOLE, EDITED)
    assert world.rows("SELECT article_url, from_version, to_version, edit_kind, is_silent FROM edits") == [
        (NEW, 1, 1, "numbers", 1)
    ]
    assert world.events() == [("new", None, 0), ("moved", 0, 50), ("edited", 0, 50.1)]
    ((moved_at, edited_at),) = world.rows(
        "SELECT m.known_at, e.known_at FROM events m, events e WHERE m.kind = 'moved' AND e.kind = 'edited'"
    )
    assert moved_at == edited_at


@pytest.mark.parametrize("after", [WHOLE, f"{WHOLE}\nLesezeit: 3 Minuten", WHOLE[:60]], ids=["same", "noise", "part"])
def test_a_text_that_moved_as_it_was_has_no_edit(world: World, after: str) -> None:
    _moves(world, WHOLE, after)
    assert world.rows(_EDITS) == []


def test_an_edit_on_the_way_is_found_once_and_again_after_each_page_is_folded_again(world: World) -> None:
    _moves(world, WHOLE, EDITED)
    first = world.rows("SELECT uid, kind, known_at, is_superseded FROM events ORDER BY uid")
    world.refold_all()
    assert world.rows("SELECT uid, kind, known_at, is_superseded FROM events ORDER BY uid") == first
    assert [row[1] for row in first].count("edited") == 1


def test_an_edit_of_a_move_that_is_refuted_is_superseded(world: World) -> None:
    """Another text at the new address, of the same title, was there before the old one was last seen."""
    _moves(world, WHOLE, EDITED)
    assert [event[0] for event in world.events()] == ["new", "moved", "edited"]
    tell(world, (60, shows(WHOLE)), (70, shows(EDITED, url=NEW)), (80, shows(WHOLE)))
    superseded = dict(world.rows("SELECT kind, is_superseded FROM events WHERE kind IN ('edited', 'moved')"))
    assert superseded["edited"] == 1


DAY = "2016-09-22"


def with_day(text: str, day: str | None) -> Step:
    step = shows(text)
    return replace(step, said=(step.said or {}) | {"day": day})


def corrected_day(world: World, day: str | None) -> None:
    """Correct the day of the article on PAGE; None: lift the correction."""
    at = world.connection.execute("SELECT max(captured_at) FROM captures").fetchone()[0]
    if day is None:
        decisions.end(world.connection, ("correct",), PAGE, made_by="Anna", made_at=at)
    else:
        value = value_of(Correction(PAGE, "date", day, "auf der Seite", "Anna", at))
        decisions.add(
            world.connection, "correct", PAGE, made_by="Anna", made_at=at, reason="auf der Seite", value_json=value
        )
    renew(world.connection, PAGE)


def test_edits_are_judged_by_corrected_days_until_the_correction_is_lifted(world: World) -> None:
    judged = "SELECT is_silent, sentence FROM edits"
    world.happens(0, with_day(WHOLE, DAY))
    world.happens(50, with_day(EDITED, None))
    (read,) = world.rows(judged)
    assert read[1] == "3 -> 5 Millionen Euro in Absatz 1; Datum: 22.09.2016 -> keine Angabe"
    corrected_day(world, DAY)
    corrected = [(1, "3 -> 5 Millionen Euro in Absatz 1; Datum unverändert")]
    assert world.rows(judged) == corrected
    world.refold(urls.group(PAGE))
    assert world.rows(judged) == corrected
    assert world.rows("SELECT count(*) FROM events WHERE kind = 'edited'") == [(1,)]
    corrected_day(world, None)
    assert world.rows(judged) == [read]


def test_an_edit_of_nothing_but_a_day_that_a_person_corrects_is_none(world: World) -> None:
    world.happens(0, with_day(WHOLE, DAY))
    world.happens(50, with_day(WHOLE, "2016-09-23"))
    edited = "SELECT count(*) FROM events WHERE kind = 'edited' AND NOT is_superseded"
    assert world.rows(edited) == [(1,)]
    corrected_day(world, DAY)
    assert world.rows(edited) == [(0,)]
    assert world.rows("SELECT no_edit FROM comparisons") == [("noise",)]
    corrected_day(world, None)
    assert world.rows(edited) == [(1,)]
