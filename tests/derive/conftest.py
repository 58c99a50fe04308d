"""Archives without rows, of a history, of a fortnight of crawls, and a process that reads."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.histories import World
from tests.derive.live import Live, a_fortnight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive_path(archive_path: Path, empty_archive: Path) -> Path:
    """An archive without rows."""
    shutil.copy(empty_archive, archive_path)
    return archive_path


@pytest.fixture
def world(archive_path: Path) -> Iterator[World]:
    with closing(open_for_writing(archive_path)) as connection:
        yield World(connection)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    """Return one process that reads, shared by the tests of a module."""
    readers = ReadingPool(1)
    yield readers
    readers.close()


@pytest.fixture
def archive(archive_path: Path, pool: ReadingPool) -> Path:
    """Return an archive of a fortnight of crawls."""
    live = Live(archive_path, pool)
    a_fortnight(live)
    live.end()
    live.close()
    return archive_path
