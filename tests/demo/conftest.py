"""One run of the demo over its telling days; what relaunches take away is watched."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_demo.world import World
from tests.demo.crawled import Crawled
from tests.fork_server.client import fork_server
from tests.made_once import made_once
from tests.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def crawl(folder: Path) -> None:
    """Fill the folder with an archive and a log, as :mod:`tests.demo.drive` says."""
    program = Program(folder, fork_server())
    try:
        ran = program.run(sys.executable, "-m", "tests.demo.drive", str(folder), timeout=300)
    finally:
        program.close()
    assert ran.code == 0, ran.output


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The demo as all processes share it: a test that writes copies the archive."""
    folder = made_once(tmp_path_factory, "demo", crawl)
    archive = folder / "demo.db"
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        yield Crawled(json.loads((folder / "log.json").read_text()), db, World(), archive)
