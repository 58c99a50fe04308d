"""Pages with a fault that readers of news have had, written without a look at the rules; walls between two captures.

A folder of ``faults`` holds a page and what is wanted of it, in the form of ``bench/cases_reading.py``. ``walls`` holds
pages that came with status 200 at an article's address, and captures of that article before and after them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import cases_reading

HERE = Path(__file__).parent
FAULTS = sorted((HERE / "faults").iterdir())


def _loaded(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "walls" / file).read_text(encoding="utf-8"))
    return found


WALLS, ARTICLES = _loaded("expected.json"), _loaded("articles.json")


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.name)
def test_a_page_is_read_as_it_is_wanted(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    reading = cases_reading.read(case / "page.html", expected["url"], expected["content_type"])
    assert cases_reading.faults(expected["want"], reading) == []


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_a_named_problem_and_no_version(wall: str) -> None:
    reading = cases_reading.read(HERE / "walls" / WALLS[wall]["file"], WALLS[wall]["url"])
    assert (reading.articles, reading.problem is None) == ((), False)


@pytest.mark.parametrize("capture", ["before", "after"])
@pytest.mark.parametrize("article", ARTICLES)
def test_the_article_before_and_after_a_wall_is_read(article: str, capture: str) -> None:
    expected = ARTICLES[article]
    want = {key: expected[key] for key in ("title", "date")}
    want |= {"has": expected["has"] + expected[f"{capture}_has"], "lacks": expected[f"{capture}_lacks"]}
    assert cases_reading.faults(want, cases_reading.read(HERE / "walls" / expected[capture], expected["url"])) == []
