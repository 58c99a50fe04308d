"""An archive for histories."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.derive.histories import World

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
