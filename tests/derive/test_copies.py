"""Copies of a text without a day, in archives and files, and the pages of one text: evidence that they are one work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.derive.page_addresses import view_key
from kaaw_archive.derive.works import find_works
from tests.derive.test_works import COSTS, LASTING, LETTER, LONG, NEW, OLD, TITLE, dated, works

if TYPE_CHECKING:
    from tests.derive.histories import Step, World

UNDATED = "https://www.amt.example/buergerservice/?news=1187"
ARCHIVED = "https://www.amt.example/archiv/artikel/20160901-2"
DOWNLOAD = "https://www.amt.example/downloads/haushalt.pdf"
ONE_WORK = {
    "a copy below another path": dated(f"Startseite > Bürgerservice > {TITLE}\n{LONG}", None, UNDATED),
    "a copy in an archive": dated(
        f"Diese Seite ist aus dem Archiv.\n{LONG}", None, ARCHIVED, title=f"{TITLE} (Archiv)"
    ),
    "a print view with the name of the site": dated(
        f"Drucken\n{LONG}\nQuelle: www.amt.example", None, OLD.replace("/presse", "/drucken/presse"), title="Amt"
    ),
    "a file that names the day": dated(LETTER, None, DOWNLOAD, title="haushalt.pdf"),
    "a title in which a name is spelled otherwise": dated(
        LONG, "2016-09-01", "https://www.amt.example/aktuell.php?id=340", title="Rat beschliest Haushalt"
    ),
}  # fmt: skip


@pytest.mark.parametrize("copy", ONE_WORK.values(), ids=ONE_WORK)
def test_a_copy_is_one_work_with_its_text(world: World, copy: Step) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(200, copy)
    find_works(world.connection)
    assert works(world) == [[OLD, copy.url]]


TWO_WORKS = {
    "another title": dated(LONG, None, UNDATED, title="Blutspende im Schützenheim"),
    "an address of another year": dated(LONG, None, "https://www.amt.example/2015/haushalt", title=TITLE),
    "a file of another day": dated(LETTER.replace("1. September", "8. September"), None, DOWNLOAD, title="x_1.pdf"),
    "a sentence more": dated(f"{LONG} Es gab Beifall.", None, UNDATED),
}


@pytest.mark.parametrize("copy", TWO_WORKS.values(), ids=TWO_WORKS)
def test_a_text_without_a_day_needs_further_evidence(world: World, copy: Step) -> None:
    old = "https://www.amt.example/2016/rat" if copy.url and "2015" in copy.url else OLD
    world.happens(0, dated(LONG, "2016-09-01", old))
    world.happens(1, copy)
    find_works(world.connection)
    assert works(world) == []


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_file_without_a_day_is_the_work_of_the_page_that_links_it(world: World, is_linked: bool) -> None:
    letter = LETTER.replace(" vom 1. September 2016", "")
    page = dated(LONG, "2016-09-01", OLD, links=(DOWNLOAD,) if is_linked else ())
    world.happens(0, dated(letter, None, DOWNLOAD, title="a_1.pdf"))
    world.happens(1, page)
    find_works(world.connection)
    assert works(world) == ([[DOWNLOAD, OLD]] if is_linked else [])


@pytest.mark.parametrize(
    ("second", "mark", "is_one"),
    [
        (f"{NEW}?page=2", "Seite 2 von 2", True),
        (f"{NEW}/2", "(Seite 2)", True),
        (f"{NEW}/2", "", False),
        (f"{NEW}-nachtrag", "Seite 2 von 2", False),
        (f"{NEW}/2", "Seite 1 von 1", False),
    ],
)
def test_two_pages_of_a_text_are_one_work_by_address_and_number(
    world: World, second: str, mark: str, is_one: bool
) -> None:
    first = dated(LONG, "2016-09-01", NEW)
    world.happens(0, first)
    world.happens(1, dated(f"{LASTING}\n{mark}", "2016-09-01", second))
    find_works(world.connection)
    assert works(world) == ([[NEW, second]] if is_one else [])


def test_a_text_entered_again_in_its_year_may_speak_of_the_year_before(world: World) -> None:
    text = f"{LASTING} Im vergangenen Jahr kamen mehr Gäste."
    world.happens(0, dated(text, "2016-02-01", OLD))
    world.happens(1, dated(text, "2016-09-01", NEW))
    world.happens(2, dated(text, "2017-09-01", UNDATED))
    find_works(world.connection)
    assert works(world) == [[OLD, NEW]]


WHOLE = f"{LONG}\n{LASTING}"


@pytest.mark.parametrize(
    ("title", "url", "text", "is_one"),
    [
        (f"{TITLE}: die Schulen", f"{NEW}/2", LASTING, True),
        (f"{TITLE} (2/2)", f"{NEW}?seite=2", LASTING, True),
        (f"{TITLE}: die Schulen", f"{NEW}-schulen", LASTING, False),  # no number of a page
        ("Vögel im Winter", f"{NEW}/2", LASTING, False),  # of another title
        (f"{TITLE}: die Schulen", f"{NEW}/2", COSTS, False),  # not within the whole
    ],
)
def test_a_numbered_page_of_a_text_is_one_work_with_the_whole(
    world: World, title: str, url: str, text: str, is_one: bool
) -> None:
    whole = "https://www.amt.example/dossier/haushalt-ganz"
    world.happens(0, dated(WHOLE, "2016-09-01", whole))
    world.happens(1, dated(text, "2016-09-01", url, title=title))
    find_works(world.connection)
    assert works(world) == ([[whole, url]] if is_one else [])


def test_pages_are_one_work_if_a_title_says_that_it_is_one_of_several(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", f"{NEW}?seite=1"))
    world.happens(1, dated(LASTING, "2016-09-01", f"{NEW}?seite=2", title=f"{TITLE} (2/2)"))
    find_works(world.connection)
    assert works(world) == [[f"{NEW}?seite=1", f"{NEW}?seite=2"]]


@pytest.mark.parametrize(("day", "is_one"), [("2016-08-20", True), ("2016-03-01", False)])
def test_a_document_without_a_day_is_a_copy_of_what_was_published_weeks_before(
    world: World, day: str, is_one: bool
) -> None:
    page = dated(LASTING, day, OLD, title="Futter im Winter")
    copy = dated(LASTING.replace(" am besten", "\nam besten"), None, DOWNLOAD, title="Merkblatt Futter 7")
    world.happens(0, page)
    world.happens(1, copy)
    find_works(world.connection)
    assert works(world) == ([[OLD, DOWNLOAD]] if is_one else [])


@pytest.mark.parametrize(("day", "is_one"), [("2016-09-02", True), ("2016-09-08", False)])
def test_what_a_portal_takes_over_may_have_the_day_behind(world: World, day: str, is_one: bool) -> None:
    portal = "https://www.amt.example/portal/88123"
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(1, dated(f"Startseite > {TITLE}\n{LONG}\nImpressum", day, portal))
    find_works(world.connection)
    assert works(world) == ([[OLD, portal]] if is_one else [])


@pytest.mark.parametrize(
    "pair",
    [
        ("https://www.amt.example/pm/gr%FCn", "https://www.amt.example/pm/gr%C3%BCn"),
        ("https://www.amt.example/pm/gru%CC%88n", "https://www.amt.example/pm/gr%C3%BCn"),
        ("https://www.amt.example/pm/rat+tagt", "https://www.amt.example/pm/rat%20tagt"),
        ("https://www.amt.example/pm/haushalt", "https://www.amt.example/pm/haushalt.pdf"),
    ],
)
def test_one_address_in_two_encodings_or_formats_is_that_of_one_page(pair: tuple[str, str]) -> None:
    assert view_key(pair[0]) == view_key(pair[1])
