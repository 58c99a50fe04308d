"""Each folder here is named for the content system that its pages must be recognised as."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector

from kaaw_archive import cms

CASES = sorted(Path(__file__).parent.glob("*/*/page.html"))


@pytest.mark.parametrize("page", CASES, ids=lambda page: "/".join(page.parts[-3:-1]))
def test_a_page_is_recognised_as_its_folder_says(page: Path) -> None:
    url = (page.parent / "url.txt").read_text(encoding="utf-8").strip()
    found = cms.detect(page.read_bytes(), url)
    assert found.name == page.parts[-3]
    assert bool(found.evidence) == (found.name != "plain")


def test_every_system_has_two_pages() -> None:
    names = [page.parts[-3] for page in CASES]
    assert {system.name: names.count(system.name) >= 2 for system in cms.systems()} == dict.fromkeys(
        (system.name for system in cms.systems()), True
    )


def test_plain_leaves_the_whole_page_to_the_extractor() -> None:
    found = cms.detect(b"<html><body><p>x</p></body></html>", "https://a.example/")
    assert (found.name, found.article_selectors, found.drop_selectors) == ("plain", (), ())


def test_a_generator_wins_over_the_marks_of_another_system() -> None:
    page = b"<script src=\"/wp-includes/a.js\"></script><META content='TYPO3 CMS' name=generator >"
    found = cms.detect(page, "https://a.example/")
    assert (found.name, found.evidence) == ("typo3", "generator TYPO3 CMS")


@given(st.binary(max_size=2000), st.text(max_size=100))
def test_any_bytes_and_any_address_give_a_system(payload: bytes, url: str) -> None:
    assert cms.detect(payload, url).name
    assert cms.detect(b'<meta name="generator" content="' + payload, url).name


def test_every_selector_can_be_compiled() -> None:
    for system in cms.systems():
        for field in dataclasses.fields(system):
            if field.name.endswith("_selectors"):
                for selector in getattr(system, field.name):
                    assert CSSSelector(selector, translator="html"), system.name
