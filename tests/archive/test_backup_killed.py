"""kill -9 of `kaaw backup` at instants over its whole time: every backup that is there is whole, the next succeeds."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.verify import verify
from tests.archive.queries.builder import fill
from tests.program import kaaw_command, kill_group

if TYPE_CHECKING:
    from tests.program import Program

INSTANTS = 8

pytestmark = [pytest.mark.slow, pytest.mark.real_commands]


def test_every_backup_is_whole_whenever_it_is_killed(program: Program, archive_path: Path, tmp_path: Path) -> None:
    fill(archive_path)
    folder = tmp_path / "backups"
    command = kaaw_command("backup", str(folder), "--keep", "2", "--archive", str(archive_path))
    began = time.monotonic()
    assert program.run(*command).code == 0
    whole_s = time.monotonic() - began
    for number in range(INSTANTS):
        time.sleep(1)  # backups are named by the second
        started = program.start(*command)
        time.sleep(whole_s * (number + 1) / INSTANTS)
        kill_group(started)
        started.wait()
        whole = sorted(folder.glob("*.db"))
        assert whole
        for path in whole:
            copy = Path(shutil.copy(path, tmp_path / "copy.db"))
            assert verify(copy, is_quick=False, progress=lambda _done, _all: None).findings == []
    time.sleep(1)
    assert program.run(*command).code == 0
    assert sorted(path.suffix for path in folder.iterdir()) == [".db", ".db"]
