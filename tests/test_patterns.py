"""Every pattern of the package takes time that is linear in its text, or its text has a bound with a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bench import patterns
from bench.pattern_list import FoundPattern, patterns_of_package
from bench.pattern_texts import slow_texts
from bench.pattern_timing import growth_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def _finding(pattern: str, methods: Iterable[str]) -> patterns.Finding:
    return patterns.judged(FoundPattern("invented", "P", re.compile(pattern), frozenset(methods)))


@pytest.mark.slow
def test_every_pattern_is_linear_or_its_text_has_a_bound() -> None:
    unsafe = [patterns.judged(found) for found in patterns_of_package()]
    assert {one.found.place: str(one.growth.text) for one in unsafe if not one.is_safe} == {}


@pytest.mark.slow
def test_the_list_has_patterns_of_modules_tables_and_functions() -> None:
    places = {found.place for found in patterns_of_package()}
    wanted = {
        "kaaw_archive.wordings.phrases:IS_ABSENCE",
        "kaaw_archive.cms.gsb:SYSTEM",
        "kaaw_archive.urls.keys:NUMBERED",
        "kaaw_archive.linkrot.addresses:is_above",
    }
    assert wanted <= places
    assert len(places) > 200


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:fehler(?:code)?|code)*\b404",
        pytest.param(r"(?:[^?#]+/)*[^/?#]+\.html", marks=pytest.mark.slow),
        r"name\s*=\s*[\"']?\s*(?:robots)",
        r"<title[^>]*>(.*?)</title",
        r"\s+\Z",
        pytest.param(r"(?:a|a)+!", marks=pytest.mark.slow),
        pytest.param(r"(?:\w+\s?)+:", marks=pytest.mark.slow),
    ],
)
def test_a_slow_pattern_is_found(pattern: str) -> None:
    found = FoundPattern("invented", "P", re.compile(pattern), frozenset(["search"]))
    assert any(not growth_of(found, [text]).is_linear for text in slow_texts(found.pattern))


@pytest.mark.parametrize(
    ("pattern", "methods"),
    [(r"\w+", ["search"]), (r"\s+\Z", ["match"]), (r"<title[^<>]*>([^<]{1,500})", ["search"]), (r"a?b", ["fullmatch"])],
)
def test_a_linear_pattern_is_none(pattern: str, methods: list[str]) -> None:
    assert _finding(pattern, methods).is_safe
