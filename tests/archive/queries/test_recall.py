"""Feeds, sitemaps and listings against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.recall import recall, sentence
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

AT = "2024-05-01T06:00:00.000Z"


ARTICLES = [f"https://amt.example/news/{number}" for number in range(5)]


def keep(builder: Builder, named: NamedAddresses) -> None:
    seed = "https://amt.example/x"
    keep_found(
        builder.connection, seed, None, "1", (), source="amt.example", at=AT, new_since=AT, named=named
    )  # fmt: skip


def test_each_kind_of_seed_says_what_it_named_and_what_of_that_is_held(builder: Builder) -> None:
    for kind, count in (("feed", 2), ("sitemap", 5), ("sitemap", 5)):
        keep(builder, NamedAddresses(kind, ARTICLES[:count]))
    found = recall(builder.connection)
    assert found == {"amt.example": {"feed": {"named": 2, "held": 0}, "sitemap": {"named": 5, "held": 0}}}
    assert sentence(found["amt.example"]) == "feed 0 of 2, sitemap 0 of 5"


def test_what_is_left_for_its_language_counts_no_more(builder: Builder) -> None:
    keep(builder, NamedAddresses("feed", ARTICLES))
    keep(builder, NamedAddresses("feed", ARTICLES[:1], left=ARTICLES[1:]))
    assert recall(builder.connection) == {"amt.example": {"feed": {"named": 1, "held": 0}}}
