"""Examples in the help of every command that asks no site: each runs on the archive of a demo and gives a result."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from kaaw_archive.exit_codes import ExitCode
from tests.demo.help_examples import EXAMPLES, FETCHING, SILENT, arguments, make_folder
from tests.demo.own_project import own_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

CODES = {"kaaw links report --fail-on new-broken": 8, "kaaw notify --test": 1}


LONG = ("derive", "recover")  # on the whole archive


def test_examples_of_commands_that_ask_no_site(demo: Crawled, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for name in EXAMPLES.keys() - {*FETCHING, "kaaw", "demo"}:
        folder = tmp_path / name.replace(" ", "_")
        folder.mkdir()
        make_folder(folder, demo.early if name in LONG else demo.path)
        with subtests.test(name), own_project(folder):
            check_examples(name, folder)


def check_examples(name: str, folder: Path) -> None:
    for line in EXAMPLES[name]:
        if name == "recover":
            (folder / "saved.db").unlink(missing_ok=True)
        if name == "unfollow":
            CliRunner().invoke(kaaw, ["follow", "https://www.stadt.example/aktuelles"])
        result = CliRunner().invoke(kaaw, arguments(line, folder), prog_name="kaaw")
        # the one line that asks a site, and a machine of tests may know no name
        wanted = {CODES.get(line, 0)} | ({ExitCode.OWN_FAULT} if "links audit" in line else set())
        assert result.exit_code in wanted, (line, result.output)
        assert result.stdout or any(sign in line for sign in SILENT), line
        assert result.stdout.strip() not in ("[]", "{}"), line


def test_each_example_of_the_demo_is_a_command_line_that_it_takes() -> None:
    for line in EXAMPLES["demo"]:
        given = shlex.split(line.partition(" | ")[0])[2:]
        command = kaaw.get_command(click.Context(kaaw), "demo")
        assert command is not None
        assert command.make_parser(click.Context(command)).parse_args(args=given)[1] == []
