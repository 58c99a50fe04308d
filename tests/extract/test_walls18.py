"""Walls and honest pages that look like them: five sets written without a look at the rules, and one of weak kinds.

``walls18``, ``walls18b``, ``walls18c``, ``walls18h`` and ``walls18j`` have a hundred of each, in every way in which a
link meets a page (``bench.walls``);
``wall_kinds`` was written before the rules for its kinds: of its 120 walls in frames 52 were known then, and 6 of 86
honest pages called walls. docs/reading_figures.md has the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from bench.walls import Page, Row, pages_of, rows_of
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.extract import front_scores
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.front_scores import signs_of
from kaaw_archive.extract.offer_signs import of_offer
from kaaw_archive.items import PageFeatures
from kaaw_archive.wordings import conditions
from tests.extract.framed_walls import framed

HERE = Path(__file__).parent
HTML = "text/html; charset=utf-8"


class Shares(NamedTuple):
    """Counts that a set must reach: walls called so as watched, and in all ways; honest pages read as articles.

    ``honest_walls`` is the number of times that an honest page may be called a wall, in all ways.
    """

    watched: int
    in_all_ways: int
    articles: int
    honest_walls: int = 0


SETS = {
    "walls18": Shares(95, 230, 99),
    "walls18b": Shares(95, 295, 97),
    "walls18c": Shares(91, 285, 99),
    "walls18h": Shares(97, 278, 98, honest_walls=3),
    "walls18j": Shares(95, 262, 99),
}
_FURTHER = pytest.mark.long("further sets of walls and pages: walls18c is tried by make test")
NAMES = ["walls18c", *(pytest.param(name, marks=_FURTHER) for name in SETS if name != "walls18c")]


def _pages(name: str) -> list[Page]:
    if name != "wall_kinds":
        return pages_of(HERE / name)
    facts = [
        ({"url": one.url, "kind": one.kind, "what": one.what, "title": one.name}, one.name, one.body)
        for one in framed()
    ]
    return [Page(name, fact, body, None) for fact, name, body in facts]


def _counts(rows: list[Row]) -> Counter[tuple[str, str]]:
    return Counter((row.page.facts["kind"], row.found) for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_walls_are_walls_and_honest_pages_pages(name: str) -> None:
    rows = [row for page in _pages(name) for row in rows_of(page)]
    watched, all_ways = _counts([row for row in rows if row.way == "watched"]), _counts(rows)
    assert watched["wall", "wall"] >= SETS[name].watched
    assert all_ways["wall", "wall"] >= SETS[name].in_all_ways
    assert [row.page.name for row in rows if row.found == "broken"] == []
    walled = [row.page.name for row in rows if row.page.facts["kind"] == "honest" and row.found == "wall"]
    assert len(walled) <= SETS[name].honest_walls, walled


@pytest.mark.slow
def test_walls_of_weak_kinds_are_known_in_eight_languages() -> None:
    rows = [row for page in _pages("wall_kinds") for row in rows_of(page) if row.way == "watched"]
    found = _counts(rows)
    assert found["wall", "wall"] >= 0.96 * sum(count for (kind, _), count in found.items() if kind == "wall")
    assert [row.page.name for row in rows if row.page.facts["kind"] == "honest" and row.found != "page"] == []
    assert [row.page.name for row in rows if row.found == "broken"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_hardly_a_wall_is_read_as_an_article(name: str) -> None:
    read: Counter[str] = Counter()
    walls = 0
    for page in _pages(name):
        walls += page.facts["kind"] == "wall"
        reading = read_payload(page.body, page.facts["url"], HTML)
        read[page.facts["kind"]] += bool(reading.articles) and reading.problem is None
    assert read["wall"] <= walls - SETS[name].watched + 4
    assert read["honest"] >= SETS[name].articles


def test_each_sign_has_a_weight_and_each_weight_a_sign() -> None:
    weights = json.loads(front_scores.WEIGHTS.read_text(encoding="utf-8"))
    tree = html.fromstring("<html><body><h1>Anmeldung</h1><p>Bitte melden Sie sich an.</p></body></html>")
    front, page = read_front(tree), PageFeatures("html", title="Anmeldung", own_characters=40)
    offer = of_offer(front, is_paid=False, evidence=0)
    assert weights["front"].keys() - {""} == signs_of(tree, front, page, "https://amt.example/a", offer).keys()
    assert weights["offer"].keys() - {""} == offer.keys()


@pytest.mark.parametrize(
    ("sentence", "is_condition", "is_withheld"),
    [
        ("Dieser Beitrag ist Mitgliedern vorbehalten.", True, True),
        ("Log in om deze melding te bekijken.", True, False),
        ("Il vous reste 68 % de cet article à découvrir.", False, True),
        ("„Dieser Artikel ist nur für Abonnenten“, stand dort.", False, False),
        ("Die Halle öffnet am 4. Mai um 9 Uhr.", False, False),
    ],
)
def test_a_condition_is_what_a_page_says_itself(sentence: str, is_condition: bool, is_withheld: bool) -> None:
    assert conditions.has(conditions.CONDITION, (sentence,)) is is_condition
    assert conditions.has(conditions.WITHHELD, (sentence,)) is is_withheld
