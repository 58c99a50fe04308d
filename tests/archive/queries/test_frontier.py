"""Which addresses are not due."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kaaw_archive.archive.queries.frontier import cited_due, count_due, due_pages, not_due, with_other_slash
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found
from kaaw_archive.items import ArticleLink, FoundAddress
from kaaw_archive.items.articles import Role
from tests.archive.queries.builder import STRASSE, article

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

AT = "2016-09-23T00:00:00.000Z"


def page(builder: Builder, url: str, due_at: str | None) -> None:
    capture = builder.page(url, "2016-09-22T12:00:01.000Z", status=404)
    builder.connection.execute("UPDATE pages SET due_at = ? WHERE last_capture_id = ?", (due_at, capture.id))


def test_pages_that_are_due_later_wait(builder: Builder) -> None:
    page(builder, "https://stadt.example/spaeter", "2016-09-23T00:00:00.001Z")
    page(builder, "https://stadt.example/jetzt", AT)
    page(builder, "https://stadt.example/ohne", None)
    page(builder, "https://stadt.example/förderung", "2016-09-24T00:00:00.000Z")

    asked = [
        "https://stadt.example/spaeter",
        "http://www.stadt.example/spaeter#oben",
        "https://stadt.example/jetzt",
        "https://stadt.example/ohne",
        "https://stadt.example/nie",
        "https://stadt.example/f%C3%B6rderung",
        "gar keine Adresse '\"",
    ]

    assert not_due(builder.connection, asked, AT) == {asked[0], asked[1], asked[5]}


def test_many_addresses_are_asked_in_parts(builder: Builder) -> None:
    page(builder, "https://stadt.example/1", "2016-09-24T00:00:00.000Z")
    page(builder, "https://stadt.example/4999", "2016-09-24T00:00:00.000Z")
    asked = (f"https://stadt.example/{number}" for number in range(5000))
    assert not_due(builder.connection, asked, AT) == {"https://stadt.example/1", "https://stadt.example/4999"}


def test_nothing_asked_is_nothing_found(builder: Builder) -> None:
    assert not_due(builder.connection, [], AT) == set()


def test_what_an_article_cites_is_due_in_whatever_role_but_as_an_image(builder: Builder) -> None:
    links = tuple(
        ArticleLink(number, url := f"https://bund.example/{role}", url, "hier", None, role, None)
        for number, role in enumerate(get_args(Role), 1)
    )
    builder.page(STRASSE, "2016-09-22T12:00:01.000Z", article(STRASSE, "Straße", "Sie wird gesperrt.", links=links))
    found = {url.rpartition("/")[2] for url in cited_due(builder.connection, "cited", AT)}
    assert found == set(get_args(Role)) - {"image"}


def test_what_only_cited_pages_brought_is_no_page_of_its_source(builder: Builder) -> None:
    builder.begin("2016-09-22T13:00:00.000Z", spider="cited")
    page(builder, "https://stadt.example/schlagwort/rat", AT)
    assert due_pages(builder.connection, "stadt.example", AT) == []
    builder.begin("2016-09-22T14:00:00.000Z", source="stadt.example")
    page(builder, "https://stadt.example/meldung", AT)
    assert [one.url for one in due_pages(builder.connection, "stadt.example", AT)] == ["https://stadt.example/meldung"]
    named = FoundAddress("https://stadt.example/schlagwort/rat", "article")
    keep_found(
        builder.connection, "https://stadt.example/", None, "1", [named], source="stadt.example", at=AT, new_since=AT,
        named=NamedAddresses("listing", [named.url]),
    )  # fmt: skip
    assert count_due(builder.connection, "stadt.example", AT) == 2


def test_an_address_with_another_slash_is_the_captured_page_where_the_server_says_so(builder: Builder) -> None:
    site = "https://stadt.example/meldung"
    builder.page(f"{site}/strasse/", "2016-09-22T12:00:01.000Z", article(f"{site}/strasse/", "Straße", "Gesperrt."))
    asked = [f"{site}/strasse", f"{site}/neu", f"{site}/strasse/"]
    assert with_other_slash(builder.connection, "stadt.example", asked) == {}
    moved = {"location": [f"{site}/akte/"]}
    hop = builder.page(f"{site}/akte", "2016-09-22T12:00:02.000Z", status=301, headers=moved)
    assert with_other_slash(builder.connection, "stadt.example", asked) == {}  # it may lead to a login for all we know
    builder.page(
        f"{site}/akte/", "2016-09-22T12:00:03.000Z", article(f"{site}/akte/", "Akte", "Die Akte."), via_id=hop.id
    )
    assert with_other_slash(builder.connection, "stadt.example", asked) == {asked[0]: f"{site}/strasse/"}
    assert with_other_slash(builder.connection, "amt.example", asked) == {}
