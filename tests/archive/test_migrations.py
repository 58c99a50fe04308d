"""An archive of an older schema: readers leave it alone, writers bring it up to date and keep a copy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database, Migrations

from kaaw_archive import errors
from kaaw_archive.archive import connect
from kaaw_archive.archive.migrations import MIGRATIONS
from kaaw_archive.archive.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def add_note(db: Database) -> None:
    db.execute("ALTER TABLE urls ADD COLUMN note TEXT")


def stumbles(db: Database) -> None:
    db.execute("ALTER TABLE urls ADD COLUMN note TEXT")
    db.execute("UPDATE urls SET note = 'half done'")
    db.execute("INSERT INTO no_such_table VALUES (1)")


def add_author(db: Database) -> None:
    db.execute("ALTER TABLE urls ADD COLUMN noted_by TEXT")
    db.execute("UPDATE urls SET noted_by = 'nobody' WHERE note IS NULL")


def next_schema(monkeypatch: pytest.MonkeyPatch, *later: Callable[[Database], None]) -> None:
    """As if more migrations had landed: the archives of today are of an older schema then."""
    migrations = Migrations("kaaw_archive")
    for landed in MIGRATIONS.pending(Database(memory=True)):
        migrations(name=landed.name)(landed.fn)
    for number, migration in enumerate(later, SCHEMA_VERSION + 1):
        migrations(name=f"m{number:03}_test")(migration)
    monkeypatch.setattr("kaaw_archive.archive.migrations.MIGRATIONS", migrations)
    monkeypatch.setattr(connect, "SCHEMA_VERSION", SCHEMA_VERSION + len(later))


@pytest.fixture
def old(archive_path: Path) -> Path:
    with closing(connect.open_for_writing(archive_path)) as connection:
        connection.execute("INSERT INTO urls (url) VALUES ('https://amt.example/')")
    return archive_path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        said = [str(row[0]) for row in rows] + [str(row) for row in connection.execute("SELECT * FROM urls")]
        return [*said, str(connection.execute("PRAGMA user_version").fetchone())]


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.backup-*"))


def test_a_reader_says_what_to_run(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)
    next_schema(monkeypatch, add_note)
    with pytest.raises(errors.NeedsMigration, match="kaaw migrate"):
        connect.open_for_reading(old)
    assert dump(old) == before


def test_a_writer_migrates_and_keeps_a_copy_of_the_old(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)
    next_schema(monkeypatch, add_note)
    with closing(connect.open_for_writing(old)) as connection:
        assert tuple(connection.execute("SELECT url, note FROM urls").fetchone()) == ("https://amt.example/", None)
    (copy,) = backups(old)
    assert f"backup-v{SCHEMA_VERSION}-" in copy.name
    assert dump(copy) == before
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_several_migrations_run_in_their_order_with_one_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_schema(monkeypatch, add_note, add_author)
    assert connect.migrate(old).to_version == SCHEMA_VERSION + 2
    with closing(connect.open_for_reading(old)) as connection:
        assert tuple(connection.execute("SELECT url, note, noted_by FROM urls").fetchone()) == (
            "https://amt.example/", None, "nobody",
        )  # fmt: skip
        names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY name")]
    assert names[-2:] == [f"m{SCHEMA_VERSION + 1:03}_test", f"m{SCHEMA_VERSION + 2:03}_test"]
    assert len(backups(old)) == 1


def test_migrate_reports_what_it_did_and_a_second_time_that_nothing_was_to_do(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_schema(monkeypatch, add_note)
    report = connect.migrate(old)
    newer = SCHEMA_VERSION + 1
    assert (report.from_version, report.to_version, [report.backup]) == (SCHEMA_VERSION, newer, backups(old))
    again = connect.migrate(old)
    assert (again.from_version, again.to_version, again.backup) == (newer, newer, None)
    assert len(backups(old)) == 1


def test_what_only_the_log_holds_is_in_the_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(connect.open_for_writing(old)) as writer, closing(connect.open_for_reading(old)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM urls").fetchone()  # keeps the log from being taken over
        writer.execute("INSERT INTO urls (url) VALUES ('in the log')")
        next_schema(monkeypatch, add_note)
        connect.migrate(old)
    with closing(sqlite3.connect(backups(old)[0])) as connection:
        assert connection.execute("SELECT count(*) FROM urls").fetchone()[0] == 2


def test_a_migration_that_fails_leaves_the_old_archive(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)
    with monkeypatch.context() as newer:
        next_schema(newer, stumbles)
        with pytest.raises(errors.ArchiveError, match="no_such_table"):
            connect.open_for_writing(old)
    assert dump(old) == before
    with closing(connect.open_for_writing(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_no_migration_without_room_for_a_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)
    next_schema(monkeypatch, add_note)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(errors.DiskFull, match="make room"):
        connect.open_for_writing(old)
    assert dump(old) == before
    assert backups(old) == []


def test_a_lock_of_another_program_is_named(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_schema(monkeypatch, add_note)
    monkeypatch.setattr(connect, "BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.ArchiveBusy, match="locked by another program"):
            connect.open_for_writing(old)
        other.execute("ROLLBACK")
    assert connect.migrate(old).to_version == SCHEMA_VERSION + 1
