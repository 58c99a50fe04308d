"""A copy of an archive on media that cannot be written is read by any SQLite program (docs/operators/backup.md)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.archive.queries.builder import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY = 65534


@pytest.fixture
def media() -> Iterator[Path]:
    """A folder that others may enter, which a test makes read-only."""
    folder = Path(tempfile.mkdtemp(prefix="kaaw-media-"))
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def somebody() -> Iterator[None]:
    """Be a user who may write neither a sealed file nor its folder: nothing is read-only for root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def visits(address: str) -> int:
    with closing(sqlite3.connect(address, uri=True)) as plain:
        count: int = plain.execute("SELECT count(*) FROM visits").fetchone()[0]
        return count


def sealed(path: Path) -> Path:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    return path


def test_a_copy_by_vacuum_into_made_while_a_writer_is_at_work_is_read_as_it_is(archive_path: Path, media: Path) -> None:
    fill(archive_path)
    with closing(open_for_writing(archive_path)) as writer, closing(sqlite3.connect(archive_path)) as plain:
        writer.execute("INSERT INTO urls (url) VALUES ('in the log')")
        plain.execute("VACUUM INTO ?", (str(media / "copy.db"),))
        count = writer.execute("SELECT count(*) FROM visits").fetchone()[0]
    copy = sealed(media / "copy.db")
    with somebody():
        assert visits(f"file:{copy}") == count
    assert [file.name for file in media.iterdir()] == ["copy.db"]


def test_a_plain_copy_of_an_archive_at_rest_is_read_with_immutable(archive_path: Path, media: Path) -> None:
    fill(archive_path)
    copy = sealed(Path(shutil.copy(archive_path, media / "copy.db")))
    with somebody():
        with pytest.raises(sqlite3.OperationalError):
            visits(f"file:{copy}")
        assert visits(f"file:{copy}?immutable=1") > 0
