"""What the commands say of edits: diff, history and blame."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import STRASSE
from tests.cli.conftest import Kaaw, document, one_line_error
from tests.derive.histories import PAGE, World, answers, shows

if TYPE_CHECKING:
    from pathlib import Path


def test_diff_begins_with_what_was_edited(run: Kaaw, filled_path: Path) -> None:
    first = run(filled_path, "diff", STRASSE).stdout.splitlines()[0]
    assert first.startswith("retitled, links, wording, metadata (significance ")
    assert "Titel: „Straßenbau beginnt“ -> „Straßenbau endet“" in first
    report = document(run(filled_path, "diff", STRASSE, "--json"))
    assert report["edit"]["kinds"] == ["retitled", "links", "wording", "metadata"]
    assert report["no_edit"] is None


def test_versions_that_are_no_neighbours_are_compared_too(run: Kaaw, filled_path: Path) -> None:
    report = document(run(filled_path, "diff", STRASSE, "--from", "1", "--to", "3", "--json"))
    assert report["edit"]["sentence"]


def test_history_names_the_edit_of_each_version(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "history", STRASSE)
    assert "2 edits\n" in result.stdout
    versions = document(run(filled_path, "history", STRASSE, "--json"))["versions"]
    assert versions[0]["edit"] is None
    assert all(version["edit"]["kinds"] for version in versions[1:])


def test_blame_says_when_each_sentence_came_and_went(run: Kaaw, filled_path: Path) -> None:
    sentences = document(run(filled_path, "blame", STRASSE, "--json"))["sentences"]
    there = {row["sentence"]: row for row in sentences if row["is_there"]}
    gone = {row["sentence"]: row for row in sentences if not row["is_there"]}
    assert there["Der Ausbau der Straße endet im Juni."]["first_version"] == 3
    assert gone["Der Ausbau der Straße beginnt im Juni."]["gone_by_at"] is not None
    shown = run(filled_path, "blame", STRASSE, "--gone").stdout
    assert "gone by" in shown
    assert "Der Ausbau der Straße endet" not in shown.replace("before: ", "")


def test_blame_finds_a_sentence_by_its_words(run: Kaaw, filled_path: Path) -> None:
    rows = document(run(filled_path, "blame", STRASSE, "--containing", "BEGINNT IM JUNI", "--json"))["sentences"]
    assert [row["sentence"] for row in rows] == ["Der Ausbau der Straße beginnt im Juni."]
    assert run(filled_path, "blame", STRASSE, "--containing", "nirgends").stdout == "no such sentence\n"


def test_blame_of_an_unknown_address_is_an_error(run: Kaaw, filled_path: Path) -> None:
    assert "never captured" in one_line_error(run(filled_path, "blame", "nirgends"))


def test_blame_finds_what_vanished_from_any_article(run: Kaaw, filled_path: Path) -> None:
    rows = document(
        run(filled_path, "blame", "--gone", "--containing", "STRASSE BEGINNT IM JUNI".replace("SS", "ß"), "--json")
    )
    assert [(row["article_url"], row["sentence"]) for row in rows["sentences"]] == [
        (STRASSE, "Der Ausbau der Straße beginnt im Juni.")
    ]
    assert run(filled_path, "blame", "--gone", "--containing", "beginnt").stdout.startswith(STRASSE)
    # the words stand in another sentence still
    assert run(filled_path, "blame", "--gone", "--containing", "Ausbau der Straße").stdout.startswith(STRASSE)
    assert run(filled_path, "blame", "--gone", "--containing", "endet").stdout == "no such sentence\n"
    assert run(filled_path, "blame", "--gone").exit_code == 2


def test_diff_names_what_a_text_lost_on_its_way_to_another_address(run: Kaaw, archive_path: Path) -> None:
    old, new = "https://www.amt.example/bad.html", "https://www.amt.example/aktuelles/bad"
    text = "Der Rat hat am Montag beschlossen, dass das Bad saniert wird. Es kostet 3 Millionen Euro."
    plan, picture = "https://www.amt.example/plan.pdf", "https://www.amt.example/bad.jpg"
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows(text, url=old, links=(plan,), pictures=(picture,)))
        hop = world.happens(50, answers(301, old, location=new))
        world.happens(50.1, shows(text, url=new), via=hop)
        find_works(connection)
    shown = run(archive_path, "diff", new).stdout
    assert shown.startswith("no edit: title and text are the same\n")
    assert f"-link: {plan}\n-picture: {picture} (Bild)" in shown
    report = document(run(archive_path, "diff", new, "--json"))
    assert (report["from_url"], report["no_edit"]) == (old, "noise")
    with kaaw_archive.open(archive_path) as archive:
        assert f"-link: {plan}" in archive.diff(old, new).lines


@pytest.mark.parametrize("words", ["„Kochbuch“", '"Kochbuch"', "»kochbuch«", '"Kochbuch" - gut', "„Kochbuch“ – gut"])
def test_blame_takes_all_forms_of_quotation_marks_and_dashes_for_one(run: Kaaw, archive_path: Path, words: str) -> None:
    url, text = "https://www.amt.example/buch", "Das „Kochbuch“ – gut gemacht – ist da. Es kostet die Gemeinden nichts."
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows(text, url=url))
        world.happens(50, shows(text.replace("Das „Kochbuch“ – gut gemacht – ist da. ", ""), url=url))
        find_works(connection)
    for chosen in ((url,), ("--gone",)):
        rows = document(run(archive_path, "blame", *chosen, "--containing", words, "--json"))["sentences"]
        assert [row["sentence"] for row in rows] == ["Das „Kochbuch“ – gut gemacht – ist da."]


def test_blame_names_the_withdrawn_pages_that_had_a_text(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows("Der Abgeordnete heißt „Grunendahl“ und kommt aus dem Kreis."))
        for hour in (50, 150, 250):
            world.happens(hour, answers(410))
        find_works(connection)
    asked = ("blame", "--gone", "--containing", '"Grunendahl"')
    assert document(run(archive_path, *asked, "--json")) == {"sentences": [], "withdrawn": [PAGE]}
    assert "withdrawn, with the text" in run(archive_path, *asked).stdout


def test_events_are_chosen_by_the_kind_of_edit_and_by_silence(run: Kaaw, filled_path: Path) -> None:
    edits = document(run(filled_path, "events", "--kind", "edited", "--json"))["events"]
    assert len(edits) > 1
    silent = document(run(filled_path, "events", "--silent", "--json"))["events"]
    assert silent == [row for row in edits if row["is_silent"]]
    for kind in ("retitled", "wording", "numbers"):
        chosen = document(run(filled_path, "events", "--edit-kind", kind, "--json"))["events"]
        assert chosen == [row for row in edits if kind in row["edit_kinds"]]
    both = document(run(filled_path, "events", "--edit-kind", "retitled", "--edit-kind", "wording", "--json"))["events"]
    assert both == [row for row in edits if {"retitled", "wording"} & set(row["edit_kinds"])]


def test_diff_compares_a_text_that_moved_with_what_it_was_before(run: Kaaw, archive_path: Path) -> None:
    old, new = "https://www.amt.example/bad.html", "https://www.amt.example/aktuelles/bad"
    text = "Der Rat hat am Montag beschlossen, dass das Bad saniert wird. Es kostet 3 Millionen Euro."
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows(text, url=old))
        hop = world.happens(50, answers(301, old, location=new))
        world.happens(50.1, shows(text.replace("3 Mill", "5 Mill"), url=new), via=hop)
        find_works(connection)
    result = document(run(archive_path, "diff", new, "--json"))
    assert (result["from_url"], result["article_url"], result["edit"]["kinds"]) == (old, new, ["numbers"])
    assert f"--- {old} version 1" in run(archive_path, "diff", new).stdout
    assert "one version only" in run(archive_path, "diff", new, "--from", "1").stdout


def test_blame_of_a_moved_text_goes_back_to_its_first_address(run: Kaaw, archive_path: Path) -> None:
    old, new = "https://www.amt.example/presse/buch", "https://www.amt.example/aktuelles/buch"
    first = "Der Rat hat am Montag das Buch vorgestellt. Das Buch kostet die Gemeinden nichts. Es liegt im Rathaus aus."
    second = first.replace("kostet die Gemeinden nichts", "ist da")
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows(first, url=old))
        world.happens(50, shows(second, url=old))
        hop = world.happens(100, answers(301, old, location=new))
        world.happens(100.1, shows(second.replace(" Es liegt im Rathaus aus.", ""), url=new), via=hop)
        find_works(connection)
    for asked in (old, new):
        rows = document(run(archive_path, "blame", asked, "--gone", "--json"))["sentences"]
        lives = {row["sentence"]: (row["first_url"], row["last_url"], row["last_version"]) for row in rows}
        assert lives["Das Buch kostet die Gemeinden nichts."] == (old, old, 1)
        assert lives["Es liegt im Rathaus aus."] == (old, old, 2)
    shown = run(archive_path, "blame", new, "--containing", "ist da").stdout
    assert shown.startswith("v2 [1] ")
    assert shown.endswith(f"[1] at {old}\n")
    vanished = document(run(archive_path, "blame", "--gone", "--containing", "im Rathaus aus", "--json"))["sentences"]
    assert [row["article_url"] for row in vanished] == [old]
