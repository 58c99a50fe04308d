"""Sentences about edits name what they are about, and what went where something came."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import VersionContent

REST = "Der Kreis hat dazu am Abend eine Mitteilung verschickt, in der alle Einzelheiten stehen."


@pytest.mark.parametrize(
    ("language", "before", "after", "sentence"),
    [
        (
            "de",
            "Das ist knapp ein Drittel.",
            "Das ist mindestens ein Drittel.",
            "knapp ein Drittel -> mindestens ein Drittel",
        ),
        (
            "de",
            "Dabei waren 18 von 25 Kommunen.",
            "Dabei waren 20 von 25 Kommunen.",
            "18 von 25 Kommunen -> 20 von 25 Kommunen",
        ),
        ("de", "Es sind nun vier.", "Es sind nun drei.", "nun vier -> nun drei"),
        (
            "de",
            "Lesen Sie die aktuelle Ausgabe.",
            "Lesen Sie die Ausgabe 09/2016.",
            "aktuelle Ausgabe -> Ausgabe 09/2016",
        ),
        ("de", "Er gilt bis 15. August dort.", "Er gilt bis 1. September dort.", "15. August -> 1. September"),
        (
            "de",
            "Gesperrt sind Ring und Markt.",
            "Gesperrt sind Ring, Markt und Alter Hafen.",
            "und Markt -> Markt und Alter Hafen",
        ),
        (
            "de",
            "Sie wird nicht im Netz gezeigt.",
            "Sie wird im Netz gezeigt.",
            "Andere Wörter: „wird nicht im Netz“ -> „wird im Netz“",
        ),
        (
            "de",
            "Es hilft bei Fragen zum Umzug.",
            "Es hilft bei Fragen zum Wohngeld.",
            "Andere Wörter: „Umzug“ -> „Wohngeld“",
        ),
        ("de", "Er kommt, ein zweiter ist da.", "Er kommt, ist da.", "Andere Wörter: „ein zweiter ist“ -> „ist“"),
        ("en", "The trial costs £85,000 a year.", "The trial costs £118,000 a year.", "£85,000 -> £118,000"),
        (
            "en",
            "It is in the parish book.",
            "It was in the parish book.",
            "Other words: “is in the parish” -> “was in the parish”",
        ),
        ("de", "Er schloss 2026 sechs Heime.", "Er schloss 2026 vier Heime.", "sechs -> vier Heime"),
    ],
)
def test_a_sentence_shows_the_words_around_a_change(language: str, before: str, after: str, sentence: str) -> None:
    versions = (VersionContent("Titel", (REST, text), language=language) for text in (before, after))
    edit = compare(*versions).edit
    assert edit is not None
    assert edit.sentence.startswith(sentence)
