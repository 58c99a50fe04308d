"""Which addresses are not due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.frontier import not_due

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
