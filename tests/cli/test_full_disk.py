"""A full disk: one line and code 5 from each command that writes, and whoever only reads reads on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.archive.test_databases import DATABASES
from tests.crawl.shortages import small_disk
from tests.program import kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Kaaw
    from tests.program import Program

PAGE = "https://www.stadt.example/aktuelles/meldung-00003.html"
READERS = [
    ("status",), ("status", "--json"), ("links",), ("links", "--json"), ("search", "Satzung"), ("show", PAGE),
    ("history", PAGE), ("diff", PAGE), ("payload", PAGE), ("sites",), ("schema", "captures"),
    ("sites", "check", "kaaw"),
]  # fmt: skip
WRITERS = [
    ("block", "amt.example", "--reason", "asked"), ("derive",), ("links", "watch", "https://amt.example/neu"),
    ("recover", "{disk}/new.db"), ("run",),
    ("status", "--prometheus", "{disk}/kaaw.prom"),
]  # fmt: skip


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with an archive that was closed, one of the first schema, and no room."""
    with small_disk(tmp_path, "1m") as folder:
        shutil.copy(DATABASES[-1], folder / "archive.db")
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            db.execute("PRAGMA journal_mode = WAL")
        shutil.copy(DATABASES[0], folder / "old.db")
        with (folder / "everything else").open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(bytes(4096))
        yield folder


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_readers_read_on(run: Kaaw, disk: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    ran = run(disk / "archive.db", name, *rest)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout_bytes


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_writers_say_so_in_one_line(run: Kaaw, disk: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    ran = run(disk / "archive.db", name, *(part.format(disk=disk) for part in rest))
    check_line(ran.exit_code, ran.stderr)


def test_a_migration_says_so(run: Kaaw, disk: Path) -> None:
    ran = run(disk / "old.db", "migrate")
    check_line(ran.exit_code, ran.stderr)


@pytest.mark.parametrize("spider", [("kaaw",), ("site", "-a", f"urls={PAGE}"), ("linkcheck",)], ids=" ".join)
def test_crawls_say_so(program: Program, disk: Path, spider: tuple[str, ...]) -> None:
    ran = program.run(*kaaw_command("crawl", *spider, "--archive", str(disk / "archive.db")))
    assert ran.code == 5, ran.output
    assert "make room" in ran.check_one_error()


@pytest.mark.slow
def test_output_that_has_no_room_says_so(program: Program, disk: Path, subtests: pytest.Subtests) -> None:
    for command in (*READERS, ("--help",), ("--version",)):
        named = () if command[0].startswith("--") else ("--archive", str(disk / "archive.db"))
        words = " ".join(f"'{word}'" for word in (*kaaw_command(*command), *named))
        ran = program.run("/bin/sh", "-c", f"{words} > /dev/full")
        with subtests.test(" ".join(command)):
            check_line(ran.code, ran.stderr)


def check_line(code: int, stderr: str) -> None:
    (line,) = stderr.splitlines()
    assert code == 5, line
    assert line.startswith("kaaw: error: ")
    assert "room" in line
