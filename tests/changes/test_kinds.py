"""Kinds of single sentences: numbers and their forms, units, names of persons, bodies and places, slips."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.changes.kinds import significance
from kaaw_archive.items import ContentImage, VersionContent

REST = {
    "de": "Der Kreis hat dazu am Abend eine Mitteilung verschickt, in der alle Einzelheiten stehen.",
    "en": "The council sent out a statement in the evening that has all the details of it.",
    "fr": "La commune a publié dans la soirée un communiqué qui donne tous les détails.",
}


def _kinds(language: str, before: str, after: str) -> set[str]:
    versions = (VersionContent("Titel", (REST[language], text), language=language) for text in (before, after))
    edit = compare(*versions).edit
    return set(map(str, edit.kinds)) if edit is not None else set()


@pytest.mark.parametrize(
    ("language", "before", "after", "kind"),
    [
        ("de", "Es kamen rund hundert Gäste.", "Es kamen rund zweihundert Gäste.", "numbers"),
        ("de", "Die Sperrung dauert vier Wochen.", "Die Sperrung dauert vier Monate.", "numbers"),
        ("de", "Gemessen wurden 3 Millisievert.", "Gemessen wurden 3 Mikrosievert.", "numbers"),
        ("en", "Stay 10 feet from the edge.", "Stay 10 metres from the edge.", "numbers"),
        ("fr", "Rendez-vous à 18 h.", "Rendez-vous à 19 h 30.", "numbers"),
        ("de", "Es kamen 1,2 Mio. Gäste.", "Es kamen 1.200.000 Gäste.", "wording"),
        ("de", "Der Betrag stieg auf 1.200 Euro.", "Der Betrag stieg auf 1200 Euro.", "wording"),
        ("en", "The train leaves at 7 pm.", "The train leaves at 19:00.", "wording"),
        ("de", "Gespielt wird im Großen Haus.", "Gespielt wird auf der Studiobühne.", "names"),
        ("de", "Das Amt ist zuständig.", "Die Behörde ist zuständig.", "wording"),
        ("fr", "Le bal a lieu à la mairie.", "Le bal a lieu à la salle des fêtes.", "names"),
        ("en", "A spokesman said so.", "Chief negotiator Ingrid Vale said so.", "names"),
        ("de", "Leiterin Eva Kern lobte das.", "Die stellvertretende Leiterin Eva Kern lobte das.", "names"),
        ("en", "The mayor thanked all.", "The deputy mayor thanked all.", "names"),
        ("de", "Die dieZufahrt wurde breiter.", "Die Zufahrt wurde breiter.", "typo"),
        ("en", "It has a ladder on on the roof.", "It has a ladder on the roof.", "typo"),
        ("de", "Der Park ist seid gestern offen.", "Der Park ist seit gestern offen.", "typo"),
        ("fr", "Il a était réélu.", "Il a été réélu.", "typo"),
        ("fr", "La ligne circulera la nuit.", "La ligne circulerait la nuit.", "wording"),
        ("de", "Der Umbau dauert mehrere Jahre.", "Der Umbau dauert drei bis fünf Jahre.", "numbers"),
        ("de", "Daran nahmen 48 Schulen teil.", "Daran nahmen zahlreiche Schulen teil.", "numbers"),
        ("en", "The work takes 40 days.", "The work takes several days.", "numbers"),
        ("fr", "Il faut attendre quelques jours.", "Il faut attendre 12 jours.", "numbers"),
        ("de", "Das sind gut 80 Prozent.", "Das sind rund 80 Prozent.", "numbers"),
        ("de", "Das ist knapp ein Drittel.", "Das ist mindestens ein Drittel.", "numbers"),
        ("de", "Das sind etwa 80 Prozent.", "Das sind rund 80 Prozent.", "wording"),
        ("de", "Die Lage ist gut im Mai.", "Die Lage ist knapp im Mai.", "wording"),
        ("de", "Ein Termin kostet 40 Euro.", "Ein Termin ist kostenlos.", "numbers"),
        ("de", "Mittwochs bleibt es zu.", "Freitags bleibt es zu.", "numbers"),
        ("de", "Gesperrt sind Ring und Markt.", "Gesperrt sind Ring, Markt und Alter Hafen.", "names"),
        ("de", "Dabei sind Caritas und der Verein Lernzeit.", "Dabei ist Caritas.", "names"),
        ("de", "Die Witwe Hedwig Wiedner gab sie ab.", "Die Familie gab sie ab.", "names"),
        ("de", "Das Gemeindhaus ist offen.", "Das Gemeindehaus ist offen.", "typo"),
    ],
)
def test_a_changed_sentence_has_its_kind(language: str, before: str, after: str, kind: str) -> None:
    assert _kinds(language, before, after) == {kind}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("WANN WIRD GEBACKEN?", "Wann wird gebacken?"),
        ("Das Wasser war ver- schmutzt, die Holz- stege auch.", "Das Wasser war verschmutzt, die Holzstege auch."),
    ],
)
def test_what_a_layout_does_with_a_line_is_no_edit(before: str, after: str) -> None:
    assert _kinds("de", before, after) == set()


@pytest.mark.parametrize(
    ("before", "after", "is_other"),
    [
        ("img/chor.jpg?w=640", "img/chor.jpg?w=1280", False),
        ("img/chor.jpg", "img/chor-1024x683.webp", False),
        ("img/640/chor.jpg", "img/1280/chor.jpg", False),
        ("_processed_/3/b/csm_chor_1a2b3c4d5e.jpg", "_processed_/a/1/csm_chor_9f8e7d6c5b.jpg", False),
        ("image.php?f=chor.jpg&w=1", "image.php?f=chor.jpg&w=2", False),
        ("image.php?f=chor.jpg&w=1", "image.php?f=saal.jpg&w=1", True),
        ("img/chor.jpg", "img/saal.jpg", True),
    ],
)
def test_a_picture_is_the_same_in_any_size(before: str, after: str, is_other: bool) -> None:
    images = [ContentImage(f"https://www.obernitz.example/{path}", "Der Chor") for path in (before, after)]
    versions = (VersionContent("Titel", (REST["de"],), images=(image,)) for image in images)
    assert (compare(*versions).edit is not None) == is_other


@pytest.mark.parametrize(
    ("before", "after", "is_other"),
    [
        ("Preis für Chor | Stadt Obernitz", "Preis für Chor - obernitz.example - Das Portal der Stadt", False),
        ("Preis für Chor | Stadt Obernitz", "Preis für Chor :: News :: Obernitz", False),
        ("Preis für Chor | Stadt Obernitz", "Preise für Chöre | Stadt Obernitz", True),
        ("Preis für Chor - Rat stimmt zu", "Preis für Chor - Rat lehnt ab", True),
        ("Stadt Obernitz: Preis für Chor", "Preis für Chor", False),
        ("Preis für Chor", "Preis für Chor - Rat lehnt ab", True),
    ],
)
def test_the_name_of_a_site_is_no_part_of_a_title(before: str, after: str, is_other: bool) -> None:
    url = "https://www.stadt-obernitz.example/aktuelles/chor"
    versions = (VersionContent(title, (REST["de"],), url=url) for title in (before, after))
    edit = compare(*versions).edit
    assert (edit is not None and "retitled" in edit.kinds) == is_other


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((0.1,), 0.1),
        ((0.1, 0.1), 0.15),
        ((0.2, 0.1, 0.1), 0.29),
        ((0.3, 0.1), 0.34),
        ((0.35, 0.1), 0.4),
        ((0.45, 0.4), 0.49),
        ((0.45, 0.1), 0.49),
        ((0.5, 0.1), 0.55),
        ((0.7, 0.6, 0.55, 0.5, 0.45, 0.4, 0.3, 0.2, 0.1), 1.0),
    ],
)
def test_further_kinds_lift_an_edit_within_its_class_alone(weights: tuple[float, ...], expected: float) -> None:
    assert significance(weights) == expected


def test_a_new_title_beside_a_mended_letter_weighs_less_than_another_number() -> None:
    old = VersionContent("Neue Brücke", (REST["de"], "Das Gemeindhaus ist offen."), language="de")
    new = VersionContent("Offenes Haus", (REST["de"], "Das Gemeindehaus ist offen."), language="de")
    edit = compare(old, new).edit
    assert edit is not None
    assert ([*map(str, edit.kinds)], edit.significance) == (["retitled", "typo"], 0.49)


def test_a_time_with_another_sign_is_no_edit() -> None:
    assert _kinds("de", "Das Amt ist bis 18:30 Uhr offen.", "Das Amt ist bis 18.30 Uhr offen.") == set()
    assert _kinds("de", "Das Amt ist bis 18:30 Uhr offen.", "Das Amt ist bis 18.00 Uhr offen.") == {"numbers"}


def test_the_hour_of_a_mark_alone_is_no_edit() -> None:
    old, new, of_day = (f"Stand: {mark}" for mark in ("08:10 Uhr", "14:35 Uhr", "3. Mai, 14:35 Uhr"))
    assert _kinds("de", old, new) == set()
    assert _kinds("de", old, of_day) == {"metadata"}
