"""Each rule of reading that can be left out (``bench/rules.py``) is pinned by pages that read otherwise without it.

``pins.json`` names the pages of each rule: folders in ``tests`` that ``cms/test_pages.py`` or ``extract/test_pages.py``
read with all rules.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import rules
from tests.cms import test_pages as pages_of_systems
from tests.extract import test_pages as pages

TESTS = Path(__file__).parents[1]
PINS: dict[str, list[str]] = json.loads((TESTS / "extract/pins.json").read_text(encoding="utf-8"))


def read_and_compare(case: str) -> None:
    folder = TESTS / case
    if case.startswith("cms/"):
        pages_of_systems.test_a_page_reads_as_it_should(folder / "expected.json")
    else:
        pages.test_a_page_reads_as_expected(folder)


def test_every_rule_has_its_pages() -> None:
    assert set(PINS) == set(rules.RULES)
    assert all(PINS.values())


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in PINS.items() for case in cases])
def test_a_page_reads_otherwise_without_its_rule(rule: str, case: str) -> None:
    with rules.without(rule), pytest.raises(AssertionError):
        read_and_compare(case)
