"""Patterns that are sought in small letters have none but such, and are in a text whatever its letters are."""

from __future__ import annotations

import re

import pytest

from kaaw_archive.wordings import access, barriers, demands, small_letters

PATTERNS = [
    *access.MATTERS.values(),
    *access.OFFERS.values(),
    *demands.FAMILIES.values(),
    *(family for barrier in (*barriers.FRONTS, barriers.HOST, barriers.PAYWALL) for family in barrier.families),
]
_CLASSES = re.compile(r"\\[A-Z]")


def test_patterns_have_no_capital_letters() -> None:
    assert [one.pattern for one in PATTERNS if any(map(str.isupper, _CLASSES.sub("", one.pattern)))] == []


@pytest.mark.parametrize("text", ["Bitte anmelden", "BITTE ANMELDEN", "Bitte Anmelden", "Bitte weitergehen"])
def test_a_match_is_that_of_the_pattern_itself(text: str) -> None:
    pattern = re.compile(r"\banmeld\w*", re.IGNORECASE)
    found, expected = small_letters.search(pattern, text, text.lower()), pattern.search(text)
    assert (found and found[0]) == (expected and expected[0])


@pytest.mark.parametrize(
    ("text", "families"), [("Cookies zustimmen", 2), ("Der Rat tagt", 0), ("Tracking, Cookies", 0)]
)
def test_families_count_only_beside_the_indispensable_one(text: str, families: int) -> None:
    assert len(barriers.families_in(barriers.CONSENT, (text,))) == families
