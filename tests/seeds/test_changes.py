"""Entries that a seed names no more, and entries with another title, between two payloads of one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds import SeedPage
from kaaw_archive.seeds.changes import departures, retitled_entries, retracted_entries

if TYPE_CHECKING:
    from kaaw_archive.items import ListKind
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


@pytest.mark.parametrize(
    ("kind", "before", "now", "left"),
    [
        ("listing", "abcdef", "abdef", {"c": "taken_out d"}),
        ("listing", "abcdef", "xabcde", {"f": "pushed_out"}),
        ("listing", "abcdef", "abcde", {"f": "unclear"}),  # a list that became shorter
        ("listing", "abcdef", "xabdef", {"c": "unclear"}),  # two lists on one page may have pushed it out
        ("listing", "abcdef", "abedf", {"c": "unclear"}),  # another order: what is read most
        ("listing", "abcdef", "abf", dict.fromkeys("cde", "taken_out f")),
        ("listing", "abcdef", "af", dict.fromkeys("bcde", "unclear")),
        ("listing", "ab", "b", {"a": "unclear"}),  # two have no order
        ("listing", "abc", "bc", {"a": "taken_out b"}),
        ("listing", "abcdef", "abcdeg", {"f": "unclear g"}),  # one moved up, or another list stands at the end
        ("listing", "abcdef", "abcdg", {"e": "unclear g", "f": "unclear g"}),
        ("listing", "abcdef", "xabcdg", {"e": "unclear", "f": "unclear"}),
        ("listing", "abcdef", "acbdeg", {"f": "unclear"}),
        ("listing", "ab", "ac", {"b": "unclear"}),
        ("listing", "abcdef", "uvwxyz", dict.fromkeys("abcdef", "unclear")),
        ("listing", "abcdef", "abcdef", {}),
        ("sitemap", "abcdef", "fedba", {"c": "taken_out f"}),
        ("sitemap", "abcdef", "ab", dict.fromkeys("cdef", "unclear")),
    ],
)
def test_how_entries_without_a_time_left(kind: str, before: str, now: str, left: dict[str, str]) -> None:
    assert departed(kind, before, now, {}) == left


DAYS = {name: f"2016-09-{20 - number:02}T00:00:00.000Z" for number, name in enumerate("xabcdef")}


@pytest.mark.parametrize(
    ("kind", "before", "now", "left"),
    [
        ("feed", "abcdef", "xabdef", {"c": "taken_out d"}),  # one list, as its days say
        ("feed", "abcdef", "xyabde", {"c": "taken_out d", "f": "pushed_out"}),
        ("feed", "abcde", "abcdf", {"e": "taken_out f"}),  # an older one moved up
        ("feed", "abcde", "xabcf", {"d": "taken_out f", "e": "taken_out f"}),
        ("feed", "abcde", "abcdy", {"e": "unclear y"}),  # of no day
        ("feed", "abcdf", "abcde", {"f": "unclear e"}),  # a newer one, at its place
        ("feed", "abcde", "axyzf", {"b": "unclear", "c": "unclear", "d": "unclear", "e": "unclear"}),  # another list
        ("feed", "bacde", "bacdf", {"e": "unclear f"}),
        ("feed", "abcdef", "abcde", {"f": "unclear"}),
        ("feed", "bacdef", "xbadef", {"c": "unclear"}),  # not by day
        ("sitemap", "abcdef", "xabc", {"d": "unclear", "e": "unclear", "f": "unclear"}),  # one of news lets go
        ("sitemap", "fdbace", "fdbae", {"c": "taken_out d"}),
    ],
)
def test_how_entries_with_a_time_left(kind: str, before: str, now: str, left: dict[str, str]) -> None:
    assert departed(kind, before, now, DAYS) == left


def departed(kind: str, before: str, now: str, days: dict[str, str]) -> dict[str, str]:
    """How each entry left, with the last letter of its witness."""
    old, new = (
        [SeedEntry(f"https://a.example/{name}", None, days.get(name)) for name in names] for names in (before, now)
    )
    return {
        one.entry.url[-1]: f"{one.how} {one.witness[-1]}" if one.witness else one.how
        for one in departures(cast("ListKind", kind), old, new)
    }
