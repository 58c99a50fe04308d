"""Lives of sentences: when each came, went, moved and came back."""

from __future__ import annotations

from kaaw_archive.changes import SentenceLife, sentence_lives
from kaaw_archive.items import VersionContent


def _lives(*texts: str) -> list[SentenceLife]:
    return sentence_lives([VersionContent("Titel", tuple(text.split("|")), language="de") for text in texts])


def test_a_sentence_that_stays_has_one_life_wherever_it_moves() -> None:
    lives = _lives("Das Bad ist offen.|Karten gelten.", "Karten gelten.|Das Bad ist offen.")
    assert [(life.text, life.first, life.last, life.is_there) for life in lives] == [
        ("Karten gelten.", 0, 1, True),
        ("Das Bad ist offen.", 0, 1, True),
    ]


def test_a_changed_sentence_names_the_one_before() -> None:
    lives = _lives("Das Bad kostet 3 Euro. Es ist offen.", "Das Bad kostet 5 Euro. Es ist offen.")
    assert [(life.text, life.first, life.is_there, life.replaced) for life in lives] == [
        ("Das Bad kostet 3 Euro.", 0, False, None),
        ("Das Bad kostet 5 Euro.", 1, True, "Das Bad kostet 3 Euro."),
        ("Es ist offen.", 0, True, None),
    ]


def test_what_went_says_when_it_was_last_there_and_has_a_second_life_if_it_comes_back() -> None:
    lives = _lives("Eins ist da. Zwei bleibt.", "Zwei bleibt.", "Eins ist da. Zwei bleibt.")
    assert [(life.text, life.first, life.last, life.is_there) for life in lives] == [
        ("Eins ist da.", 0, 0, False),
        ("Eins ist da.", 2, 2, True),
        ("Zwei bleibt.", 0, 2, True),
    ]


def test_a_sentence_is_shown_with_the_signs_of_its_last_version() -> None:
    lives = _lives('Das "Bad" ist offen.', "Das „Bad“ ist offen. Ein „Ku\u00adchen“\u00a0– gut.", "Das „Bad“ ist zu.")
    assert [(life.text, life.replaced) for life in lives] == [
        ("Das „Bad“ ist offen.", None),
        ("Das „Bad“ ist zu.", "Das „Bad“ ist offen."),
        ("Ein „Ku\u00adchen“ – gut.", None),
    ]


def test_lines_of_the_template_and_no_versions_have_no_life() -> None:
    assert sentence_lives([]) == []
    assert [life.text for life in _lives("Das Bad ist offen.|Lesezeit: 3 Minuten|Stand: 3. Mai 2025")] == [
        "Das Bad ist offen."
    ]
