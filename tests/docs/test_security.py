"""SECURITY.md: each row of its tables names tests or benches, and each of those is there."""

from __future__ import annotations

import re

import pytest

from tests.program import PROJECT

PAGE = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| attack", "| what "))]
EVIDENCE = re.compile(r"`(tests/[\w/]+?(?:\.py)?|bench\.\w+)`")


@pytest.mark.parametrize("name", sorted(set(EVIDENCE.findall(PAGE))))
def test_what_is_named_is_there(name: str) -> None:
    path = PROJECT / (f"{name.replace('.', '/')}.py" if name.startswith("bench.") else name)
    assert path.exists()


@pytest.mark.parametrize("row", ROWS, ids=[row[2:50] for row in ROWS])
def test_each_row_names_its_evidence(row: str) -> None:
    tests = row.rstrip(" |").rpartition(" | ")[2]
    assert EVIDENCE.findall(tests)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", PAGE)) - set(EVIDENCE.findall(PAGE)))
)
def test_modules_that_are_named_are_there(name: str) -> None:
    assert (PROJECT / "kaaw_archive" / name).exists() or (PROJECT / name).exists()
