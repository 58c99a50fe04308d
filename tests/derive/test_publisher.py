"""The source of a page is the publisher whose spider lists it, whoever captured it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.queries.frontier import due_pages
from kaaw_archive.archive.store.frontier import keep_found
from kaaw_archive.items import FoundAddress
from tests.derive.histories import PAGE, answers, at, shows

if TYPE_CHECKING:
    from tests.derive.histories import World

OWN = "ministerium.example"
OTHER_UID, OWN_UID = "20160901T060001Z-000002", "20160901T060002Z-000003"
SITE = "amt.example"  # of the page


def visit(world: World, hour: float, *, is_redirected: bool = False) -> None:
    via = None
    if is_redirected:
        via = world.capture(hour, answers(302, "https://www.amt.example/kurz", location=PAGE))
        world.fold(via.id)
    capture = world.capture(hour + 0.001, shows("A"), via)
    world.fold(capture.id, is_read=capture.needs_reading)


def sources(world: World) -> set[str]:
    """Return the sources of the page, its article and its events."""
    rows = world.connection.execute(
        "SELECT source FROM pages WHERE url = ? UNION SELECT source FROM articles UNION SELECT source FROM events",
        (PAGE,),
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("visits", "source"),
    [
        ("*", SITE),
        ("* own", OWN),  # a page that was cited before its own spider came
        ("own *", OWN),
        ("own other", OWN),  # both list it: the first
        ("other-by-redirect own", OWN),
        ("own other-by-redirect", OWN),
        ("* other-by-redirect", "other.example"),
        ("* other-by-redirect own", OWN),
    ],
)
def test_the_source_of_a_page_is_that_of_the_spider_that_lists_it(world: World, visits: str, source: str) -> None:
    worlds = {"*": world, "own": world.beside(OWN_UID, OWN), "other": world.beside(OTHER_UID, "other.example")}
    for number, name in enumerate(visits.split()):
        visit(worlds[name.partition("-")[0]], 30.0 * number, is_redirected=name.endswith("redirect"))
    assert sources(world) == {source}


def test_a_page_that_was_cited_first_is_due_for_the_spider_whose_seed_names_it(world: World) -> None:
    visit(world, 0)
    assert due_pages(world.connection, OWN, at(10_000)) == []
    found = [FoundAddress(PAGE, "article")]
    keep_found(
        world.connection, "https://www.amt.example/feed", "sha256:0", "rules", found,
        source=OWN, at=at(1), new_since=at(1),
    )  # fmt: skip
    assert [page.url for page in due_pages(world.connection, OWN, at(10_000))] == [PAGE]
    assert due_pages(world.connection, OWN, at(1)) == []
