"""The program as such: help, exit codes, one-line errors, archives that are none."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kaaw_archive import __version__
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.cli import kaaw
from kaaw_archive.cli.terminal.exits import HELP
from kaaw_archive.exit_codes import ExitCode
from tests.cli.conftest import Kaaw, one_line_error
from tests.demo.help_examples import commands
from tests.program import PROJECT

COMMANDS = (
    "backup blame block cite correct crawl decisions demo derive diff events export follow history init links mcp"
    " migrate notify payload quote recover release run schema search seeds show sites status trend unfollow verify"
).split()
READERS = [
    ("status",),
    ("events",),
    ("verify",),
    ("search", "Wort"),
    ("show", "https://a.example/"),
    ("history", "https://a.example/"),
    ("diff", "https://a.example/"),
    ("blame", "https://a.example/"),
    ("payload", "https://a.example/"),
    ("block", "--list"),
]
WRITERS = [("migrate",), ("derive",), ("block", "a.example", "--reason", "Bitte"), ("block", "--lift", "a.example")]


def test_the_commands_are_found_by_themselves() -> None:
    assert kaaw.list_commands(click.Context(kaaw)) == COMMANDS


# demo makes an archive of its own, sites is a group of commands
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("demo", "sites")])
def test_each_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(kaaw, [name, "--help"], prog_name="kaaw")
    assert result.exit_code == 0
    assert re.search(rf"Examples:\n +kaaw {name}", result.stdout)
    assert ("--archive" in result.stdout) is (name != "init")  # which makes a folder for one
    assert ("KAAW_ARCHIVE" in result.stdout) is (name not in ("demo", "init"))
    assert ("--json" in result.stdout) is (name not in ("crawl", "mcp"))  # mcp speaks JSON by itself


def test_each_help_fits_80_columns_but_for_examples() -> None:
    for name, _ in commands(kaaw):
        words = name.split() if name != "kaaw" else []
        lines = CliRunner().invoke(kaaw, [*words, "--help"], prog_name="kaaw", terminal_width=80).stdout.splitlines()
        assert [line for line in lines if len(line) > 80 and not line.startswith("    kaaw ")] == [], name


def test_all_exit_codes_are_documented() -> None:
    result = CliRunner().invoke(kaaw, ["--help"], prog_name="kaaw")
    documented = set(re.findall(r"^ +(\d+)  ", result.stdout, re.MULTILINE))
    assert documented == set(map(str, ExitCode))
    assert "KAAW_DEBUG" in HELP


def test_version(run: Kaaw) -> None:
    result = CliRunner().invoke(kaaw, ["--version"], prog_name="kaaw")
    assert (result.exit_code, result.stdout) == (0, f"kaaw {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nichts"], "No such command 'nichts'"),
        (["__main__"], "No such command '__main__'"),
        (["terminal"], "No such command 'terminal'"),
        (["status", "--nope"], "No such option '--nope'"),
        (["show"], "Missing argument 'URL|UID|DIGEST'"),
        (["show", "a.example", "--at", "gestern"], "is no time"),
        (["show", "a.example", "--at", "0001-01-01T00:00:00+12:00"], "is no time"),
        (["show", "a.example", "--at", "2016-09-22", "--version", "1"], "exclude each other"),
        (["show", "a.example", "--version", "0"], "Invalid value for '--version'"),
        (["search", "Wort", "--since", "2016-13-01"], "is no day"),
        (["search", "Wort", "--limti", "5"], "No such option"),
        (["search", "Wort", "--limit", "0"], "Invalid value for '--limit'"),
        (["block"], "a host name or a pattern is missing"),
        (["block", "a.example"], "--reason is missing"),
        (["block", "a.example", "--reason", " "], "--reason is missing"),
        (["block", "a.example/b", "--reason", "Bitte"], "add a *"),
        (["block", "a.example", "--reason", "Bitte", "--until", "2001-01-01"], "is over"),
        (["block", "--list", "a.example"], "--list stands alone"),
        (["block", "--lift", "a.example", "--reason", "x"], "--lift takes no --reason"),
        (["crawl"], "Missing argument"),
    ],
)
def test_wrong_arguments_are_said_in_one_line(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(kaaw, arguments, prog_name="kaaw")
    assert result.exit_code == 2
    assert said in one_line_error(result)


def test_without_a_command_the_help_is_shown() -> None:
    result = CliRunner().invoke(kaaw, [], prog_name="kaaw")
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def files_that_are_no_archives(folder: Path) -> dict[str, tuple[Path, int]]:
    empty, garbage, foreign, newer = (folder / f"{name}.db" for name in ("empty", "garbage", "foreign", "newer"))
    empty.touch()
    garbage.write_bytes(b"\x00\x1b[31mgarbage" * 1000)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA application_id = {0x6B616177}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    unreleased = Path(shutil.copy(PROJECT / "tests" / "databases" / "unreleased" / "v3.db", folder / "unreleased.db"))
    return {"garbage": (garbage, 4), "foreign": (foreign, 4), "newer": (newer, 4), "unreleased": (unreleased, 4),
            "folder": (folder, 4), "missing": (folder / "keins.db", 1), "empty": (empty, 4)}  # fmt: skip


@pytest.mark.parametrize("kind", ["garbage", "foreign", "newer", "unreleased", "folder", "missing", "empty"])
def test_what_is_no_archive_is_said_in_one_line(tmp_path: Path, run: Kaaw, kind: str) -> None:
    path, code = files_that_are_no_archives(tmp_path)[kind]
    before = path.read_bytes() if path.is_file() else None
    for command in READERS if kind == "empty" else READERS + WRITERS:
        result = run(path, *command)
        assert (result.exit_code, command) == (code, command), result.output
        assert str(path) in one_line_error(result)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_the_archive_may_be_named_in_three_places(
    filled_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def captures(*arguments: str) -> bool:
        return CliRunner().invoke(kaaw, arguments, prog_name="kaaw").exit_code == 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KAAW_ARCHIVE", raising=False)
    assert not captures("status")
    assert captures("status", "--archive", str(filled_path))
    assert captures("--archive", str(filled_path), "status")
    assert not captures("--archive", str(filled_path), "status", "--archive", "keins.db")
    monkeypatch.setenv("KAAW_ARCHIVE", str(filled_path))
    assert captures("status")
    assert not captures("--archive", "keins.db", "status")
    monkeypatch.setenv("KAAW_ARCHIVE", "keins.db")
    assert captures("--archive", str(filled_path), "status")


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_the_unexpected_is_one_line_unless_debugged(
    run: Kaaw, filled_path: Path, monkeypatch: pytest.MonkeyPatch, debug: tuple[str, ...]
) -> None:
    monkeypatch.setattr("kaaw_archive.archive.queries.status.counts", lambda _connection: 1 / 0)
    result = run(filled_path, "status", *debug)
    assert result.exit_code == 1
    assert ("Traceback" in result.stderr) is bool(debug)
    assert "unexpected ZeroDivisionError: division by zero" in result.stderr.splitlines()[-1]
    assert "--debug" in result.stderr.splitlines()[-1]
    assert result.stdout == ""


def test_ctrl_c_is_one_line(run: Kaaw, filled_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kaaw_archive.archive.queries.status.counts", interrupted)
    result = run(filled_path, "status")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "kaaw: interrupted\n")


def test_a_damaged_archive_is_said_in_one_line(run: Kaaw, own_path: Path) -> None:
    with own_path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    result = run(own_path, "status")
    assert result.exit_code == 4
    assert "damaged" in one_line_error(result)


@pytest.mark.parametrize(
    ("typed", "meant"), [(["statsu"], "status"), (["serach"], "search"), (["links", "exlpain"], "explain")]
)
def test_a_misspelt_command_is_suggested(typed: list[str], meant: str) -> None:
    result = CliRunner().invoke(kaaw, typed, prog_name="kaaw")
    assert result.exit_code == 2
    assert f"Did you mean {meant!r}?" in one_line_error(result)


@pytest.mark.parametrize("command", [[], ["status"], ["links", "report"], ["sites", "check"]])
def test_h_is_help(command: list[str]) -> None:
    result = CliRunner().invoke(kaaw, [*command, "-h"], prog_name="kaaw")
    assert result.exit_code == 0
    assert result.stdout == CliRunner().invoke(kaaw, [*command, "--help"], prog_name="kaaw").stdout


def test_a_shell_may_complete_commands_and_options() -> None:
    def completed(words: str) -> str:
        given = {"_KAAW_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return CliRunner().invoke(kaaw, [], prog_name="kaaw", env=given).stdout

    assert "plain,status" in completed("kaaw sta")
    assert "plain,--health" in completed("kaaw links --hea")
