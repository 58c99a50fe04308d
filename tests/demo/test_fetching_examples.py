"""Examples in the help of every command that asks sites: each runs before the world of the demo and gives a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_demo.proxy import WorldProxy
from kaaw_demo.world import World
from tests.demo.help_examples import EXAMPLES, FETCHING, SILENT, arguments, make_folder
from tests.fork_server.client import fork_server
from tests.program import Program, kaaw_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "ARCHIVE_CRAWL_DELAY_MAX=0")


@pytest.mark.parametrize("name", ["kaaw", *FETCHING])
def test_examples_of_commands_that_ask_sites(name: str, demo: Crawled, tmp_path: Path) -> None:
    make_folder(tmp_path, demo.path)
    world = World()
    world.set_day(30)
    with WorldProxy(world) as proxy:
        env = {
            "http_proxy": proxy.address,
            "https_proxy": proxy.address,
            "SSL_CERT_FILE": str(proxy.authority.path),
            "SCRAPY_SETTINGS_MODULE": "",
        }
        program = Program(tmp_path, fork_server())
        for line in EXAMPLES[name]:
            given = arguments(line, tmp_path)
            is_crawl = given[0] in ("crawl", "run") or given[:2] == ["links", "audit"]
            is_crawl &= "--dry-run" not in given
            ran = program.run(*kaaw_command(*given, *(QUICK if is_crawl else ())), env=env)
            assert ran.code == 0, (line, ran.output)
            assert ran.output or any(sign in line for sign in SILENT), line
        program.close()
