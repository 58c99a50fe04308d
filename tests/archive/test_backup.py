"""A backup is whole or is not there, and an older one goes only after it was read back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import errors
from kaaw_archive.archive import backup
from kaaw_archive.archive.backup import back_up
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.verify import verify
from tests.archive.queries.builder import fill

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make(archive: Path, folder: Path, *, keep: int = 7, day: int = 0) -> backup.Backup:
    return back_up(archive, folder, keep=keep, at=NOON + timedelta(days=day), progress=lambda _done, _all: None)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def filled(archive_path: Path) -> Path:
    fill(archive_path)
    return archive_path


def test_it_holds_what_was_committed_while_a_writer_is_at_work(filled: Path, tmp_path: Path) -> None:
    with closing(open_for_writing(filled)) as writer:
        writer.execute("INSERT INTO urls (url) VALUES ('in the log')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO urls (url) VALUES ('not committed')")
        made = make(filled, tmp_path / "to")
        writer.execute("ROLLBACK")
    assert names(tmp_path / "to") == ["archive-20260301T120000Z.db"]
    with closing(sqlite3.connect(f"file:{made.path}?mode=ro", uri=True)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        urls = {row[0] for row in copy.execute("SELECT url FROM urls")}
    assert ("in the log" in urls, "not committed" in urls) == (True, False)
    assert verify(made.path, is_quick=False, progress=lambda _done, _all: None).findings == []


def test_the_oldest_give_way_and_nothing_else_in_the_folder(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    (folder / "archive-notes.db").write_text("mine")
    (folder / "other-20200101T000000Z.db").write_text("another archive's")
    for day in range(3):
        made = make(filled, folder, keep=2, day=day)
    assert [path.name for path in made.removed] == ["archive-20260301T120000Z.db"]
    assert names(folder) == [
        "archive-20260302T120000Z.db", "archive-20260303T120000Z.db", "archive-notes.db", "other-20200101T000000Z.db",
    ]  # fmt: skip


def test_a_damaged_archive_takes_no_older_backup_away(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    make(filled, folder, keep=1)
    with closing(open_for_writing(filled)) as connection:
        connection.execute("UPDATE payloads SET data = x'00' WHERE codec = 'raw' OR codec = 'zstd'")
    with pytest.raises(errors.DamagedPayload, match="older backups stay"):
        make(filled, folder, keep=1, day=1)
    assert names(folder) == ["archive-20260301T120000Z.db"]


def test_what_a_killed_one_left_is_removed(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    for name in ("archive-20260228T120000Z.part", "archive-20260228T120000Z.part-journal"):
        (folder / name).write_text("half")
    make(filled, folder)
    assert names(folder) == ["archive-20260301T120000Z.db"]


def test_without_room_nothing_is_begun(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(errors.DiskFull, match="a backup needs"):
        make(filled, tmp_path / "to")
    assert names(tmp_path / "to") == []


def test_two_at_once_into_one_folder_say_so(filled: Path, tmp_path: Path) -> None:
    with backup._only_backup_in(tmp_path / "to"), pytest.raises(errors.ArchiveError, match="under way"):
        make(filled, tmp_path / "to")


def test_a_file_in_the_place_of_the_folder_is_named(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "to").write_text("a file")
    with pytest.raises(errors.ArchiveError, match="cannot take backups"):
        make(filled, tmp_path / "to")
