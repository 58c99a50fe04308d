"""The vectors that the field gave us: addresses, titles, dates, pages and robots.txt as real sites write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import cms, robots_rules, urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.article.titles import heading

CASES = Path(__file__).parent / "vectors"


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((CASES / name).read_text(encoding="utf-8"))
    assert found
    return found


@pytest.mark.parametrize("case", cases("canonicalise.json"), ids=lambda case: case["why"])
def test_an_address_is_taken_apart_as_its_system_means_it(case: dict[str, Any]) -> None:
    url = case["address"]
    asked = {
        "key": urls.key,
        "without_session": urls.without_session,
        "date_hint": urls.date_hint,
        "page": cms.page_number,
    }
    found = {name: ask(url) for name, ask in asked.items() if name in case}
    assert found == {name: case[name] for name in found}
    assert "trap" not in case or cms.is_trap(url, cms.system_by_name(case["trap"]))


@pytest.mark.parametrize("case", cases("titles.json"), ids=lambda case: case["title"][:30])
def test_a_heading_is_taken_apart(case: dict[str, Any]) -> None:
    found = heading(lxml.html.fromstring(case["html"]))
    assert found is not None
    assert (found.title, found.on, found.number) == (case["title"], case["on"], case["number"])


@pytest.mark.parametrize("case", cases("dates.json"), ids=lambda case: case["text"] or "nothing")
def test_a_day_is_read_as_it_is_written(case: dict[str, Any]) -> None:
    text = case["text"]
    assert (written_days.day(text), written_days.instant(text)) == (case["day"], case["instant"])


def test_the_pages_of_a_list_of_joomla() -> None:
    numbers = [cms.page_number(f"https://kaaw.example/index.php/aktuelles?start={start}") for start in range(0, 45, 5)]
    assert numbers == list(range(1, 10))


@pytest.mark.parametrize("case", cases("robots.json"), ids=lambda case: case["allowed"][0])
def test_robots_are_read_with_their_case_and_the_longest_rule(case: dict[str, Any]) -> None:
    rules = robots_rules.parse(case["robots"].encode(), "kaaw_archive")
    asked = [*case["allowed"], *case["denied"]]
    assert [path for path in asked if rules.can_fetch(f"https://bund.example{path}", "kaaw_archive")] == case["allowed"]
    assert rules.crawl_delay("kaaw_archive") == case["delay"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["1.", "31", "Mai", " ", "2016", ".", "9", "T24:61Z", "-", "02"])).map("".join)
)
def test_any_text_gives_a_day_or_none(text: str) -> None:
    day, instant = written_days.day(text), written_days.instant(text)
    assert (day is None) == (instant is None)
    assert instant is None or (len(instant), instant[-1]) == (24, "Z")


@given(st.text(max_size=60), st.sampled_from(["gtp=", "start=", "limit=0&start=", "p=", "x=", ""]))
def test_any_address_has_a_page_number_or_none(text: str, name: str) -> None:
    url = f"https://amt.example/?{name}{text}"
    assert (cms.page_number(url) or 0) >= 0
    assert urls.date_hint(url) is None or len(urls.date_hint(url) or "") == 10
    assert isinstance(cms.is_trap(url, cms.system_by_name("joomla")), bool)
