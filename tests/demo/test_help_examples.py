"""Examples in the help of every command: each runs on the archive of a demo and gives a result."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from kaaw_demo.proxy import WorldProxy
from kaaw_demo.world import World
from tests.program import PROJECT, Program, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

PLACES = ("/backup/", "/srv/", "/var/lib/node_exporter/textfile_collector/", "/tmp/")
FETCHING = ("crawl", "run", "sites", "links audit")  # these run as processes, before the world of the demo
CODES = {"kaaw links report --fail-on new-broken": 8}
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "ARCHIVE_CRAWL_DELAY_MAX=0")
SILENT = ("--prometheus", " -q", "--quiet", "--output", "--check", "kaaw mcp")  # unless something is wrong, or asked


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its name."""
    yield " ".join(path) or "kaaw", command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, *path, name)


def examples(command: click.Command) -> list[str]:
    lines = (command.help or "").partition("Examples:")[2].partition("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.strip().startswith("kaaw ")]


EXAMPLES = {name: examples(command) for name, command in commands(kaaw) if examples(command)}


@pytest.fixture
def folder(crawled: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the archive under the names of the examples, and with a list of addresses."""
    for name in ("archive.db", "news.db", "damaged.db"):
        shutil.copy(crawled.path, tmp_path / name)
    (tmp_path / "addresses.txt").write_text("https://www.kaaw.de/de/aktuelles/meldungen/\n")
    shutil.copytree(PROJECT / "spiders", tmp_path / "spiders")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = own_settings\n")
    (tmp_path / "own_settings.py").write_text("from kaaw_archive.settings import *\n")
    for place in PLACES:
        (tmp_path / place.strip("/")).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KAAW_ARCHIVE", raising=False)
    return tmp_path


def arguments(line: str, folder: Path) -> list[str]:
    """Return the arguments of a command line up to a pipe or redirection, with its files in this folder."""
    typed = line
    for sign in (" | ", " > ", " >> ", "; "):
        typed = typed.partition(sign)[0]
    places = "|".join(map(re.escape, PLACES))
    typed = re.sub(rf"(?<= )(?={places})", str(folder), typed)
    return shlex.split(typed)[1:]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in FETCHING and name not in ("kaaw", "demo")])
def test_examples_of_commands_that_ask_no_site(name: str, folder: Path) -> None:
    for line in EXAMPLES[name]:
        if name == "recover":
            (folder / "saved.db").unlink(missing_ok=True)
        if name == "unfollow":
            CliRunner().invoke(kaaw, ["follow", "https://www.stadt-beispiel.de/aktuelles"])
        result = CliRunner().invoke(kaaw, arguments(line, folder), prog_name="kaaw")
        assert result.exit_code == CODES.get(line, 0), (line, result.output)
        assert result.stdout or any(sign in line for sign in SILENT), line
        assert result.stdout.strip() not in ("[]", "{}"), line


@pytest.mark.parametrize("name", ["kaaw", *FETCHING])
def test_examples_of_commands_that_ask_sites(name: str, folder: Path) -> None:
    world = World()
    world.set_day(30)
    with WorldProxy(world) as proxy:
        env = {
            "http_proxy": proxy.address,
            "https_proxy": proxy.address,
            "SSL_CERT_FILE": str(proxy.authority.path),
            "SCRAPY_SETTINGS_MODULE": "",
        }
        program = Program(folder)
        for line in EXAMPLES[name]:
            given = arguments(line, folder)
            is_crawl = given[0] in ("crawl", "run") or given[:2] == ["links", "audit"]
            is_crawl &= "--dry-run" not in given
            ran = program.run(*kaaw_command(*given, *(QUICK if is_crawl else ())), env=env)
            assert ran.code == 0, (line, ran.output)
            assert ran.output or any(sign in line for sign in SILENT), line
        program.close()


def test_each_example_of_the_demo_is_a_command_line_that_it_takes() -> None:
    for line in EXAMPLES["demo"]:
        given = shlex.split(line.partition(" | ")[0])[2:]
        command = kaaw.get_command(click.Context(kaaw), "demo")
        assert command is not None
        assert command.make_parser(click.Context(command)).parse_args(args=given)[1] == []
