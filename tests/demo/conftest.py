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
    from types import ModuleType


def crawl(folder: Path) -> None:
    """Fill the folder with an archive and a log, as :mod:`tests.demo.drive` says."""
    program = Program(folder, fork_server())
    try:
        ran = program.run(sys.executable, "-m", "tests.demo.drive", str(folder), timeout=300)
    finally:
        program.close()
    assert ran.code == 0, ran.output


@pytest.fixture
def own_project(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Import spiders and settings from the project of this test, and leave those that were imported before."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    # Scrapy writes the name of the settings that it found into the environment of the process
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "")
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE")
    before = _without_project()
    yield
    _without_project()
    sys.modules.update(before)


def _without_project() -> dict[str, ModuleType]:
    """Take the modules of a project out of the imported ones; return them by name."""
    names = [name for name in sys.modules if name.partition(".")[0] in ("spiders", "own_settings")]
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The demo as all processes share it: a test that writes copies the archive."""
    folder = made_once(tmp_path_factory, "demo", crawl)
    archive = folder / "demo.db"
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        yield Crawled(json.loads((folder / "log.json").read_text()), db, World(), archive)
