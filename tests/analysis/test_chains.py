"""Chains and forms of words: places, spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.analysis import words


@pytest.mark.parametrize(
    ("text", "forms", "joined"),
    [
        ("Straßen\u00adbau", ["straßenbau"], None),
        ("Fo\u0308rderung", ["förderung"], None),
        ("STRAẞE", ["straße"], None),
        ("Bürger*innen", ["bürgerinnen"], None),
        ("Bürger:innen", ["bürgerinnen"], None),
        ("Bürger_innen", ["bürgerinnen"], None),
        ("Bürger/innen", ["bürgerinnen"], None),
        ("BürgerInnen", ["bürgerinnen"], None),
        ("Klimaschutz-Gesetz", ["klimaschutz", "gesetz"], "klimaschutzgesetz"),
        ("E-Mail-Adresse:", ["e", "mail", "adresse"], "emailadresse"),
        ("COVID-19", ["covid", "19"], "covid19"),
        ("19/1234", ["19", "1234"], None),
        ("1.234.567", ["1234567"], None),
        ("12.03.2020", ["12", "03", "2020"], None),
        ("a_b", ["a", "b"], None),
        ("!!!", [], None),
    ],
)
def test_the_words_of_a_text(text: str, forms: list[str], joined: str | None) -> None:
    chains = [chain for _, chain in words.chains(text)]
    assert [form for chain in chains for form, _, _ in chain.places] == forms
    assert next((chain.joined for chain in chains if chain.joined), None) == joined


@given(text=st.text(max_size=80))
def test_places_are_in_the_text_and_in_order(text: str) -> None:
    places = [(at + start, at + end) for at, chain in words.chains(text) for _, start, end in chain.places]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    assert [chain for _, chain in words.chains(text)] == [words.chain_of(one) for one in words.chain_texts(text)]


@given(text=st.text(max_size=80))
def test_a_folded_form_stays_as_it_is(text: str) -> None:
    once = words.fold(words.form_of(text))
    assert words.fold(once) == once
