"""The page on backups is true: a backup is restored, moved, and read from a medium that cannot be written."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.archive.damage import overwrite_pages, root_page
from tests.archive.queries.builder import fill
from tests.docs.pages import Page
from tests.program import kaaw_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.program import Program

PAGE = Page("docs/operators/backup.md")

pytestmark = pytest.mark.slow


def shell(program: Program, folder: Path, heading: str) -> None:
    """Run the lines of a section, with the backup's name as it is."""
    shown = [fence for fence in PAGE.fences if fence.text in PAGE.section(heading)]
    lines = [line.partition("  #")[0].rstrip() for fence in shown for line in fence.text.splitlines()]
    assert lines
    made = next((folder / "backups").glob("*.db"), None) if (folder / "backups").exists() else None
    for line in lines:
        text = line.replace("/srv/news", str(folder / "srv")).replace("/srv/stadt", str(folder / "srv" / "stadt"))
        if made is not None:
            text = re.sub(r"archive-\d{8}T\d{6}Z\.db", made.name, text)
        command = kaaw_command(*text.split()[1:]) if text.startswith("kaaw ") else ["bash", "-c", text]
        ran = program.run(*command)
        assert ran.code == 0, (line, ran.output)


@pytest.fixture
def folder(program: Program, archive_path: Path) -> Path:
    fill(archive_path)
    shutil.move(archive_path, program.folder / "archive.db")
    return program.folder


def test_a_backup_is_restored(program: Program, folder: Path) -> None:
    assert program.run(*kaaw_command("backup", "backups")).code == 0
    overwrite_pages(folder / "archive.db", [root_page(folder / "archive.db", "snapshots")], noise=1)
    shell(program, folder, "Restore a backup")
    assert program.run(*kaaw_command("status")).code == 0


def test_an_archive_moves(program: Program, folder: Path) -> None:
    shell(program, folder, "Move to another machine")
    moved = folder / "srv" / "archive.db"
    assert program.run(*kaaw_command("status", "--archive", str(moved))).code == 0


def test_a_source_is_split_off(program: Program, folder: Path) -> None:
    shell(program, folder, "Split off a source")
    archive = folder / "srv" / "stadt" / "archive.db"
    listed = program.run(*kaaw_command("follow", "--archive", str(archive)))
    assert (listed.code, "https://stadt.example/" in listed.stdout) == (0, True)


def test_a_backup_is_read_where_nothing_can_be_written(program: Program, folder: Path) -> None:
    assert program.run(*kaaw_command("backup", "backups")).code == 0
    (made,) = (folder / "backups").glob("*.db")
    made.chmod(0o444)
    made.parent.chmod(0o555)
    try:
        assert program.run(*kaaw_command("status", "--archive", str(made))).code == 0
        assert [path.name for path in made.parent.iterdir()] == [made.name]
    finally:
        made.parent.chmod(0o755)
