"""Lines that stand alone between sentences and have nothing to do with them; and facts, items and headings that do."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import EditKind, VersionContent

BODY = (
    "Der Landkreis Ostrau hat am Dienstag zwei neue Rettungswagen in Dienst gestellt.",
    "Sie ersetzen Fahrzeuge aus dem Jahr 2011 und kosten zusammen 410.000 Euro.",
    "Besetzt werden sie vom Roten Kreuz, das dafür sechs Sanitäter einstellt.",
)
URL = "https://www.kreis-ostrau.example/n/4"
SAME: frozenset[EditKind] = frozenset()


def _kinds(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[EditKind]:
    versions = (
        VersionContent("Neue Rettungswagen", paragraphs, published_on="2026-03-03", language="de", url=URL)
        for paragraphs in (old, new)
    )
    edit = compare(*versions).edit
    return frozenset(edit.kinds) if edit else SAME


@pytest.mark.parametrize(
    ("gone", "come"),
    [
        ((), ("Pilzberatung im Heimathaus",)),  # nothing of the article
        (("Heute Abend: Orgelmusik, Dom",), ("Heute im Kurpark: Lesung, 19.30 Uhr",)),  # of the day
        (("Bus 7 verspätet", "Frei: Nähkurs"), ("Ausgebucht: Tangokurs",)),  # a box of lines of which one has a state
        (("Kiosk: Becher 4 Euro",), ("Kiosk: Kalender jetzt 9 Euro",)),  # one label
        (("Wir sind heute bis 18 Uhr da",), ("Unser Schalter hat geschlossen",)),  # in one place
        (("Schon gewusst? Die Burg hat zwölf Türme.",), ("Schon gewusst? Der See ist tief.",)),  # one heading
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_what_has_nothing_to_do_with_the_sentences_around_it_is_of_the_page(
    gone: tuple[str, ...], come: tuple[str, ...], place: int
) -> None:
    old, new = ((*BODY[:place], *lines, *BODY[place:]) for lines in (gone, come))
    assert _kinds(old, new) == SAME
    assert _kinds(new, old) == SAME


@pytest.mark.parametrize(
    "line",
    [
        "Die Feier ist verschoben.",  # a sentence
        "Abgesagt",
        "Eintritt frei",
        "Treffpunkt: Marktbrunnen",
        "Freitag, 6. März",
        "Kosten des Umbaus: 3.000 Euro",
        "- Ausweis und Impfpass",
    ],
)
def test_a_sentence_a_fact_a_state_or_an_item_between_sentences_is_of_the_article(line: str) -> None:
    assert _kinds(BODY, (*BODY[:2], line, BODY[2])) == {EditKind.ADDED}
    assert _kinds((*BODY[:2], line, BODY[2]), BODY) == {EditKind.REMOVED}


def test_a_line_with_a_word_of_the_article_is_of_it() -> None:
    lines = (*BODY[:2], "Was die Sanitäter mitbringen", BODY[2])
    assert _kinds((*BODY[:2], BODY[2]), lines) == {EditKind.ADDED}


def test_a_line_of_a_list_is_of_the_article() -> None:
    items = ("Trage", "Beatmung")
    assert _kinds((*BODY[:2], *items, BODY[2]), (*BODY[:2], *items, "Spritzenpumpe", BODY[2])) == {EditKind.ADDED}
    led = (*BODY[:2], "An Bord sind:")
    assert _kinds((*led, BODY[2]), (*led, "Spritzenpumpe", BODY[2])) == {EditKind.ADDED}


def test_a_sentence_of_the_page_that_is_edited_in_one_version_only_is_no_new_sentence() -> None:
    """The first form alone is taken for one of the page: what is taken for the article in the other has its like."""
    note = "Korrigiert am 24. Mai 2026: Die Zahl der Seiten war nicht genannt."
    offer = "Den ganzen Bericht können Sie HIER herunterladen{}."
    old, new = (*BODY, offer.format("")), (*BODY, offer.format(" (PDF, vier Seiten)"), note)
    assert _kinds(old, new) == {EditKind.WORDING}
