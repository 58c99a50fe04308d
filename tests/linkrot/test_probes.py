"""Every recorded probe gets the verdict that its folder names; the folder is the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaaw_archive.linkrot.probe import evidence_json, hops_json, of_row
from kaaw_archive.linkrot.rules import RULES, VERDICTS, judge

FOLDER = Path(__file__).resolve().parent.parent / "probes"
CASES = sorted(FOLDER.glob("*/*/probe.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.parent.name}")
def test_a_recorded_probe_is_judged_as_its_folder_says(case: Path) -> None:
    said = judge(of_row(json.loads(case.read_text(encoding="utf-8"))))
    assert said.verdict == case.parent.parent.name, said
    assert said.reason


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.parent.name}")
def test_a_probe_survives_its_row(case: Path) -> None:
    row = json.loads(case.read_text(encoding="utf-8"))
    probe = of_row(row)
    assert of_row(row | {"hops_json": hops_json(probe), "evidence_json": evidence_json(probe)}) == probe


def test_every_verdict_has_cases() -> None:
    assert {case.parent.parent.name for case in CASES} == set(VERDICTS)


def test_every_rule_says_what_it_is_for_and_where_it_comes_from() -> None:
    assert len({row.rule.__name__ for row in RULES}) == len(RULES)
    for row in RULES:
        assert row.source
        assert row.rule.__doc__
