"""Tables and texts of every command on a terminal of 80 columns, over the archive of a demo."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from kaaw_archive.cli import kaaw
from kaaw_archive.cli.terminal import consoles, printing, tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

WIDTH = 80
ARTICLE = "http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen"
PRESS = "http://www.bmi.bund.de/SharedDocs/Pressemitteilungen/DE/2016/09/modellkommune-e-government.html"
ADDRESS = re.compile(r"\s*(?:→ )?[«(]?https?://\S+")  # alone on its line, for copying
COMMANDS = (
    ("block", "example.org", "--reason", "a letter in which the webmaster asks for it, with many words " * 3),
    ("follow", "https://www.stadt.example/rathaus/aktuelles/pressemitteilungen/", "--reason", "news " * 30),
    ("links", "acknowledge", PRESS, "--reason", "the ministry knows " * 10),
    ("blame", ARTICLE),
    ("block", "--list"),
    ("decisions",),
    ("diff", ARTICLE),
    ("follow",),
    ("history", ARTICLE),
    ("links",),
    ("links", "explain", PRESS),
    ("run", "--dry-run"),
    ("schema",),
    ("schema", "captures"),
    ("search", "Modellkommune"),
    ("show", ARTICLE),
    ("show", "https://www.kaaw.de/robots.txt"),
    ("seeds",),
    ("seeds", "diff", "kaaw.de", "--from", "2016-09-20"),
    ("sites",),
    ("sites", "check", "kaaw"),
    ("status",),
    ("verify", "--quick"),
)  # fmt: skip


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands print as on a terminal of 80 columns without colours."""

    def console(*, is_error: bool = False) -> Console:
        return Console(stderr=is_error, highlight=False, markup=False, emoji=False, width=WIDTH, force_terminal=True,
                       color_system=None)  # fmt: skip

    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setattr(consoles, "console", console)
    monkeypatch.setattr(tables, "console", console)


@pytest.mark.usefixtures("terminal")
def test_every_command_fits_into_80_columns_and_cuts_no_address(demo: Crawled, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    shutil.copy(demo.path, archive)
    for command in COMMANDS:
        result = CliRunner().invoke(kaaw, [*command, "--archive", str(archive)], prog_name="kaaw")
        assert result.exit_code in (0, 3), (command, result.output)
        lines = result.stdout.splitlines()
        assert lines, command
        wide = [line for line in lines if cell_len(line) > WIDTH and not ADDRESS.fullmatch(line)]
        wide = [line for line in wide if line != str(archive)]  # a path is for copying, as an address is
        assert wide == [], command


@pytest.mark.usefixtures("terminal")
def test_the_history_of_a_page_has_a_line_a_capture(demo: Crawled) -> None:
    result = CliRunner().invoke(kaaw, ["history", ARTICLE, "--archive", str(demo.path)], prog_name="kaaw")
    captures = int(result.stdout.split()[0])
    assert len(result.stdout.splitlines()) < 2 * captures + 10  # captures, versions, edits
    assert result.stdout.splitlines()[1] == ARTICLE


@pytest.mark.usefixtures("terminal")
def test_columns_that_do_not_fit_stand_below_their_row(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"https://www.example.org/{'long/' * 20}"
    rows = [["first", 12, address, "a reason"], ["second", 7, None, None]]
    tables.show_table(("name", "count", "address", "why"), rows)
    assert capsys.readouterr().out.splitlines() == [
        "name    count",
        "first      12",
        f"    {address}",
        "    why: a reason",
        "second      7",
    ]


@pytest.mark.usefixtures("terminal")
def test_texts_of_the_last_column_are_broken_at_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_table(("name", ""), [["one", "word " * 30]])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(("name", "one   word", "      word")) and len(line) <= WIDTH for line in lines)


@pytest.mark.usefixtures("terminal")
def test_a_command_line_for_copying_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    line = f"kaaw history {ARTICLE} --archive demo.db"
    printing.show_command(line)
    assert capsys.readouterr().out == f"{line}\n"
