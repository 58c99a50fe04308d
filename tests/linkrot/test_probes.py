"""Every recorded probe gets the verdict that its folder names, by the rule with whose name the case ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.derive.checks import probe_of_row
from kaaw_archive.linkrot.probe import evidence_json, hops_json, of_row
from kaaw_archive.linkrot.rules import RULES, judge
from kaaw_archive.verdicts import Verdict

if TYPE_CHECKING:
    from kaaw_archive.items import Probe
    from kaaw_archive.linkrot.rules import LinkRule

FOLDER = Path(__file__).resolve().parent.parent / "probes"
CASES = sorted(FOLDER.glob("*/*/probe.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.parent.name}")
def test_a_recorded_probe_is_judged_as_its_folder_says(case: Path) -> None:
    said = judge(_probe(case))
    assert said.verdict == case.parent.parent.name, said
    assert case.parent.name.endswith(f"_{said.rule}"), said
    assert said.reason


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.parent.name}")
def test_a_probe_survives_its_row(case: Path) -> None:
    row = json.loads(case.read_text(encoding="utf-8"))
    probe = of_row(row)
    assert of_row(row | {"hops_json": hops_json(probe), "evidence_json": evidence_json(probe)}) == probe


def test_every_verdict_has_cases_and_a_rule() -> None:
    assert {case.parent.parent.name for case in CASES} == set(Verdict)
    assert {row.verdict for row in RULES} == set(Verdict)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_probe_has_another_verdict_without_its_rule(rule: LinkRule) -> None:
    cases = [case for case in CASES if case.parent.name.endswith(f"_{rule.name}")]
    verdicts = {_verdict_without(rule, _probe(case)) for case in cases}
    assert verdicts - {rule.verdict}


def _probe(case: Path) -> Probe:
    row = json.loads(case.read_text(encoding="utf-8"))
    return replace(probe_of_row(row), own_fault=row.get("own_fault"))


def _verdict_without(rule: LinkRule, probe: Probe) -> str | None:
    """Return the verdict of the first other rule that answers, None if no other does."""
    return next((row.verdict for row in RULES if row is not rule and row.reason(probe) is not None), None)


def test_every_rule_says_what_it_is_for_and_where_it_comes_from() -> None:
    assert len({row.name for row in RULES}) == len(RULES)
    for row in RULES:
        assert row.source
        assert row.function.__doc__
