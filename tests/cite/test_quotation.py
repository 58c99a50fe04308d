"""Words of a text are found with their place, and named so that a browser finds them on the page."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.cite.quotation import find

TEXT = "Die Förderung läuft aus.\nDer Ausbau der Straße endet im Juni, sagt das Amt. Der Ausbau war teuer."


def test_the_place_counts_characters() -> None:
    found = find(TEXT, "Der Ausbau  der\nStraße")
    assert found is not None
    assert TEXT[found.start : found.end] == found.exact == "Der Ausbau der Straße"
    assert (found.prefix, found.suffix) == (TEXT[: found.start], TEXT[found.end : found.end + 32])
    assert found.places == 1


def test_the_first_of_several_places_is_meant() -> None:
    found = find(TEXT, "Der Ausbau")
    assert found is not None
    assert (found.start, found.places) == (25, 2)


@pytest.mark.parametrize("words", ["", "  ", "Ausbau endet", "der ausbau"])
def test_words_that_are_not_there_are_not_found(words: str) -> None:
    assert find(TEXT, words) is None


@pytest.mark.parametrize("words", ['im "Kochbuch" - neu', "im “Kochbuch” — neu", "im «Kochbuch» – neu"])
def test_words_are_found_with_other_quotation_marks_and_dashes(words: str) -> None:
    found = find("Das steht im „Kochbuch“ – neu gefasst.", words)
    assert found is not None
    assert found.exact == "im „Kochbuch“ – neu"


def test_the_form_that_was_asked_for_goes_before_others() -> None:
    found = find('Ein „Wort“ und ein "Wort".', 'ein "Wort"')
    assert found is not None
    assert (found.exact, found.places) == ('ein "Wort"', 1)


def test_a_directive_has_its_signs_escaped_and_its_context_in_the_same_block() -> None:
    found = find("Vor-Ort, heute\nA-B, C & D\nEnde", "A-B, C & D")
    assert found is not None
    assert found.directive == ":~:text=A%2DB%2C%20C%20%26%20D"


def test_a_long_quotation_is_named_by_its_ends() -> None:
    words = " ".join(f"w{number}" for number in range(30))
    found = find(f"davor {words} danach", words)
    assert found is not None
    assert found.directive == ":~:text=davor-,w0%20w1%20w2%20w3,w26%20w27%20w28%20w29,-danach"


@pytest.mark.parametrize(
    ("text", "words", "directive"),
    [
        ("Titel\nDer Ausbau der Straße beginnt", "Titel Der Ausbau", "Titel,Der%20Ausbau,-der%20Stra%C3%9Fe%20beginnt"),
        (
            "Das Amt wird eingerichtet.\n\nDie Stadt zahlt im Mai und im Juni.\nEs eilt sehr.",
            "eingerichtet. Die Stadt zahlt im Mai und im Juni. Es eilt",
            "Das%20Amt%20wird-,eingerichtet.,Es%20eilt,-sehr.",
        ),
        ("Es eilt. Die Stadt zahlt.\nEnde", "Die Stadt", "Es%20eilt.-,Die%20Stadt,-zahlt."),
    ],
)
def test_the_ends_of_a_quotation_over_lines_stand_in_its_first_and_last_line(
    text: str, words: str, directive: str
) -> None:
    found = find(text, words)
    assert found is not None
    assert found.directive == f":~:text={directive}"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_found_is_what_was_asked_for(text: str, one: int, other: int) -> None:
    words = text[min(one, other) : max(one, other)]
    found = find(text, words)
    if found is None:
        assert not words.split()
    else:
        assert found.exact.split() == words.split()
        assert text[found.start : found.end] == found.exact
        assert unquote(found.directive, errors="replace")
