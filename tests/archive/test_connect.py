"""Opening an archive: made where there is none, refused in one line where it cannot be used, nothing changed then."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import errors
from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import archive_error, migrate, open_for_reading, open_for_writing
from kaaw_archive.archive.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.archive.crawl import keep, page, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[[Path], sqlite3.Connection]


def make(path: Path) -> None:
    with closing(open_for_writing(path)) as connection:
        connection.execute("INSERT INTO urls (url) VALUES ('https://amt.example/')")


def other_program(path: Path, *, application_id: int = 0, journal_mode: str = "DELETE") -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal_mode}")
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()


def test_a_new_archive_is_ours_and_safe_at_commit(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
    }
    assert archive_path.read_bytes()[68:72] == b"kaaw"


def test_an_archive_is_opened_again_as_it_was(archive_path: Path) -> None:
    make(archive_path)
    assert migrate(archive_path).backup is None
    with closing(open_for_writing(archive_path)) as connection:
        assert connection.execute("SELECT count(*) FROM urls").fetchone()[0] == 1
    with closing(open_for_reading(archive_path)) as connection:
        assert connection.execute("SELECT url FROM urls").fetchone()["url"] == "https://amt.example/"


def test_an_empty_file_becomes_an_archive(archive_path: Path) -> None:
    archive_path.touch()
    with pytest.raises(errors.NeedsMigration):
        open_for_reading(archive_path)
    make(archive_path)
    with closing(open_for_reading(archive_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_names_of_files_may_hold_anything(tmp_path: Path) -> None:
    path = tmp_path / "Ar chiv?mode=ro#ä%41.db"
    make(path)
    assert path.exists()
    with closing(open_for_reading(path)) as connection:
        assert connection.execute("SELECT count(*) FROM urls").fetchone()[0] == 1


def test_a_reader_cannot_write(archive_path: Path) -> None:
    make(archive_path)
    with (
        closing(open_for_reading(archive_path)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("INSERT INTO urls (url) VALUES ('x')")


def _make_at_once(path: Path, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]  # multiprocessing's events and queues have no common public type
    try:
        make_one = open_for_writing(path)
        make_one.execute("INSERT INTO urls (url) VALUES (?)", (multiprocessing.current_process().name,))
        make_one.close()
        results.put(None)  # type: ignore[attr-defined]
    except Exception as error:  # whatever it is, the parent shows it
        results.put(repr(error))  # type: ignore[attr-defined]


@pytest.mark.slow
def test_processes_that_make_the_same_archive_at_once_do_not_meet(archive_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    # a process has one such server: what it loads first counts for the tests of workers that come later, too
    context.set_forkserver_preload(["kaaw_archive.derive.warm", "kaaw_archive.archive.connect"])
    start, results = context.Event(), context.Queue()
    makers = [context.Process(target=_make_at_once, args=(archive_path, start, results)) for _ in range(4)]
    for maker in makers:
        maker.start()
    start.set()
    said = [results.get(timeout=120) for _ in makers]
    for maker in makers:
        maker.join(30)
    assert said == [None] * 4
    with closing(open_for_reading(archive_path)) as connection:
        assert connection.execute("SELECT count(*) FROM urls").fetchone()[0] == 4
    assert list(archive_path.parent.glob("*.backup-*")) == []


GARBAGE = {
    "text": b"no database at all\n" * 50,
    "one byte": b"S",
    "half a magic": b"SQLite format",
    "a page of the web": b"<!DOCTYPE html><html></html>",
    "a magic and nothing": b"SQLite format 3\x00",
    "a magic and garbage": b"SQLite format 3\x00" + bytes(range(256)) * 40,
}


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing])
@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_no_archive_is_refused_and_left_alone(archive_path: Path, name: str, opener: Open) -> None:
    archive_path.write_bytes(GARBAGE[name])
    with pytest.raises(errors.NotAnArchive, match=archive_path.name) as caught:
        opener(archive_path)
    assert "\n" not in str(caught.value)
    assert archive_path.read_bytes() == GARBAGE[name]
    assert [path.name for path in archive_path.parent.iterdir()] == [archive_path.name]


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing])
@pytest.mark.parametrize("journal_mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("application_id", [0, 42])
def test_a_database_of_another_program_is_left_alone(
    archive_path: Path, opener: Open, journal_mode: str, application_id: int
) -> None:
    other_program(archive_path, application_id=application_id, journal_mode=journal_mode)
    before = archive_path.read_bytes()
    with pytest.raises(errors.NotAnArchive, match="another program"):
        opener(archive_path)
    assert archive_path.read_bytes() == before


def test_an_empty_database_that_another_program_has_signed_is_its_own(archive_path: Path) -> None:
    with closing(sqlite3.connect(archive_path)) as connection:
        connection.execute("PRAGMA application_id = 42")
    with pytest.raises(errors.NotAnArchive, match="another program"):
        open_for_writing(archive_path)


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing, migrate])
def test_a_newer_schema_is_refused_and_left_alone(archive_path: Path, opener: Open) -> None:
    make(archive_path)
    with closing(sqlite3.connect(archive_path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = archive_path.read_bytes()
    with pytest.raises(errors.NewerSchema, match="update kaaw_archive"):
        opener(archive_path)
    assert archive_path.read_bytes() == before


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing])
def test_a_damaged_first_page_is_named(archive_path: Path, opener: Open) -> None:
    make(archive_path)
    with closing(sqlite3.connect(archive_path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(archive_path.read_bytes())
    data[100:4096] = b"\xaa" * 3996
    archive_path.write_bytes(data)
    with pytest.raises(errors.NotAnArchive, match="restore it from a backup"):
        opener(archive_path)
    assert archive_path.read_bytes()[100:4096] == bytes(data[100:4096])


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing, migrate])
def test_a_folder_is_no_archive(tmp_path: Path, opener: Open) -> None:
    with pytest.raises(errors.ArchiveError, match="folder"):
        opener(tmp_path)


@pytest.mark.parametrize("opener", [open_for_reading, migrate])
def test_a_missing_archive_is_said_and_not_made(archive_path: Path, opener: Open) -> None:
    with pytest.raises(errors.ArchiveError, match="no archive at"):
        opener(archive_path)
    assert not archive_path.exists()


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(errors.ArchiveUnusable, match="make it first"):
        open_for_writing(tmp_path / "nowhere" / "archive.db")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("database or disk is full", errors.DiskFull),
        ("database is locked", errors.ArchiveBusy),
        ("attempt to write a readonly database", errors.ArchiveReadOnly),
        ("unable to open database file", errors.ArchiveReadOnly),
        ("database disk image is malformed", errors.NotAnArchive),
        ("file is not a database", errors.NotAnArchive),
        ("something else", errors.ArchiveError),
    ],
)
def test_what_sqlite_says_has_a_name_and_one_line(archive_path: Path, said: str, error: type[Exception]) -> None:
    found = archive_error(sqlite3.OperationalError(said), archive_path)
    assert type(found) is error
    assert str(archive_path) in str(found)


def test_payloads_and_searches_work_in_plain_sql(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        digest = keep(store(connection), connection, page("https://amt.example/", b"Amtsblatt " * 50)).payload_digest
    with closing(open_for_reading(archive_path)) as connection:
        one = "SELECT payload(payload_digest), payload(NULL), payload('sha256:0') FROM visits"
        assert tuple(connection.execute(one).fetchone()) == (b"Amtsblatt " * 50, None, None)
        assert payloads.digest(b"Amtsblatt " * 50) == digest
        found = connection.execute(
            "SELECT count(*) FROM search_index WHERE search_index MATCH kaaw_search('Straße OR (Haus)')"
        )
        assert found.fetchone()[0] == 0
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("SELECT kaaw_search('Straße OR (')")


def test_a_damaged_payload_is_an_error_in_plain_sql_never_other_bytes(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        keep(store(connection), connection, page("https://amt.example/", b"Amtsblatt " * 50))
        connection.execute("UPDATE payloads SET data = x'00'")
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("SELECT payload(digest) FROM payloads").fetchone()
