"""How well works are found in a made-up site with three relaunches: new slugs, a new host, split and merged pages.

A third of the articles get the day of their import with the second relaunch, a tenth lose their umlauts; notices of one
series stand beside them. Prints precision and recall over pairs of addresses, and the pairs that are missed or false.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.works import score_of

_ARTICLES, _NOTICES = 90, 12
_BODIES = "Der Kreis|Die Stadt|Das Amt|Der Verband|Die Polizei|Die Schule|Der Rat|Die Bücherei|Das Museum".split("|")
_VERBS = "baut plant eröffnet prüft sperrt saniert fördert ersetzt verlegt erweitert".split()
_THINGS = "einen Radweg|eine Brücke|ein Hallenbad|eine Kita|eine Buslinie|ein Archiv|einen Deich|eine Mensa".split("|")
_PLACES = "Altau Berghof Corden Dornfeld Elmtal Forst Gronau Hartau Imsen Jettenau Lohfeld Mittenau Ostried".split()
_NAMES = "Petra Lind|Ulf Harms|Ines Rieger|Karl Voss|Silke Brandt|Jost Thode".split("|")
_SENTENCES = (
    "Die Kosten betragen {few} Millionen Euro.|Die Arbeiten dauern {some} Wochen.|Es gab {many} Unterschriften."
    "|Der Ausschuss hat mit {some} gegen {few} Stimmen zugestimmt.|Aus Mitteln des Landes kommen {few} Millionen."
    "|Eine Umleitung ist ausgeschildert.|Die Leitung hat {name} übernommen.|Bis zum Schluss helfen {many} Freiwillige."
    "|Der alte Bau aus dem Jahr 19{some} wird abgerissen.|Geplant sind {some} Plätze und ein Raum für Vereine."
    "|Zuvor war der Versuch zweimal am Geld gescheitert.|Kritik kommt von einer Gruppe, die den Standort ablehnt."
    "|Die Firma {name} erhielt den Zuschlag.|Bei gutem Wetter ist alles bis zum Herbst fertig."
).split("|")
_IMPORTED_ON = "2020-05-28"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class _Text:
    number: int
    day: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def slug(self) -> str:
        return "-".join(self.title.lower().translate(_UMLAUTS).split())


@dataclass
class _World:
    records: list[dict[str, Any]] = field(default_factory=list)
    works: dict[str, list[str]] = field(default_factory=dict)

    def shows(self, work: str, text: _Text, url: str, lines: str, since: str, **changes: str) -> None:
        """Add an address of a work, captured some time after ``since``, with what it has otherwise."""
        at = date.fromisoformat(since) + timedelta(days=text.number // 40)
        record = {"id": f"r{len(self.records)}", "source": "kreis", "url": url, "title": text.title, "text": lines}
        record |= {"published_on": text.day, "captured_at": f"{at}T{6 + text.number % 12:02}:{text.number % 60:02}:00Z"}
        self.records.append(record | {"canonical": None, "redirected_to": None, "language": "de"} | changes)
        self.works.setdefault(work, []).append(str(record["id"]))


def _texts(chosen: random.Random) -> list[_Text]:
    day, found = date(2015, 1, 5), []
    for number in range(_ARTICLES):
        day += timedelta(days=chosen.choice([1, 2, 3, 4, 9]))
        title = f"{chosen.choice(_BODIES)} {chosen.choice(_VERBS)} {chosen.choice(_THINGS)} in {chosen.choice(_PLACES)}"
        first, *further = (_paragraph(chosen, length) for length in (3, 4, 4))
        found.append(_Text(number, day.isoformat(), title, (f"{title}. {first}", *further)))
    for number in range(_ARTICLES, _ARTICLES + _NOTICES):
        day += timedelta(days=28)
        lines = (
            f"Der Kreistag tagt am {day:%d.%m.} um 17 Uhr im Kreishaus. Es geht um Anträge und Bauten.",
            "Die Sitzung ist öffentlich. Vor Beginn können Einwohner Fragen stellen. Die Unterlagen liegen aus.",
        )
        found.append(_Text(number, day.isoformat(), "Sitzung des Kreistags", lines))
    return found


def _paragraph(chosen: random.Random, length: int) -> str:
    numbers = {"few": chosen.randint(2, 60), "some": chosen.randint(11, 79), "many": chosen.randint(80, 990)}
    return " ".join(one.format(**numbers, name=chosen.choice(_NAMES)) for one in chosen.sample(_SENTENCES, length))


def _world(texts: list[_Text]) -> _World:
    world = _World()
    for text in texts:
        work, whole = str(text.number), "\n\n".join(text.paragraphs)
        world.shows(work, text, f"https://www.kreis.example/index.php?id={1000 + text.number}", whole, "2018-06-01")
        url = f"https://www.kreis.example/aktuelles/meldung/{text.slug}-{text.number}"
        world.shows(work, text, url, f"Startseite > Aktuelles > Meldung\n{whole}\nTeilen | Drucken", "2019-06-01")
        spelt = whole.translate(_UMLAUTS) if text.number % 10 == 3 else whole
        is_imported = text.number % 3 == 0 and text.number < _ARTICLES
        url = f"https://kreis-portal.example/news/{text.day[:4]}/{text.slug}-{7000 + 3 * text.number}"
        lines = f"{spelt}\n\nZurück zur Übersicht\nImpressum | Datenschutz"
        world.shows(work, text, url, lines, "2020-06-01", published_on=_IMPORTED_ON if is_imported else text.day)
    for text in texts[:_ARTICLES]:
        _third_relaunch(world, text, texts[text.number + 1])
    return world


def _third_relaunch(world: _World, text: _Text, following: _Text) -> None:
    """Move a text once more: in two pages, on one page with the following, or in one piece."""
    url = f"https://kreis-portal.example/archiv/t-{text.number:04}-x"
    if text.number % 9 == 0:
        first, last = "\n".join(text.paragraphs[:2]), text.paragraphs[2]
        world.shows(str(text.number), text, url, f"{first}\nSeite 1 von 2", "2021-06-01")
        world.shows(str(text.number), text, f"{url}?seite=2", f"{last}\nSeite 2 von 2", "2021-06-01")
    elif text.number % 9 == 1:
        both = [text.title, *text.paragraphs, following.title, *following.paragraphs]
        title = f"Meldungen vom {text.day}"
        world.shows(f"joined {text.number}", text, url, "\n\n".join(both), "2021-06-01", title=title)
    else:
        world.shows(str(text.number), text, url, " ".join(text.paragraphs), "2021-06-01")


def main() -> None:
    """Print precision and recall."""
    world = _world(_texts(random.Random(7)))
    case = {"id": "relaunches", "records": world.records, "works": list(world.works.values())}
    score = score_of([case])
    print(f"{len(world.records)} addresses: precision {score.precision:.3f}, recall {score.recall:.3f}")
    urls = {record["id"]: record["url"] for record in world.records}
    for name, pairs in (("missed", score.wanted - score.found), ("false", score.found - score.wanted)):
        for pair in sorted(map(sorted, pairs)):
            print(f"  {name}: {' '.join(urls[one] for one in pair)}")


if __name__ == "__main__":
    main()
