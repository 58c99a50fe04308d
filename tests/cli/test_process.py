"""The program as a process: exit codes, broken pipes, Ctrl-C, terminals."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.archive.queries.builder import AKTE, BILD, STRASSE
from tests.program import kaaw_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunCommand
    from tests.program import Program

pytestmark = pytest.mark.slow


def on_terminal(program: Program, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and output of a command whose stdout and stderr are a terminal."""
    ours, theirs = pty.openpty()
    env = program.environment({"TERM": "xterm-256color", "COLUMNS": "100", **environment})
    process = subprocess.Popen(kaaw_command(*arguments), cwd=program.folder, env=env, stdout=theirs, stderr=theirs)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # EIO: the other side is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return process.wait(), b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.real_commands
def test_exit_codes_reach_the_shell(run_kaaw: RunCommand, filled_path: Path, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_text("kein Archiv")
    assert run_kaaw("status", "--archive", str(filled_path)).code == 0
    ran = run_kaaw("status", "--archive", str(garbage))
    assert ran.code == 4
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("kaaw: error: ")
    assert run_kaaw("status", "--archive", "keins.db").code == 1
    assert run_kaaw("status", "--keins").code == 2


def test_a_reader_that_stops_is_no_error(program: Program, filled_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for command in (("status",), ("show", STRASSE, "--json"), ("payload", BILD), ("--help",)):
        archive = ("--archive", str(filled_path)) if command[0] != "--help" else ()
        done = subprocess.run(
            kaaw_command(*command, *archive), stdout=writing, stderr=subprocess.PIPE, cwd=program.folder,
            env=program.environment(), check=False,
        )  # fmt: skip
        assert done.stderr == b""
        assert done.returncode in (141, 1)  # 1: click itself ends its help
    os.close(writing)


def test_a_terminal_without_our_characters_is_no_error(run_kaaw: RunCommand, filled_path: Path) -> None:
    ran = run_kaaw("show", STRASSE, "--archive", str(filled_path), env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert "Stra\\xdfenbau endet" in ran.stdout


def test_colours_are_for_terminals(program: Program, filled_path: Path, run_kaaw: RunCommand) -> None:
    search = ("search", "foerderung", "--archive", str(filled_path))
    code, shown = on_terminal(program, *search)
    assert code == 0
    assert "\x1b[1;33mFörderung\x1b[0m" in shown
    assert "\x1b" not in run_kaaw(*search).stdout
    _, plain = on_terminal(program, *search, NO_COLOR="1")
    assert "\x1b[1;33m" not in plain
    assert "Förderung" in plain


def test_a_terminal_is_shown_nothing_it_would_obey(program: Program, filled_path: Path) -> None:
    for command in ("show", "payload"):
        code, shown = on_terminal(program, command, AKTE, "--archive", str(filled_path))
        assert code == 0
        assert "<U+001B>[31m Sie ist rot." in shown
        assert "\x1b[31m" not in shown


def test_a_terminal_is_shown_no_binary(program: Program, filled_path: Path) -> None:
    code, shown = on_terminal(program, "payload", BILD, "--archive", str(filled_path))
    assert code == 2
    assert "nothing for a terminal" in shown
    assert "PNG" not in shown
