"""kaaw quote: a quotation is kept, listed with what became of it, and ended."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import AKTE, STRASSE, Builder
from tests.cli.conftest import Kaaw, document, one_line_error
from tests.derive.histories import World, answers, shows

if TYPE_CHECKING:
    from pathlib import Path

BEGINS = "Der Ausbau der Straße beginnt im Juni."
ENDS = "Der Ausbau der Straße endet im Juni"


def test_a_quotation_is_kept_and_listed_with_its_history(run: Kaaw, own_path: Path) -> None:
    shown = document(run(own_path, "quote", STRASSE, BEGINS, "--reason", "Bericht, S. 3", "--json"))
    (quote,) = shown["quotations"]
    assert (quote["url"], quote["text"], quote["reason"], quote["state"]) == (
        STRASSE,
        BEGINS,
        "Bericht, S. 3",
        "changed",
    )
    assert [(one["version"], one["state"]) for one in quote["history"]] == [
        (1, "changed"),
        (2, "there"),
        (3, "changed"),
    ]
    assert quote["history"][-1]["sentence"] == f"{ENDS}."
    run(own_path, "quote", STRASSE, ENDS)
    listed = run(own_path, "quote").stdout
    assert listed.startswith(f"changed  {BEGINS}")
    assert f"there  {ENDS}" in listed
    assert "version 2, " in listed
    assert [row["value"] for row in document(run(own_path, "decisions", "--kind", "quote", "--json"))] == [ENDS, BEGINS]


def test_a_quotation_is_kept_once_and_can_be_ended(run: Kaaw, own_path: Path) -> None:
    for _ in range(2):
        run(own_path, "quote", STRASSE, BEGINS)
    assert len(document(run(own_path, "quote", "--json"))["quotations"]) == 1
    assert document(run(own_path, "quote", AKTE, "--json"))["quotations"] == []
    assert run(own_path, "quote", AKTE).stdout == f"no quotation of {AKTE} is watched\n"
    assert "never captured" in one_line_error(run(own_path, "quote", "https://www.stadt.example/unknown"))
    assert run(own_path, "quote", STRASSE, BEGINS, "--end").stdout == "it is watched no longer\n"
    assert "no watched quotation" in one_line_error(run(own_path, "quote", STRASSE, BEGINS, "--end"))
    assert len(document(run(own_path, "decisions", "--kind", "quote", "--ended", "--json"))) == 1


def test_what_no_version_has_is_no_quotation(run: Kaaw, own_path: Path) -> None:
    assert "no version of" in one_line_error(run(own_path, "quote", STRASSE, "Der Ausbau ist teuer."))
    assert "never captured" in one_line_error(run(own_path, "quote", "nirgends", "Text"))
    assert run(own_path, "quote", "--end").exit_code == 2


def test_a_quotation_of_a_withdrawn_article_is_not_said_to_be_there(run: Kaaw, own_path: Path) -> None:
    assert document(run(own_path, "quote", STRASSE, ENDS, "--json"))["quotations"][0]["article_state"] == "live"
    with closing(open_for_writing(own_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-11-01T12:00:00.000Z", source="stadt.example")
        for day in (1, 3):
            builder.page(STRASSE, f"2016-11-{day:02}T12:00:00.000Z", status=410)
        find_works(connection)
    (quote,) = document(run(own_path, "quote", "--json"))["quotations"]
    assert (quote["state"], quote["article_state"]) == ("there", "withdrawn")
    assert run(own_path, "quote").stdout.startswith("there in its last version, and the article is withdrawn")


def test_a_quotation_of_a_text_that_moved_is_found_at_both_of_its_addresses(run: Kaaw, archive_path: Path) -> None:
    old, new = "https://www.amt.example/presse/buch", "https://www.amt.example/neu/buch"
    text = "Der Rat hat am Montag das Buch vorgestellt. Es liegt im Rathaus aus und kostet nichts."
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows(text.replace("nichts", "drei Euro"), url=old))
        world.happens(50, shows(text, url=old))
        hop = world.happens(100, answers(301, old, location=new))
        world.happens(100.1, shows(text, url=new), via=hop)
        find_works(connection)
    refused = one_line_error(run(archive_path, "quote", new, "kostet drei Euro"))
    assert refused.endswith(f"has this text, but version 1 of {old} does: watch it there")
    run(archive_path, "quote", old, "kostet drei Euro")
    (quote,) = document(run(archive_path, "quote", new, "--json"))["quotations"]
    assert (quote["url"], quote["text"]) == (old, "kostet drei Euro")
