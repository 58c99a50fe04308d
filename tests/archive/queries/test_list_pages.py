"""Further pages of lists that are looked at in turn, so that what left their middle is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.frontier import due_pages
from kaaw_archive.archive.queries.list_pages import further_pages
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found
from kaaw_archive.items import FoundAddress
from tests.archive.queries.builder import article

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

SITE = "stadt.example"
LIST = f"https://{SITE}/meldungen"
SEEN = "2016-09-22T12:00:%02d.000Z"
LATER, SOON = "2016-09-23T12:00:00.000Z", "2016-09-22T20:00:00.000Z"


def turn(builder: Builder, numbers: range) -> None:
    """Capture further pages of a list, the last one first, as one run did that followed its links."""
    found = [FoundAddress(f"{LIST}?page={number}", "next", 1) for number in numbers]
    keep_found(builder.connection, LIST, None, "1", found, source=SITE, at=SEEN % 0, new_since=SEEN % 0, further=())
    for place, number in enumerate(reversed(numbers)):
        builder.page(f"{LIST}?page={number}", SEEN % place, body=f"Seite {number}")


def waiting(builder: Builder, at: str, due: int) -> list[str]:
    return [page.url.removeprefix(f"{LIST}?page=") for page in further_pages(builder.connection, SITE, at, due)]


def test_pages_that_were_not_seen_for_the_longest_come_first_and_what_is_due_takes_their_place(
    builder: Builder,
) -> None:
    turn(builder, range(1, 51))
    assert due_pages(builder.connection, SITE, LATER) == []
    assert waiting(builder, LATER, 15) == [str(number) for number in range(50, 20, -1)]
    assert waiting(builder, LATER, 43) == ["50", "49", "48", "47", "46"]  # some in each run


def test_a_page_is_looked_at_once_a_day(builder: Builder) -> None:
    turn(builder, range(1, 4))
    assert waiting(builder, SOON, 0) == []


def test_a_page_that_is_not_there_waits_until_it_is_due(builder: Builder) -> None:
    turn(builder, range(1, 3))
    builder.page(f"{LIST}?page=2", SEEN % 30, status=404)
    assert waiting(builder, LATER, 0) == ["1"]


def test_few_are_looked_at_where_a_sitemap_names_all_articles(builder: Builder) -> None:
    turn(builder, range(1, 21))
    url = f"{LIST}/strasse"
    builder.page(url, SEEN % 40, article(url, "Straße", "Sie wird gesperrt."))
    assert len(waiting(builder, LATER, 15)) == 20
    keep_found(
        builder.connection, f"https://{SITE}/sitemap.xml", None, "1", [], source=SITE, at=SEEN % 50,
        new_since=SEEN % 0, named=NamedAddresses("sitemap", [url]),
    )  # fmt: skip
    assert len(waiting(builder, LATER, 15)) == 5
