"""A demo beside a busy loop, one after it, and what `kaaw derive` makes of that: all the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.program import Program

pytestmark = pytest.mark.slow


def test_every_demo_gives_the_same_archive(program: Program) -> None:
    ran = program.run(sys.executable, "-m", "bench.demo_same", "--demos", "1", "--days", "3", timeout=300)
    assert ran.code == 0, ran.output
