"""News pages of invented German towns, made from word lists: the same number always gives the same page."""

from __future__ import annotations

import hashlib
import random
from functools import lru_cache
from html import escape

_TOWNS = [
    "Altenroda",
    "Birkhausen",
    "Dornfelde",
    "Eschbach",
    "Falkenau",
    "Grünwalde",
    "Hohenried",
    "Ilmstadt",
    "Kaltenbrunn",
    "Lindhorst",
]
_BODIES = (
    "Die Stadtverwaltung",
    "Das Landratsamt",
    "Der Gemeinderat",
    "Das Umweltamt",
    "Die Bauaufsicht",
    "Das Standesamt",
    "Der Zweckverband",
    "Die Stadtbibliothek",
    "Das Gesundheitsamt",
    "Die Verbraucherzentrale",
)
_TOPICS = (
    "die Sanierung der Grundschule",
    "den Ausbau des Radwegs",
    "die neue Abfallsatzung",
    "das Ehrenamt im Katastrophenschutz",
    "den elektronischen Personalausweis",
    "die Pflege der Auwiesen",
    "den Haushaltsplan",
    "die Öffnungszeiten des Bürgerbüros",
    "die Förderung kleiner Betriebe",
    "das Frühjahrsprogramm der Volkshochschule",
    "die Beschlüsse zur Wärmeplanung",
    "den Umzug der Kreisarchive",
)
_ACTS = (
    "stellt {topic} vor",
    "berät über {topic}",
    "informiert über {topic}",
    "bittet um Hinweise auf {topic}",
    "prüft {topic}",
    "ändert {topic}",
)
_OPENERS = (
    "Nach Angaben der Verwaltung",
    "Wie der Ausschuss am Montag mitteilte,",
    "Im zweiten Halbjahr",
    "Mit Blick auf den kommenden Winter",
    "Auf Anregung vieler Bürgerinnen und Bürger",
    "Gemeinsam mit den Nachbargemeinden",
    "Trotz gestiegener Baukosten",
    "Anders als im Vorjahr",
    "Für Familien mit kleinen Kindern",
    "In der öffentlichen Sitzung",
)
_VERBS = ["wird", "werden", "soll", "kann", "darf", "muss", "bleibt", "gilt", "beginnt", "endet"]
_NOUNS = [
    "der Antrag",
    "die Frist",
    "der Bescheid",
    "das Verfahren",
    "die Gebühr",
    "der Zuschuss",
    "die Auslegung",
    "der Vertrag",
    "die Brücke",
    "das Gelände",
    "die Turnhalle",
    "der Spielplatz",
    "die Buslinie",
    "das Formular",
    "die Sprechstunde",
    "der Wasserversorger",
    "das Ortsteilzentrum",
    "die Feuerwache",
    "der Gehweg",
    "das Archivgut",
]
_TAILS = (
    "bis zum Ende des Quartals abgeschlossen",
    "ohne Anmeldung möglich",
    "im Rathaus öffentlich ausgelegt",
    "schrittweise auf das ganze Gebiet ausgedehnt",
    "von den Fachleuten noch einmal bewertet",
    "aus Mitteln des Landes bezahlt",
    "zum vereinbarten Termin übergeben",
    "mit allen Beteiligten abgestimmt",
    "an die geänderte Rechtslage angepasst",
    "nach den Sommerferien wieder aufgenommen",
)
_ASIDES = (
    "weil die Zahl der Anfragen gestiegen ist",
    "sobald die Unterlagen vollständig vorliegen",
    "auch wenn einzelne Fragen offen sind",
    "damit niemand lange warten muss",
    "soweit der Rat zustimmt",
    "obwohl das Wetter die Arbeiten verzögert hat",
)
_MENU = [
    "Rathaus & Politik",
    "Bürgerservice",
    "Leben & Wohnen",
    "Bildung & Kultur",
    "Wirtschaft & Bauen",
    "Umwelt & Verkehr",
    "Tourismus & Freizeit",
    "Karriere",
]


def address_path(number: int) -> str:
    """Where page ``number`` lies on its site.

    >>> address_path(7)
    '/aktuelles/meldung-00007.html'
    """
    return f"/aktuelles/meldung-{number:05d}.html"


def page(number: int, *, edition: int = 1, noise: str = "") -> bytes:
    """A whole page of 30 to 60 KB, UTF-8: head full of styles, menu, title, lead, 5 to 12 paragraphs, footer.

    ``edition`` adds a paragraph, as an editor would; ``noise`` stands where real systems put a session token.
    """
    chance = random.Random(f"page {number}")
    town = chance.choice(_TOWNS)
    title = f"{chance.choice(_BODIES)} {town} {chance.choice(_ACTS).format(topic=chance.choice(_TOPICS))}"
    lead = " ".join(sentence(chance) for _ in range(2))
    paragraphs = [" ".join(sentence(chance) for _ in range(chance.randint(3, 6))) for _ in range(chance.randint(5, 12))]
    paragraphs += [f"Nachtrag {n}: {sentence(random.Random(f'{number} {n}'))}" for n in range(2, edition + 1)]
    body = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    day = f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.{chance.randint(2015, 2025)}"
    article = (
        f'<main id="content"><article class="news-single"><h1>{escape(title)}</h1>\n'
        f'<p class="date">Stand {day}, Meldung {number}</p>\n<p class="lead"><strong>{escape(lead)}</strong></p>\n'
        f'{body}\n<p>Weiteres steht in der <a href="{address_path(number + 1)}">nächsten Meldung</a> und im '
        f'<a href="http://www.land.example/erlass-{number % 97}.html">Erlass des Landes</a>.</p></article></main>'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{escape(title)} - Stadt {town}</title>\n'
        f'<meta name="csrf-token" content="{escape(noise)}">\n{_head(town)}</head><body>{_menu(town)}{article}'
        f"{_teasers(number)}{_footer(town)}</body></html>\n"
    ).encode()


def sentence(chance: random.Random) -> str:
    """A sentence as town halls write them."""
    noun = chance.choice(_NOUNS)
    text = f"{chance.choice(_OPENERS)} {chance.choice(_VERBS)} {noun} {chance.choice(_TAILS)}"
    if chance.random() < 0.4:
        text += f", {chance.choice(_ASIDES)}"
    if chance.random() < 0.25:
        text += f"; dafür stehen {chance.randint(2, 950)} Euro bereit"
    return text + "."


@lru_cache(maxsize=64)
def _head(town: str) -> str:
    """25 to 50 KB of styles and settings, the same on every page of a town, as a content system repeats them."""
    chance = random.Random(f"style {town}")
    rules = []
    for n in range(chance.randint(300, 620)):
        name = f".frame-{chance.choice(('news', 'menu', 'text', 'media', 'form'))}-{n}"
        rules.append(
            f"{name} .ce-inner{{margin:{chance.randint(0, 40)}px {chance.randint(0, 40)}px;"
            f"color:#{chance.randrange(4096):03x};font-size:{chance.randint(10, 30)}px}}"
        )
    digest = hashlib.sha256(town.encode()).hexdigest()
    return f'<style>{"".join(rules)}</style>\n<script>var TYPO={{"site":"{digest}","lang":"de"}};</script>\n'


@lru_cache(maxsize=64)
def _menu(town: str) -> str:
    entries = "".join(
        f'<li><a href="/thema-{n}/{k}.html">{escape(name)} {town} {k}</a></li>'
        for n, name in enumerate(_MENU)
        for k in range(8)
    )
    return f'<header><a href="/">Stadt {town}</a><nav class="main-menu"><ul>{entries}</ul></nav></header>'


def _teasers(number: int) -> str:
    return (
        '<aside class="related"><h2>Weitere Meldungen</h2><ul>'
        + "".join(f'<li><a href="{address_path(number + step)}">Meldung {number + step}</a></li>' for step in (1, 2, 3))
        + "</ul></aside>"
    )


@lru_cache(maxsize=64)
def _footer(town: str) -> str:
    return (
        f'<footer><p>Stadtverwaltung {town}, Marktplatz 1</p><ul><li><a href="/impressum.html">Impressum</a></li>'
        '<li><a href="/datenschutz.html">Datenschutz</a></li><li><a href="/barrierefreiheit.html">Barrierefreiheit</a>'
        "</li></ul></footer>"
    )
