"""Pairs of articles that are one text at two addresses, and pairs that look like it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kaaw_archive import urls
from kaaw_archive.derive.clusters import Clusters
from kaaw_archive.derive.compared_texts import ComparedTexts
from kaaw_archive.derive.identity import IdentityJudge
from kaaw_archive.derive.known_articles import KnownArticle, KnownVersion
from kaaw_archive.derive.pairs_to_judge import pairs_to_judge
from kaaw_archive.items import WorkEvidence

BUDGET = (
    "Der Kreistag hat den Haushalt beschlossen. Er umfasst 240 Millionen Euro und sieht keine neuen Schulden vor. Für"
    " Schulen sind 31 Millionen Euro vorgesehen, für Straßen neun. Die Umlage der Gemeinden bleibt gleich. Zwei"
    " Fraktionen stimmten dagegen, weil ihnen die Mittel für Radwege zu knapp sind. Der Landrat sprach von einem"
    " soliden Plan, der Luft für Notfälle lasse. Die Beratung dauerte fünf Stunden und verlief ruhig."
)
LIBRARY = (
    "The library will lend out tools, tents and instruments from the spring. Members may take two things at a time and"
    " keep them for three weeks. A drill, a sewing machine and nine ukuleles have been given by residents. Staff will"
    " show how each thing works before it leaves the building. Late returns cost nothing."
)
NOTE = "Der Kreis verpachtet drei Wiesen am Anger. Die Pacht beträgt 120 Euro je Hektar. Gebote nimmt das Rathaus an."
RECALL = (
    "Ein Hersteller ruft Riegel der Sorte Honig zurück. In einzelnen Packungen können Stücke aus Metall sein. Betroffen"
    " ist die Charge L{}. Käufer können die Ware im Laden zurückgeben und erhalten den Preis erstattet, auch ohne Bon."
    " Erkrankungen sind bisher nicht bekannt geworden. Andere Sorten sind nicht betroffen."
)


@dataclass(frozen=True)
class Page:
    """Page with its text as it was captured once; ``url`` is without a scheme."""

    url: str
    title: str
    text: str
    day: str | None = "2025-03-03"
    at: str = "2025-03-10"


def _plain(text: str) -> str:
    spelt = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return spelt.replace("vorgesehen", "vorge-\nsehen")


def _scanned(text: str) -> str:
    return text.replace("Schulen", "Schulcn").replace("Landrat", "Land rat").replace("solide", "s0lide")


ONE_TEXT = [
    (Page("a.example/n/1", "Haushalt", BUDGET), Page("a.example/n/1/(print)", "Haushalt", f"03.03.2025\n{BUDGET}")),
    (Page("a.example/rat/h", "Haushalt steht", BUDGET), Page("a.example/alt/h.html", "Haushalt steht", _plain(BUDGET))),
    (Page("a.example/n/h", "Haushalt", BUDGET), Page("a.example/s/08.pdf", "- Scan 08 -", _scanned(BUDGET), day=None)),
    (
        Page("a.example/ka/9-22/antwort", "Antwort auf Anfrage 9/22", BUDGET),
        Page("a.example/d/9-23.pdf", "Drucksache 9/23", BUDGET),
    ),
    (
        Page("alt.example/2014/h", "Der Haushalt des Kreises", BUDGET, day="2014-05-03", at="2015-01-01"),
        Page("neu.example/h", "Haushalt des Kreises", f"{BUDGET}\n\nTeilen", day="2021-01-07", at="2021-02-01"),
    ),
    (
        Page("a.example/v/1", "Haushalt, Los 1", f"Los 1. {BUDGET}"),
        Page("portal.example/n/7", "Haushalt steht", f"Los 1. {BUDGET}\nImpressum | Datenschutz", day="2025-03-04"),
    ),
    (
        Page("a.example/n/h", "Haushalt steht", BUDGET),
        Page("b.example/pm/8", "Haushalt steht", f"Aue (ots) - {BUDGET}\n\nPressekontakt:\nAmt\nTelefon: 04711 880"),
    ),
    (
        Page("a.example/n/h", "Haushalt steht fest", BUDGET),
        Page("a.example/n/h?rev=2", "Haushalt steht fest", BUDGET.replace("240", "250").replace("Landrat", "Kämmerer")),
    ),
    (
        Page("a.example/k/schwim-kurse", "Neue Schwimkurse im Bad", BUDGET),
        Page("a.example/k/schwimm-kurse", "Neue Schwimmkurse im Bad", BUDGET.replace("240", "250")),
    ),
    (
        Page("a.example/n/haushalt", "Haushalt steht fest", f"{BUDGET}\n{RECALL}"),
        Page("a.example/archiv/t-17-x", "Haushalt steht fest", f"{BUDGET}\nSeite 1 von 2"),
    ),
    (
        Page("a.example/n/wiesen", "Wiesen zu pachten", NOTE),
        Page("a.example/a/w", "Wiesen zu pachten", f"{NOTE}\nTeilen"),
    ),
    (
        Page("a.example/n/wiesen", "Wiesen zu pachten", NOTE),
        Page("a.example/d/w.pdf", "Für Pächter", f"{NOTE}\nTeilen"),
    ),
    (
        Page("a.example/vorgang?nr=1183&wp=7", "Pacht am Anger", NOTE),
        Page("a.example/ds/7-1183", "Drucksache 7/1183", f"{NOTE}\nTeilen"),
    ),
    (
        Page("a.example/pm/551/zwei", "Zwei Wiesen am Anger", f"Meldung vom 03.03.2025\n{NOTE}"),
        Page("a.example/pm/551/drei", "Korrektur der Überschrift: Drei Wiesen am Anger", NOTE),
    ),
    (
        Page("a.example/n/h", "Haushalt steht", BUDGET),
        Page("a.example/d/h.pdf", "Haushalt", BUDGET.replace(" Zwei", "\nSeite 1 von 2\nZwei")),
    ),
    (
        Page("a.example/n/anger?pdf=1", "Neues vom Anger", NOTE),
        Page("a.example/n/anger", "Neues vom Anger", NOTE.replace("120", "150")),
    ),
    (
        Page("a.example/n/anger?stand=1140", "Neues vom Anger", NOTE),
        Page("a.example/n/anger", "Neues vom Anger", f"12.20 Uhr: Die Wiesen sind vergeben.\n{NOTE}"),
    ),
    (
        Page("a.example/?p=4821&preview=true", "Entwurf: Haushalt", BUDGET.replace("31", "XX"), day=None),
        Page("a.example/?p=4821", "Haushalt des Kreises", BUDGET),
    ),
    (
        Page("a.example/n/haushalt-steht", "Haushalt steht", BUDGET),
        Page("a.example/n/haushalt-steht/download", "kreistag-pm-07", f"kreistag-pm-07\n{BUDGET}", day=None),
    ),
    (
        Page("a.example/n/lend", "Tools and tents to lend", f"Residents & guests\nCulture & sport\n{LIBRARY}"),
        Page("portal.example/5521", "Tools and tents to lend - county", LIBRARY, day="2025-03-04"),
    ),
]
TWO_TEXTS = [
    (
        Page("a.example/r/1", "Rückruf: Riegel", RECALL.format(118)),
        Page("a.example/r/2", "Rückruf: Riegel", RECALL.format(119)),
    ),
    (Page("a.example/n/7?lang=de", "Rat tagt 2025", BUDGET), Page("a.example/n/7?lang=en", "Rat tagt 2025", LIBRARY)),
    (Page("a.example/n?view=h", "Neues vom Kreis", BUDGET), Page("a.example/n?view=b", "Neues vom Kreis", LIBRARY)),
    (
        Page("a.example/n?from=ulm", "Fahrplan ab Freitag", BUDGET),
        Page("a.example/n?from=bonn", "Fahrplan ab Freitag", LIBRARY),
    ),
    (Page("a.example/n?rev=1", "Haushalt steht fest", BUDGET), Page("a.example/n?rev=2", "Bücher zu leihen", LIBRARY)),
    (
        Page("a.example/n/los-a", "Auftrag vergeben", f"{BUDGET} Los A geht an Meier."),
        Page("a.example/n/los-b", "Auftrag vergeben", f"{BUDGET} Los B geht an Huber."),
    ),
    (
        Page("a.example/p/h", "Haushalt steht", BUDGET),
        Page("a.example/d/pm.pdf", "Haushalt steht", BUDGET.replace("240", "260")),
    ),
    (Page("a.example/p/h", "Haushalt steht", BUDGET), Page("a.example/d/anlage.pdf", "Anlage", LIBRARY)),
    (
        Page("nord.example/p", "Radweg in Altdorf", f"{BUDGET} Er führt durch Altdorf."),
        Page("sued.example/p", "Radweg in Neudorf", f"{BUDGET} Er führt durch Neudorf.", day="2025-03-04"),
    ),
    (
        Page("a.example/v/1", "Ausschreibung Los 1", f"{BUDGET} Los 1."),
        Page("portal.example/v/2", "Ausschreibung Los 2", f"{BUDGET} Los 2.", day="2025-03-04"),
    ),
    (
        Page("a.example/2024/m", "Markt am Platz", f"Der Markt öffnet am 28. November. {BUDGET}", day="2024-11-20"),
        Page("a.example/2025/m", "Markt am Platz", f"Der Markt öffnet am 27. November. {BUDGET}", day="2025-11-20"),
    ),
    (
        Page("a.example/2024/m", "Markt am Platz", f"Wie im letzten Jahr: {BUDGET}", day="2024-11-20"),
        Page("a.example/2025/m", "Markt am Platz", f"Wie im letzten Jahr: {BUDGET}", day="2025-11-20"),
    ),
    (
        Page("a.example/s/1.pdf", "Scan 0823", BUDGET, day=None),
        Page("a.example/s/2.pdf", "Scan 0824", BUDGET.replace("240", "250"), day=None),
    ),
    (Page("a.example/n/1", "Straßenfest am Sonntag", BUDGET), Page("a.example/n/2", "Blutspende am Montag", BUDGET)),
    (
        Page("a.example/n/1", "Haushalt steht", BUDGET),
        Page("a.example/n/2", "Korrektur: Haushalt steht", BUDGET.replace("240", "250")),
    ),
    (Page("a.example/r/1", "Sitzung des Rates", NOTE), Page("a.example/r/2", "Sitzung der Jugend", f"{NOTE}\nTeilen")),
    (Page("a.example/n/1", "Wiesen", NOTE), Page("a.example/n/2", "Wiesen", NOTE, day="2025-03-09")),
    (
        Page("a.example/ds/7-1183", "Drucksache 7/1183", NOTE),
        Page("a.example/ds/7-1184", "Drucksache 7/1184", f"{NOTE}\nTeilen"),
    ),
    (
        Page("a.example/?p=4821&preview=true", "Entwurf: Haushalt", BUDGET.replace("31", "XX"), day=None),
        Page("a.example/?p=4822", "Haushalt des Kreises", BUDGET),
    ),
    (
        Page("a.example/?p=4821&preview=true", "Entwurf: Haushalt", LIBRARY, day=None),
        Page("a.example/?p=4821", "Haushalt des Kreises", BUDGET),
    ),
    (Page("a.example/n?pdf=2", "Neues vom Kreis", BUDGET), Page("a.example/n?pdf=3", "Neues vom Kreis", LIBRARY)),
    (
        Page("a.example/n/lend", "Tools and tents to lend", f"Residents & guests\n{LIBRARY}"),
        Page("portal.example/5521", "Tools and tents to lend - county", LIBRARY, day="2025-03-09"),
    ),
    (
        Page("a.example/n/lend", "Tools and tents to lend", LIBRARY),
        Page("portal.example/5521", "Tools and tents to lend - county", f"{LIBRARY}\nRoom 9", day="2025-03-04"),
    ),
]


def _articles(*pages: Page) -> tuple[list[KnownArticle], ComparedTexts]:
    texts = {number: page.text for number, page in enumerate(pages, 1)}
    found = []
    for number, page in enumerate(pages, 1):
        version, at = KnownVersion(number, number, page.title, page.day), f"{page.at}T0{number}:00:00.000Z"
        url = f"https://{page.url}"
        article = KnownArticle(
            number, urls.key(url), url, "kreis", at, at, at, version, version, frozenset({page.text})
        )
        found.append(article)
    return found, ComparedTexts(texts.__getitem__, lambda _: frozenset())


def _is_one(*pages: Page) -> bool:
    """Return True if two pages are looked at as a pair, and are one text."""
    found, texts = _articles(*pages)
    undated = [article for article in found if article.last.published_on is None]
    pairs = pairs_to_judge({article.id: article for article in found}, undated, (), texts)
    judge = IdentityJudge(texts)
    return any(judge.alike(old, new) is not None for old, new in pairs)


@pytest.mark.parametrize("pages", ONE_TEXT, ids=lambda pages: pages[1].url)
def test_two_addresses_of_one_text(pages: tuple[Page, Page]) -> None:
    assert _is_one(*pages)


@pytest.mark.parametrize("pages", TWO_TEXTS, ids=lambda pages: pages[1].url)
def test_two_texts_that_look_like_one(pages: tuple[Page, Page]) -> None:
    assert not _is_one(*pages)


def test_a_text_of_two_days_takes_a_copy_of_either_day() -> None:
    pages = [Page("a.example/n/1", "Haushalt", BUDGET), Page("b.example/n/2", "Haushalt", BUDGET, day="2020-05-28")]
    known, _ = _articles(*pages, Page("a.example/n/3", "Haushalt", LIBRARY))
    of_days = WorkEvidence(1, 2, "same_text", 0.95, "the same text", (1, 2))
    of_copy = WorkEvidence(1, 3, "like_text", 0.8, "nearly the same text", (1, 3))
    clusters = Clusters({article.id: article for article in known})
    clusters.join([of_days, of_copy])
    assert clusters.is_joined(2, 3)
