"""Entries that a seed names no more, and entries with another title, between two payloads of one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from kaaw_archive.seeds import SeedEntry, SeedPage
from kaaw_archive.seeds.changes import retitled_entries, retracted_entries

if TYPE_CHECKING:
    from kaaw_archive.seeds.records import SeedKind


def seed(kind: str, names: str, problem: str | None = None) -> SeedPage:
    entries = tuple(SeedEntry(f"https://www.stadt-a.example/{name}", f"Titel {name.upper()}") for name in names)
    return SeedPage(cast("SeedKind", kind), "plain", entries, problem=problem)


@pytest.mark.parametrize(
    ("kind", "before", "now", "gone"),
    [
        ("listing", "abcd", "abcd", ""),
        ("listing", "abcd", "acd", "b"),
        ("listing", "abcd", "xyab", ""),  # two new ones pushed the last two out
        ("listing", "abcd", "xacd", "b"),
        ("feed", "abcd", "bcd", "a"),
        ("sitemap", "abcd", "abc", "d"),  # a sitemap names all pages, in any order
        ("sitemap", "abcd", "dcb", "a"),
        ("listing", "abcd", "wxyz", ""),  # another list
        ("page", "abcd", "acd", ""),
    ],
)
def test_entries_that_nothing_pushed_out(kind: str, before: str, now: str, gone: str) -> None:
    found = retracted_entries(seed(kind, before), seed(kind, now))
    assert "".join(entry.url[-1] for entry in found) == gone


def test_a_seed_that_was_cut_off_or_is_of_another_kind_retracts_nothing() -> None:
    assert retracted_entries(seed("sitemap", "abcd"), seed("sitemap", "ab", problem="cut")) == []
    assert retracted_entries(seed("feed", "abcd"), seed("listing", "acd")) == []


def test_another_title_is_seen_and_other_blanks_are_not() -> None:
    before = SeedPage(
        "feed", "plain", (SeedEntry("https://a.example/1", "Haushalt  2016"), SeedEntry("https://a.example/2", "Alt"))
    )
    now = SeedPage(
        "feed", "plain", (SeedEntry("https://a.example/1", "Haushalt 2016"), SeedEntry("https://a.example/2", "Neu"))
    )
    assert [entry.url for entry in retitled_entries(before, now)] == ["https://a.example/2"]
