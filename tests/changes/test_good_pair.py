"""Captures that looked like an article when they were read, and are none by the other version of the same article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import NoEdit, VersionContent

ARTICLE = VersionContent(
    title="Neue Fähre für die Insel",
    paragraphs=(
        "Die Reederei hat am Montag eine neue Fähre für die Insel getauft. Sie fasst 400 Fahrgäste und 60 Autos.",
        "Im Sommer fährt sie zehnmal am Tag. Der Preis bleibt gleich, auch für Schulklassen aus Köln und dem Kreis.",
    ),
    published_on="2025-03-10",
    language="de",
)
OTHER = (
    "Der Zirkus gastiert ab Freitag auf der Festwiese. Gezeigt werden Akrobatik, Clowns und Pferde. Die Vorstellungen"
    " beginnen jeweils am Nachmittag, montags ist Ruhetag."
)


def _without_umlauts(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii())


@pytest.mark.parametrize(
    ("reason", "is_bad", "changes"),
    [
        (NoEdit.CUT_OFF, True, {"paragraphs": (ARTICLE.paragraphs[0][:90],)}),
        (
            NoEdit.CUT_OFF,
            True,
            {"paragraphs": (f"{ARTICLE.paragraphs[0][:90]} …", "Weiterlesen? Bitte melden Sie sich an.")},
        ),
        (
            NoEdit.CUT_OFF,
            True,
            {"paragraphs": ("Die Reederei hat am Montag eine neue Fähre für die Insel getauft. [...]", "Weiterlesen")},
        ),
        (
            NoEdit.OTHER_PAGE,
            True,
            {"paragraphs": ("Um diesen Inhalt zu sehen, melden Sie sich bitte an.", "Benutzername", "Passwort")},
        ),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ("Bitte aktivieren Sie JavaScript, um die Seite zu sehen.",)}),
        (
            NoEdit.OTHER_PAGE,
            True,
            {
                "title": "Suchergebnisse",
                "published_on": None,
                "paragraphs": ("14 Treffer", "Neue Fähre für die Insel – 10. März", "Fährfest – 1. Mai", "Fahrplan"),
            },
        ),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ()}),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ("Menü", "Warenkorb (0)")}),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ("Die angeforderte Seite wurde leider nicht gefunden.",)}),
        (NoEdit.OTHER_PAGE, True, {"title": "Fehler 404", "paragraphs": ("Leider ist hier nichts zu sehen.",)}),
        (
            NoEdit.OTHER_PAGE,
            True,
            {
                "title": "Aktuelles",
                "published_on": None,
                "paragraphs": tuple(f"{n}. März: Bericht über das {word}" for n, word in enumerate("abcdefgh", 1)),
            },
        ),
        (NoEdit.UNREADABLE, True, {"paragraphs": tuple(p.encode().decode("cp1252") for p in ARTICLE.paragraphs)}),
        (NoEdit.UNREADABLE, True, {"paragraphs": tuple(p.replace("ä", "?") for p in ARTICLE.paragraphs)}),
        (NoEdit.UNREADABLE, True, {"paragraphs": tuple(_without_umlauts(p) for p in ARTICLE.paragraphs)}),
        (NoEdit.UNREADABLE, True, {"paragraphs": ("D1e R33derei h@t am M0ntag 3ine n3ue F4hre g3tauft. S1e f@sst.",)}),
        (NoEdit.UNREADABLE, True, {"paragraphs": ("Lorem ipsum dolor sit amet.", "Ut enim ad minim veniam, quis.")}),
        (NoEdit.UNREADABLE, True, {"paragraphs": ("Warning: Undefined variable $a in /var/www/n.php on line 48",)}),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ("Edit me", "Enter text here")}),
        (NoEdit.OTHER_PAGE, True, {"paragraphs": ("Wartungsarbeiten laufen. Bitte besuchen Sie uns später wieder.",)}),
        (NoEdit.CUT_OFF, True, {"paragraphs": (ARTICLE.paragraphs[0], "Loading…")}),
        (NoEdit.UNREADABLE, True, {"paragraphs": ("Lorem ipsum dolor sit amet.", "Hier steht ein Beitrag.")}),
        (NoEdit.UNREADABLE, True, {"paragraphs": ("Hier steht bald etwas.", "Platzhalter Absatz 3")}),
        (
            NoEdit.OTHER_PAGE,
            None,
            {"title": "Zirkus gastiert", "published_on": "2025-05-02", "paragraphs": (OTHER,)},
        ),
        (
            NoEdit.OTHER_PAGE,
            None,
            {"paragraphs": ("The new ferry for the island was named on Monday, and it is for 400 guests.",)},
        ),
    ],
)  # fmt: skip
def test_a_capture_that_is_none_of_the_article_is_no_edit(
    reason: NoEdit, is_bad: bool | None, changes: dict[str, object]
) -> None:
    later = replace(ARTICLE, **changes)  # type: ignore[arg-type]
    forth, back = compare(ARTICLE, later), compare(later, ARTICLE)
    assert (forth.no_edit, forth.is_new_bad) == (reason, is_bad)
    assert (back.no_edit, back.is_new_bad) == (reason, None if is_bad is None else not is_bad)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Zirkus gastiert", "paragraphs": (OTHER,)},  # of the same day: rewritten
        {"title": "Neue Fähre verspätet sich", "published_on": "2025-03-11", "paragraphs": (OTHER,)},
        {"paragraphs": ARTICLE.paragraphs[:1]},
        {"paragraphs": ("Diese Mitteilung wurde zurückgezogen.",)},
        {"paragraphs": ("Die Anmeldung zur Taufe ist geschlossen. Wir danken für Ihr Interesse.",)},
        {"paragraphs": (*ARTICLE.paragraphs, "Seite nicht gefunden, meldete das Portal am Abend.")},
    ],
)
def test_an_article_that_was_changed_much_is_an_edit(changes: dict[str, object]) -> None:
    assert compare(ARTICLE, replace(ARTICLE, **changes)).edit is not None  # type: ignore[arg-type]


def test_an_offer_to_log_in_behind_the_first_sentences_is_a_capture_that_is_cut_off() -> None:
    paragraphs = (
        "The market returns to Brinby on 5 April with 34 stalls.",
        "Traders pay 18 pounds a pitch.",
        "The street closes to cars from six.",
        "A bus runs every hour.",
    )
    whole = VersionContent("Market returns", paragraphs, published_on="2026-03-03", language="en")
    wall = replace(
        whole, paragraphs=(paragraphs[0], "Log in or register free to keep reading.", "You have 0 articles left.")
    )
    forth, back = compare(whole, wall), compare(wall, whole)
    assert (forth.no_edit, forth.is_new_bad) == (NoEdit.CUT_OFF, True)
    assert (back.no_edit, back.is_new_bad) == (NoEdit.CUT_OFF, False)
    edited = replace(whole, paragraphs=(paragraphs[0], "Traders should register by May.", "You can come by bus."))
    assert compare(whole, edited).edit is not None
