"""Sentences that an editor would sign, and comparisons that end whatever the texts are."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.changes import compare
from kaaw_archive.items import ContentImage, ContentLink, EditKind, NoEdit, VersionContent

GERMAN = VersionContent(
    title="Hallenbad wird saniert",
    paragraphs=(
        "Der Rat hat am Montag die Sanierung beschlossen.",
        "Sie kostet 3 Millionen Euro. Bauleiter Malte Kröger rechnet mit zwei Jahren. Das Bad bleibt bis Mai offen.",
        "Karten gelten weiter.",
    ),
    published_on="2025-03-10",
    language="de",
)
LIMIT_S = 10.0  # of processor time; the slowest takes a third


def _with(version: VersionContent, old: str, new: str) -> VersionContent:
    assert any(old in paragraph for paragraph in version.paragraphs)
    return replace(version, paragraphs=tuple(p.replace(old, new) for p in version.paragraphs))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("3 Millionen", "5 Millionen", "3 -> 5 Millionen Euro in Absatz 2;"),
        ("Kröger", "Krüger", "Malte Kröger -> Malte Krüger in Absatz 2;"),
        ("bleibt", "bleibt", None),
        (" Das Bad bleibt bis Mai offen.", "", "Entfallen: „Das Bad bleibt bis Mai offen.“ in Absatz 2;"),
        ("Karten", "Kahrten", "Schreibweise: „Karten“ -> „Kahrten“ in Absatz 3;"),
        ("weiter.", "weiter!", "Zeichensetzung in Absatz 3;"),
        ("bis Mai", "bis Juni", "Mai -> Juni in Absatz 2;"),
        ("gelten weiter", "verfallen", "Andere Wörter: „Karten gelten weiter“ -> „Karten verfallen“ in Absatz 3;"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_was_changed_and_where(old: str, new: str, sentence: str | None) -> None:
    edit = compare(GERMAN, _with(GERMAN, old, new)).edit
    if sentence is None:
        assert edit is None
    else:
        assert edit is not None
        assert edit.sentence == f"{sentence} Datum unverändert"


def test_a_sentence_about_an_english_text_is_in_english() -> None:
    before = VersionContent("Budget", ("The fee is 12 crowns a year.",), published_on="2025-01-02", language="en")
    after = replace(_with(before, "12", "15"), modified_on="2025-02-03")
    edit = compare(before, after).edit
    assert edit is not None
    assert edit.sentence == "12 -> 15 crowns in paragraph 1; date of change: none -> 2025-02-03"
    assert not edit.is_silent


def test_without_any_day_none_is_called_unchanged() -> None:
    undated = replace(GERMAN, published_on=None)
    edit = compare(undated, _with(undated, "3 M", "4 M")).edit
    assert edit is not None
    assert edit.sentence.endswith("; ohne Datum")


def test_links_images_and_attachments_are_named() -> None:
    before = replace(
        GERMAN,
        links=(ContentLink("https://a.example/plan", "Plan"), ContentLink("https://a.example/weg", "Weg")),
        images=(ContentImage("https://a.example/bad-300x200.jpg?v=1", "Das Bad"),),
    )
    after = replace(
        before,
        links=(ContentLink("https://b.example/plan", "Plan"),),
        images=(ContentImage("https://a.example/bad-600x400.jpg", "Das alte Bad"),),
        attachments=(ContentLink("https://a.example/p.pdf", "Gutachten"),),
    )
    edit = compare(before, after).edit
    assert edit is not None
    assert set(edit.kinds) == {EditKind.LINKS, EditKind.IMAGES}
    assert "Link „Plan“ führt jetzt auf https://b.example/plan" in edit.sentence
    assert "Link „Weg“ entfernt" in edit.sentence
    assert "Anhang „Gutachten“ ergänzt" in edit.sentence


def test_a_sentence_that_moved_to_another_paragraph_is_no_loss() -> None:
    first, second, third = GERMAN.paragraphs
    moved = replace(
        GERMAN,
        paragraphs=(
            f"{first} Das Bad bleibt bis Mai offen.",
            second.removesuffix(" Das Bad bleibt bis Mai offen."),
            third,
        ),
    )
    edit = compare(GERMAN, moved).edit
    assert edit is not None
    assert edit.kinds == (EditKind.WORDING,)
    assert edit.sentence == "Sätze aus Absatz 2 stehen jetzt in Absatz 1; Datum unverändert"


HOSTILE = {
    "one line of 10 MB": (("wort " * 2_000_000,), ("wort " * 1_999_999,)),
    "one line of 2 MB": (("wort " * 400_000,), ("wert " * 400_000,)),
    "two words alternating": (("a b " * 100_000,), ("b a a " * 66_000,)),
    "two sentences alternating": (("Aa bb.", "Bb aa.") * 50_000, ("Bb aa.", "Aa bb.", "Aa bb.") * 33_000),
    "100,000 tiny paragraphs": (tuple(map(str, range(100_000))), tuple(map(str, range(1, 100_001)))),
    "in reverse": (tuple(map(str, range(20_000))), tuple(map(str, range(20_000, 0, -1)))),
    "a word and its letters": (("ab" * 500_000,), tuple("ab" * 50_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pair_ends_in_time(name: str) -> None:
    old, new = (replace(GERMAN, paragraphs=side) for side in HOSTILE[name])
    began = time.process_time()
    result = compare(old, new)
    assert time.process_time() - began < LIMIT_S
    assert (result.edit is None) == (result.no_edit is not None)
    assert (result.no_edit is NoEdit.LIMIT) == (name == "one line of 10 MB")


PARAGRAPHS = st.lists(st.text(alphabet="ab .,\n-12äßA„“", max_size=40) | st.text(max_size=20), max_size=6).map(tuple)


@given(PARAGRAPHS, PARAGRAPHS)
def test_any_two_texts_compare(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    before, after = replace(GERMAN, paragraphs=old), replace(GERMAN, paragraphs=new)
    result = compare(before, after)
    assert (result.edit is None) == (result.no_edit is not None)
    if result.edit:
        assert result.edit.sentence
        assert 0 <= result.edit.significance <= 1
    assert result == compare(before, after)


FRENCH = (
    "Le conseil a voté lundi la rénovation de la piscine, qui est fermée aux nageurs depuis deux ans.",
    "Les travaux sur le bassin et dans les vestiaires sont prévus pour le mois de mai par la ville.",
)
ENGLISH = (
    "The council voted on Monday for the renovation of the pool, which is closed to swimmers for two years.",
    "The works on the basin and in the changing rooms are planned for the month of May by the town.",
)


def test_a_page_in_another_language_is_no_edit() -> None:
    before, after = (
        replace(GERMAN, paragraphs=FRENCH, language=None),
        replace(GERMAN, paragraphs=ENGLISH, language=None),
    )
    result = compare(before, after)
    assert result.no_edit is NoEdit.OTHER_PAGE
    assert result.is_new_bad is None


def test_an_address_that_a_proxy_hides_is_no_edit() -> None:
    shown = replace(GERMAN, paragraphs=(*GERMAN.paragraphs, "Schreiben Sie an bad.kasse@stadt.example bis Mai."))
    hidden = replace(GERMAN, paragraphs=(*GERMAN.paragraphs, "Schreiben Sie an [email protected] bis Mai."))
    assert compare(shown, hidden).no_edit is NoEdit.NOISE
    assert compare(shown, _with(shown, "bad.kasse", "kasse")).edit is not None


def test_words_that_came_or_went_are_named_as_such() -> None:
    edit = compare(GERMAN, _with(GERMAN, "gelten weiter", "gelten leider nicht weiter")).edit
    assert edit is not None
    assert edit.sentence == (
        "Andere Wörter: „Karten gelten weiter“ -> „Karten gelten leider nicht weiter“ in Absatz 3; Datum unverändert"
    )
    assert edit.significance == 0.7
