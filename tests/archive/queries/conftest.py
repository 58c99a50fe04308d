"""An archive to add captures to, and a filled one."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from tests.archive.queries.builder import Builder, fill

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive_path(archive_path: Path, empty_archive: Path) -> Path:
    """An archive without rows."""
    shutil.copy(empty_archive, archive_path)
    return archive_path


@pytest.fixture
def builder(archive_path: Path) -> Iterator[Builder]:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        yield builder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("filled") / "archive.db"
    fill(path)
    with closing(open_for_reading(path)) as connection:
        yield connection
