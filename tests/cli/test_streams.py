"""Standard output that is closed or full: one line, and an exit code that says so."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.archive.queries.builder import BILD, STRASSE
from tests.program import kaaw_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.program import Program


COMMANDS = [
    ("status",), ("show", STRASSE, "--json"), ("payload", BILD), ("links", "report"),
    ("links", "report", "--format", "csv"), ("schema", "--markdown"), ("--help",), ("links", "report", "-h"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(command) for command in COMMANDS])
@pytest.mark.parametrize(
    ("redirection", "code", "says"),
    [(">/dev/full", 5, "no room left"), (">&-", 1, "standard output is closed")],
    ids=["full", "closed"],
)
def test_what_cannot_be_printed_is_said(
    program: Program, filled_path: Path, command: tuple[str, ...], redirection: str, code: int, says: str
) -> None:
    line = ["sh", "-c", f'"$@" {redirection}', "sh", *kaaw_command(*command)]
    done = subprocess.run(
        line, stderr=subprocess.PIPE, text=True, cwd=program.folder, check=False,
        env=program.environment({"KAAW_ARCHIVE": str(filled_path)}),
    )  # fmt: skip
    assert done.returncode == code
    (only,) = done.stderr.splitlines()
    assert only.startswith("kaaw: error: ")
    assert says in only
