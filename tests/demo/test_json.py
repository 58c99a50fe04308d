"""What every command prints with ``--json``, over the archive of a demo, is as its schema says."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw, schemas
from kaaw_demo.proxy import WorldProxy
from kaaw_demo.world import World
from tests.demo.help_examples import SETTINGS
from tests.demo.json_lines import HERE, SITES
from tests.demo.own_project import own_project
from tests.fork_server.client import fork_server
from tests.json_output import check
from tests.program import PROJECT, Program, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "ARCHIVE_CRAWL_DELAY_MAX=0")
LONG = ("derive", "recover")  # on the whole archive
# 10: of an instant at which the page was not seen; 1: nobody listens to messages
CODES = {"show": 10, "payload": 10, "notify": 1}


@pytest.fixture
def folder(demo: Crawled, tmp_path: Path) -> Iterator[Path]:
    shutil.copy(demo.path, tmp_path / "archive.db")
    shutil.copy(demo.early, tmp_path / "early.db")
    shutil.copytree(PROJECT / "spiders", tmp_path / "spiders")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = own_settings\n")
    (tmp_path / "own_settings.py").write_text(SETTINGS)
    with own_project(tmp_path):
        yield tmp_path


def command_of(line: tuple[str, ...]) -> str:
    names = schemas.commands()
    return " ".join(line[:2]) if " ".join(line[:2]) in names else line[0]


def test_all_commands_are_run() -> None:
    assert {command_of(line) for line in (*HERE, *SITES)} == set(schemas.commands())


@pytest.mark.usefixtures("folder")
def test_commands_that_ask_no_site() -> None:
    for line in HERE:
        archive = ("--archive", "early.db") if line[0] in LONG else ()
        result = CliRunner().invoke(kaaw, [*line, *archive, "--json"], prog_name="kaaw")
        assert result.exit_code in (0, CODES.get(line[0], 0)), (line, result.output)
        check(command_of(line), json.loads(result.stdout))


def test_commands_that_ask_sites(folder: Path) -> None:
    world = World()
    world.set_day(30)
    with WorldProxy(world) as proxy:
        env = {
            "http_proxy": proxy.address,
            "https_proxy": proxy.address,
            "SSL_CERT_FILE": str(proxy.authority.path),
            "SCRAPY_SETTINGS_MODULE": "",
        }
        program = Program(folder, fork_server())
        for line in SITES:
            fast = FAST if line[0] == "run" or line[:2] == ("links", "audit") else ()
            ran = program.run(*kaaw_command(*line, "--json", *fast), env=env, timeout=120)
            assert ran.code == 0, (line, ran.output)
            check(command_of(line), json.loads(ran.stdout))
        program.close()
