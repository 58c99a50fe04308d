"""Walls and honest pages that look like them, two sets written without a look at the rules: shares, not cases.

``walls18`` has a hundred of each; ``walls18b`` two thirds of as many, because the third whose name has a digest
divisible by three stays aside. First seen, of 68 walls of ``walls18b`` 47 were called walls and 1 broken, of its 75
honest pages 5 were called walls; docs/reading_figures.md has the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import html

from kaaw_archive.derive.reading import read_payload
from kaaw_archive.extract import front_signs, offer_signs
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.items import Hop, Probe
from kaaw_archive.linkrot.rules import judge

HERE = Path(__file__).parent
CLASSES = {"blocked": "wall", "login": "wall", "unknown": "wall", "ok": "ok"}
HTML = "text/html; charset=utf-8"


class Shares(NamedTuple):
    """Counts that a set must reach: walls called so, honest pages called pages, honest pages read as articles."""

    walls: int
    pages: int
    articles: int


SETS = {"walls18": Shares(86, 99, 99), "walls18b": Shares(59, 75, 73)}


def _pages(name: str) -> dict[str, dict[str, Any]]:
    pages: dict[str, dict[str, Any]] = json.loads((HERE / name / "expected.json").read_text(encoding="utf-8"))
    return pages


def _verdict(body: bytes, page: dict[str, Any]) -> str:
    url = page["url"]
    features = inspect_page(body, url=url, content_type=HTML)
    probe = Probe(
        link_url=url, checked_at="2026-01-01T00:00:00.000Z", hops=(Hop(url=url, status=page["status"]),), final_url=url,
        status=page["status"], page=features, media_type="text/html", body_bytes=len(body),
    )  # fmt: skip
    return CLASSES.get(str(judge(probe).verdict), "broken")


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_walls_are_walls_and_honest_pages_pages(name: str) -> None:
    pages = _pages(name)
    found = Counter(
        (page["kind"], _verdict((HERE / name / page["file"]).read_bytes(), page)) for page in pages.values()
    )
    assert found["wall", "wall"] >= SETS[name].walls
    assert found["honest", "ok"] >= SETS[name].pages
    assert found["wall", "broken"] <= 1
    assert found["honest", "wall"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_hardly_a_wall_is_read_as_an_article(name: str) -> None:
    read: Counter[str] = Counter()
    walls = 0
    for page in _pages(name).values():
        walls += page["kind"] == "wall"
        reading = read_payload((HERE / name / page["file"]).read_bytes(), page["url"], HTML)
        read[page["kind"]] += bool(reading.articles) and reading.problem is None
    assert read["wall"] <= walls - SETS[name].walls + 1
    assert read["honest"] >= SETS[name].articles


def test_each_sign_has_a_weight_and_each_weight_a_sign() -> None:
    weights = json.loads(Path(front_signs.__file__).with_name("front_weights.json").read_text(encoding="utf-8"))
    tree = html.fromstring("<html><body><h1>Anmeldung</h1><p>Bitte melden Sie sich an.</p></body></html>")
    front = read_front(tree)
    assert weights["front"].keys() - {""} == front_signs.of_front(tree, front, "Anmeldung").keys()
    assert weights["offer"].keys() - {""} == offer_signs.of_offer(front, is_paid=False, evidence=0).keys()
