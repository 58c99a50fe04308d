"""Feeds, sitemaps and listings against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.recall import recall, sentence
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

AT = "2024-05-01T06:00:00.000Z"


def test_each_kind_of_seed_says_what_it_named_and_what_of_that_is_held(builder: Builder) -> None:
    for kind, count in (("feed", 2), ("sitemap", 5), ("sitemap", 5)):
        named = NamedAddresses(kind, [f"https://amt.example/news/{number}" for number in range(count)])
        keep_found(
            builder.connection,
            "https://amt.example/x",
            None,
            "1",
            (),
            source="amt.example",
            at=AT,
            new_since=AT,
            named=named,
        )
    found = recall(builder.connection)
    assert found == {"amt.example": {"feed": {"named": 2, "held": 0}, "sitemap": {"named": 5, "held": 0}}}
    assert sentence(found["amt.example"]) == "feed 0 of 2, sitemap 0 of 5"
