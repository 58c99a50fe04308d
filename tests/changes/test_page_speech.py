"""Sentences of a page around and within an article, boxes beside it, and sentences of articles that look like them."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import VersionContent

TEXTS = {
    "de": (
        "https://www.mittenau.example/n/1",
        "Kreis baut Radweg nach Lohfeld",
        "Der Landkreis Mittenau baut im kommenden Jahr einen Radweg von Mittenau nach Lohfeld. Die 6,4 Kilometer lange"
        " Strecke kostet 3,1 Millionen Euro. Das hat der Ausschuss am Dienstag beschlossen.",
        "Der Weg führt am Bach entlang und ist drei Meter breit. Anlieger hatten 140 Unterschriften gesammelt.",
        "Baubeginn ist im April. Die Brücke am Mühlengrund wird für acht Wochen gesperrt.",
    ),
    "en": (
        "https://www.midshire.example/n/1",
        "County to build cycle path to Lowfield",
        "Midshire County Council will build a cycle path from Midford to Lowfield next year. The route of four miles"
        " will cost £3.1 million. The transport committee agreed the plan on Tuesday.",
        "The path follows the brook and is three metres wide. Residents had collected 140 signatures.",
        "Work starts in April. The bridge at Mill Lane will be closed for eight weeks.",
    ),
    "fr": (
        "https://www.departement.example/n/1",
        "Une piste cyclable jusqu'à Lonchamp",
        "Le département construira l'an prochain une piste cyclable jusqu'à Lonchamp. Les six kilomètres coûteront 3,1"
        " millions d'euros. La commission des transports l'a décidé mardi.",
        "La piste longe le ruisseau et mesure trois mètres de large. Les riverains avaient réuni 140 signatures.",
        "Les travaux débutent en avril. Le pont du Moulin sera fermé pendant huit semaines.",
    ),
}
# language, place among the paragraphs, lines that only one version has
OF_PAGE = [
    ("de", 3, "Möchten Sie Benachrichtigungen erhalten? Ja, gern. Später."),
    ("de", 3, "Wie gefällt Ihnen unser neuer Internetauftritt? Nehmen Sie an unserer Umfrage teil."),
    ("en", 0, "BETA This is a new service - your feedback will help us to improve it."),
    ("en", 3, "This page was translated by artificial intelligence. Errors are possible."),
    ("en", 3, "If you value our work, please consider making a donation today."),
    ("fr", 3, "Vos données sont traitées conformément au RGPD. Pour exercer vos droits, écrivez au délégué."),
    ("en", 3, "The council accepts no liability for external links."),
    ("de", 0, "Diese Meldung ist älter als ein Jahr. Bitte beachten Sie, dass Angaben überholt sein können."),
    ("de", 0, "Bombenfund in der Südstadt: Aktuelle Informationen finden Sie hier."),
    ("en", 0, "Our telephone lines are down today. Please use our online forms."),
    ("en", 2, "Get the day's council news in your inbox. Enter your email address."),
    ("en", 3, "Midshire County Council is committed to open government. Read our plan for the years to come."),
    ("de", 3, "Mittenau - das sind 14 Gemeinden, viele Menschen und viel Natur."),
    ("de", 3, "Ihre Ansprechpartnerin|Frau Petra Lind|Zimmer 2.14|Telefon 04711 880-231"),
    ("fr", 3, "Agenda|12 mars : conseil|18 mars : forum de l'emploi"),
    ("en", 3, "Comments (2)|Jo says: About time too.|Reply"),
    ("de", 3, "Weitere Meldungen|Kita-Gebühren steigen: Es gelten neue Sätze.|Freibad öffnet"),
]
OF_ARTICLE = [
    ("de", 3, "Update: Der Baubeginn verschiebt sich auf Mai."),
    ("de", 3, "Wer Fragen hat, kann sich bis 5. März an das Straßenbauamt wenden."),
    ("en", 3, "Plans can be viewed on the council's website until 5 March."),
    ("de", 3, "Eine Umfrage unter 900 Haushalten ergab, dass zwei von drei den Weg wollen."),
    ("en", 0, "The start of the works has been postponed because of flooding."),
    ("de", 2, "Bewohner schließen bitte Fenster und Türen. Das Bürgertelefon ist besetzt."),
    ("de", 3, "Bitte fahren Sie in dieser Zeit über die Talstraße."),
    ("en", 3, "Midshire County Council will also plant 300 trees along the path."),
    ("de", 3, "Treffpunkt für die Besichtigung: Mühlengrund 4"),
    ("de", 3, "Spannweite: 42 Meter|Bauart: Holz"),
]
# label and its value, or numbers: language, before, after
FILLED = [
    ("de", "Freie Parkplätze: Marktplatz 34, Bahnhof 112", "Freie Parkplätze: Marktplatz 2, Bahnhof 57"),
    ("en", "FTSE 100 8,212.3 +0.4%", "FTSE 100 8,190.1 -0.2%"),
    ("de", "Nächste Abfuhr Gelber Sack: 12.03.", "Nächste Abfuhr Gelber Sack: 26.03."),
]
STATED = [
    ("de", "Eintritt: 5 Euro", "Eintritt: 6 Euro"),
    ("de", "Termin der Besichtigung: 3. April", "Termin der Besichtigung: 4. April"),
    ("en", "Length: 4.2 miles of path", "Length: 4.6 miles of path"),
]


def _version(language: str, place: int, *lines: str) -> VersionContent:
    url, title, *text = TEXTS[language]
    return VersionContent(
        title=title,
        paragraphs=(*text[:place], *lines, *text[place:]),
        published_on="2025-02-04",
        language=language,
        url=url,
    )


@pytest.mark.parametrize(("language", "place", "lines"), OF_PAGE)
def test_what_a_page_says_of_itself_is_no_edit(language: str, place: int, lines: str) -> None:
    plain, other = _version(language, 0), _version(language, place, *lines.split("|"))
    assert (compare(plain, other).edit, compare(other, plain).edit) == (None, None)


@pytest.mark.parametrize(("language", "place", "lines"), OF_ARTICLE)
def test_what_an_article_says_is_an_edit(language: str, place: int, lines: str) -> None:
    plain, other = _version(language, 0), _version(language, place, *lines.split("|"))
    assert compare(plain, other).edit is not None
    assert compare(other, plain).edit is not None


@pytest.mark.parametrize(("language", "before", "after"), FILLED)
def test_a_line_that_machines_fill_is_no_edit(language: str, before: str, after: str) -> None:
    assert compare(_version(language, 3, before), _version(language, 3, after)).edit is None


@pytest.mark.parametrize(("language", "before", "after"), STATED)
def test_a_fact_of_the_article_is_an_edit(language: str, before: str, after: str) -> None:
    assert compare(_version(language, 3, before), _version(language, 3, after)).edit is not None


SLOTS = [
    ("de", 0, "Frohe Feiertage und alles Gute für 2026!", "Am 4. Februar sind keine Onlinedienste erreichbar."),
    ("fr", 3, "Pensez à vous hydrater !", "Bonnes vacances à tous !"),
    ("fr", 0, "Écouter", "Écouter avec une voix de synthèse - Version FALC - Langue des signes"),
    ("en", 0, "This was published under the 2019 to 2023 Doyle government", ""),
]
NO_SLOTS = [
    ("de", 0, "Der Radweg wird später fertig.", "Die Brücke wird teurer."),  # both have words of the article
    ("de", 3, "Der Eintritt ist frei.", "Anmeldung ist nötig."),  # sentences at the end
    ("de", 0, "Es gilt Stufe 1 der Alarmordnung.", "Es gilt Stufe 2 der Alarmordnung."),  # one line that changed
    ("de", 0, "Das Vorhaben ruht wegen Regens.", ""),
]


@pytest.mark.parametrize(("language", "place", "before", "after"), SLOTS)
def test_what_stands_in_a_place_of_the_page_is_no_edit(language: str, place: int, before: str, after: str) -> None:
    versions = [_version(language, place, *filter(None, [line])) for line in (before, after)]
    assert (compare(*versions).edit, compare(*versions[::-1]).edit) == (None, None)


@pytest.mark.parametrize(("language", "place", "before", "after"), NO_SLOTS)
def test_what_an_article_says_at_its_ends_is_an_edit(language: str, place: int, before: str, after: str) -> None:
    versions = [_version(language, place, *filter(None, [line])) for line in (before, after)]
    assert compare(*versions).edit is not None
