"""Each folder with an ``expected.json`` holds a page of a content system, and what cms, seeds and extract make of it.

``system`` is what it must be recognised as, and by what evidence; ``seed`` what the page is as a seed: kind, articles
(address, title, instant), next page, further seeds, problem; ``reading`` what a person wants of it: page kind, problem,
and of each article its fields. Only what a case names is looked at. A case with ``xfail`` says why it is not met yet.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive import cms, seeds
from kaaw_archive.extract import read
from tests.cms.expected_article import differences

if TYPE_CHECKING:
    from kaaw_archive.items import SeedEntry

CASES = sorted(Path(__file__).parent.glob("*/*/expected.json"))
EXPECTED: dict[Path, dict[str, Any]] = {case: json.loads(case.read_text(encoding="utf-8")) for case in CASES}


def name_of(case: Path) -> str:
    return "/".join(case.parts[-3:-1])


def cases(part: str) -> list[Any]:
    return [
        pytest.param(case, id=name_of(case), marks=_marks(expected) if part == "reading" else ())
        for case, expected in EXPECTED.items()
        if part in expected
    ]


def _marks(expected: dict[str, Any]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=expected["xfail"], strict=True)] if "xfail" in expected else []


def opened(case: Path) -> tuple[bytes, str]:
    page = next(case.parent.glob("page.*"))
    return page.read_bytes(), (case.parent / "url.txt").read_text(encoding="utf-8").strip()


def as_list(found: SeedEntry) -> list[str | None]:
    return [found.url, found.title, found.stated_at]


@pytest.mark.parametrize("case", cases("system"))
def test_a_page_gives_its_system_away(case: Path) -> None:
    found = cms.detect(*opened(case))
    wanted = EXPECTED[case]["system"]
    assert found.name == wanted["name"]
    assert wanted["evidence"] in found.evidence


@pytest.mark.parametrize("case", cases("seed"))
def test_a_seed_page_names_what_it_should(case: Path) -> None:
    expected = EXPECTED[case]
    page = seeds.read(*opened(case), expected.get("content_type"), seeds.SeedRules(**expected.get("rules", {})))
    found = {
        "kind": page.kind,
        "system": page.system,
        "articles": [as_list(one) for one in page.articles],
        "next": page.next_url,
        "seeds": [one.url for one in page.seeds],
        "problem": page.problem,
    }
    assert {name: found[name] for name in expected["seed"]} == expected["seed"]


@pytest.mark.parametrize("case", cases("reading"))
def test_a_page_reads_as_it_should(case: Path) -> None:
    payload, url = opened(case)
    content_type = EXPECTED[case].get("content_type")
    reading = read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))
    wanted = EXPECTED[case]["reading"]
    assert reading.page_kind == wanted["page_kind"]
    assert reading.problem == wanted.get("problem")
    assert [article.url for article in reading.articles] == [one["url"] for one in wanted["articles"]]
    pairs = zip(reading.articles, wanted["articles"], strict=True)
    assert [found for article, one in pairs if (found := differences(article, one))] == []


def test_every_system_has_ten_whole_pages() -> None:
    whole = [case.parts[-3] for case, expected in EXPECTED.items() if "system" in expected]
    assert [system.name for system in cms.systems() if whole.count(system.name) < 10] == []


def test_every_trap_has_a_case_and_every_whole_page_stands_for_a_trap() -> None:
    """``traps.json``: what the notes on the field name (section, words), and the cases for it (folder, file#text)."""
    tests = Path(__file__).parents[1]
    traps: dict[str, dict[str, Any]] = json.loads((tests / "cms/traps.json").read_text(encoding="utf-8"))
    missing = []
    for name, trap in traps.items():
        for place, _, text in (case.partition("#") for case in trap["cases"] or ["nowhere"]):
            file = tests / place
            if not file.exists() or (text and text not in file.read_text(encoding="utf-8")):
                missing.append((name, place, text))
    assert missing == []
    named = {case for trap in traps.values() for case in trap["cases"]}
    assert [
        name_of(case) for case, one in EXPECTED.items() if "system" in one and f"cms/{name_of(case)}" not in named
    ] == []
