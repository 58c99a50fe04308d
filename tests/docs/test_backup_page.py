"""The page on backups is true: a backup is restored, moved, and read from a medium that cannot be written."""

from __future__ import annotations

import re
import shlex
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


# what a test may not do: another user, units of systemd, another machine
STUBS = """
set -e
sudo() { if [ "$1" = -u ]; then shift 2; fi; "$@"; }
systemctl() { :; }
chown() { :; }
install() { mkdir -p "${@: -1}"; }
ssh() { shift; (cd "$(dirname "$MOVED")" && "$@"); }
"""


def shell(program: Program, folder: Path, heading: str) -> None:
    """Run the fences of a section, each as one script. The first is that of the old machine, if there are two."""
    shown = [fence for fence in PAGE.fences if fence.text in PAGE.section(heading)]
    assert shown
    made = next((folder / "backups").glob("*.db"), None) if (folder / "backups").exists() else None
    (folder / "units").mkdir(exist_ok=True)
    for number, fence in enumerate(shown):
        is_other_machine = heading == "Move to another machine" and number > 0
        text = fence.text.replace("/srv/kaaw/.venv/bin/kaaw", "kaaw").replace("/etc/systemd/system", f"{folder}/units")
        text = text.replace("/srv/news", str(folder / "srv" if is_other_machine else folder))
        text = text.replace("/srv/stadt", str(folder / "stadt")).replace("~/moved", str(folder / "moved"))
        text = re.sub(r"(?<!-u )\bkaaw (?=[a-z])", f"{shlex.join(kaaw_command())} ", text)
        if made is not None:
            text = re.sub(r"archive-\d{8}T\d{6}Z\.db", made.name, text)
        ran = program.run("bash", "-c", f"MOVED={folder / 'moved'}\n{STUBS}{text}")
        assert ran.code == 0, (fence, ran.output)


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
    assert program.run(*kaaw_command("init", ".")).code == 0
    shell(program, folder, "Move to another machine")
    moved = folder / "srv" / "archive.db"
    assert program.run(*kaaw_command("status", "--archive", str(moved))).code == 0


def test_a_source_is_split_off(program: Program, folder: Path) -> None:
    shell(program, folder, "Split off a source")
    archive = folder / "stadt" / "archive.db"
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
