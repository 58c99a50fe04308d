"""A demo beside a busy loop, another beside other tests, and what `kaaw derive` makes of that: all the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bench.demo_same import differences, rows_of
from kaaw_archive.archive.verify import verify
from kaaw_archive.cli import kaaw

if TYPE_CHECKING:
    from tests.demo.crawled import Crawled
    from tests.program import Program

pytestmark = pytest.mark.slow


def test_every_demo_gives_the_same_archive(demo: Crawled, program: Program, tmp_path: Path) -> None:
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        ran = program.run(sys.executable, "-m", "tests.demo.drive", str(tmp_path), "early", timeout=300)
    finally:
        busy.kill()
        busy.wait()
    assert ran.code == 0, ran.output
    expected = rows_of(tmp_path / "early.db")
    derived = Path(shutil.copy(demo.early, tmp_path / "derived.db"))
    result = CliRunner().invoke(kaaw, ["derive", "--archive", str(derived)])
    assert result.exit_code == 0, result.output
    for archive in (demo.early, derived):
        report = verify(archive, is_quick=False, progress=lambda done, of: None)
        assert [finding.text for finding in report.findings] == []
        assert differences(expected, rows_of(archive)) == []
    assert expected["snapshots"].total() > 50
