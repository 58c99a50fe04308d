"""One run of the demo over its telling days; what relaunches take away is watched."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_demo.world import World
from tests.demo.crawled import DAYS, Crawled
from tests.fork_server.client import fork_server
from tests.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("demo")
    program = Program(folder, fork_server())
    archive, log = folder / "demo.db", folder / "log.json"
    try:
        ran = program.run(
            sys.executable,
            "-m",
            "tests.demo.drive",
            str(archive),
            str(log),
            ",".join(map(str, DAYS)),
            "watched",
            timeout=300,
        )
    finally:
        program.close()
    assert ran.code == 0, ran.output
    with closing(sqlite3.connect(archive)) as db:
        db.row_factory = sqlite3.Row
        yield Crawled(json.loads(log.read_text()), db, World(), archive)
