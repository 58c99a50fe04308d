"""Files that commands write: whole, and never in the place of what is no regular file."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal.files import replace_file
from tests.archive.queries.builder import BILD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw


def test_a_pipe_is_written_to_and_stays_one(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    for command in (("payload", BILD, "--output"), ("status", "--prometheus")):
        reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
        reader.start()
        assert run(filled_path, *command, str(pipe)).exit_code == 0
        reader.join(10)
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert b"PNG" in read[0]
    assert b"kaaw_captures 10" in read[1]


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old")
    link.symlink_to(file)
    replace_file(link, b"new", 0o600)
    assert (link.is_symlink(), file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (True, b"new", 0o600)
