"""Each folder with an ``expected.json`` holds a page of a content system, and what seeds and extract must make of it.

``seed`` is what the page is as a seed: kind, articles (address, title, instant), next page, further seeds, problem;
``reading`` what the extractor reads in it. Only what a case names is looked at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms, seeds
from kaaw_archive.extract import read

CASES = sorted(Path(__file__).parent.glob("*/*/expected.json"))
SEEDS = [case for case in CASES if "seed" in json.loads(case.read_text(encoding="utf-8"))]
READINGS = [case for case in CASES if "reading" in json.loads(case.read_text(encoding="utf-8"))]
MAIN_SYSTEMS = ("joomla", "gsb", "sitepark", "typo3", "plain")


def name_of(case: Path) -> str:
    return "/".join(case.parts[-3:-1])


def opened(case: Path) -> tuple[dict[str, Any], bytes, str]:
    expected: dict[str, Any] = json.loads(case.read_text(encoding="utf-8"))
    page = next(case.parent.glob("page.*"))
    return expected, page.read_bytes(), (case.parent / "url.txt").read_text(encoding="utf-8").strip()


def as_list(found: seeds.Found) -> list[str | None]:
    return [found.url, found.title, found.stated_at]


@pytest.mark.parametrize("case", SEEDS, ids=name_of)
def test_a_seed_page_names_what_it_should(case: Path) -> None:
    expected, payload, url = opened(case)
    page = seeds.read(payload, url, expected.get("content_type"), seeds.Rules(**expected.get("rules", {})))
    found = {
        "kind": page.kind,
        "system": page.system,
        "articles": [as_list(one) for one in page.articles],
        "next": page.next_url,
        "seeds": [one.url for one in page.seeds],
        "problem": page.problem,
    }
    assert {name: found[name] for name in expected["seed"]} == expected["seed"]


@pytest.mark.parametrize("case", READINGS, ids=name_of)
def test_a_page_reads_as_it_should(case: Path) -> None:
    expected, payload, url = opened(case)
    reading = read(payload, url=url, content_type=expected.get("content_type"), system=cms.detect(payload, url))
    assert reading.page_kind == expected["reading"]["page_kind"]
    wanted = expected["reading"]["articles"]
    assert [article.url for article in reading.articles] == [one["url"] for one in wanted]
    for article, one in zip(reading.articles, wanted, strict=True):
        names = one.keys() - {"with", "without", "links"}
        assert {name: getattr(article, name) for name in names} == {name: one[name] for name in names}
        assert [part for part in one.get("with", []) if part not in article.text] == []
        assert [part for part in one.get("without", []) if part in article.text] == []
        if "links" in one:
            assert [link.url for link in article.links] == one["links"]


def test_every_main_system_has_five_articles_and_a_list_with_pages() -> None:
    for system in MAIN_SYSTEMS:
        expected = [opened(case)[0] for case in CASES if case.parts[-3] == system]
        articles = [one for one in expected if one.get("reading", {}).get("page_kind") == "article"]
        assert len(articles) >= 5, system
        assert any(one.get("seed", {}).get("next") for one in expected), system
