"""Opens an archive for reading or writing, and says in one line why it cannot."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive import errors, times, urls
from kaaw_archive.archive import row_digests
from kaaw_archive.archive.connections import connect
from kaaw_archive.archive.file_header import check_is_archive
from kaaw_archive.archive.queries.pages import newest_key_version
from kaaw_archive.archive.schema import APPLICATION_ID, SCHEMA_VERSION, is_unreleased
from kaaw_archive.archive.waiting import STEP_S, retry_while_busy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUSY_TIMEOUT_S = 60.0  # how long the lock of another program is waited for
_SPACE_FACTOR = 2  # the backup, and as much again for what the migration rewrites


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """Report of a migration: versions before and after, and the path of the copy of the old archive (None: no copy)."""

    from_version: int
    to_version: int
    backup: Path | None


def open_for_reading(path: Path, on_wait: Callable[[], None] | None = None) -> sqlite3.Connection:
    """Return a read-only connection with rows by name and our SQL functions.

    ``on_wait`` is called once where another program's lock takes more than two seconds.
    Raises ArchiveError (no such file), NotAnArchive, UnreleasedSchema, NewerSchema, NeedsMigration, ArchiveBusy.
    """
    if not path.exists():
        raise errors.ArchiveError(f"no archive at {path}: crawl first, or name another one with --archive")
    return retry_while_busy(lambda: _open_to_read(path), BUSY_TIMEOUT_S, on_wait)


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """Return a read-only connection for a search for damage: to any schema up to ours, also if pages are broken.

    Nothing of the file and its log is changed. Raises ArchiveError (no such file), NotAnArchive, NeedsMigration
    (an empty one), UnreleasedSchema, NewerSchema, ArchiveBusy.
    """
    if not path.exists():
        raise errors.ArchiveError(f"no archive at {path}: name another one with --archive")

    def open_once() -> sqlite3.Connection:
        with named_errors(path):
            check_is_archive(path)
            connection = _connect_briefly(path, "ro")
            try:
                # else functions of ours can be called by views of a stranger; elsewhere views of ours call JSON
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                version = _version(connection)
                _refuse_other_schemas(connection, path, version)
                if version == 0:
                    raise errors.NeedsMigration(f"{path} is empty: there is nothing in it yet")
                _wait_at_most(connection, BUSY_TIMEOUT_S)
            except BaseException:
                connection.close()
                raise
            return connection

    return retry_while_busy(open_once, BUSY_TIMEOUT_S)


def open_for_writing(path: Path, on_wait: Callable[[], None] | None = None) -> sqlite3.Connection:
    """Return a connection in autocommit mode whose commits are on the disk; make or migrate the archive if needed.

    A search index that another analysis made is left to `kaaw derive`.
    ``on_wait`` as for :func:`open_for_reading`. Raises NotAnArchive, UnreleasedSchema, NewerSchema, ArchiveReadOnly,
    ArchiveBusy, DiskFull.
    """
    connection, _ = retry_while_busy(lambda: _open_current(path), BUSY_TIMEOUT_S, on_wait)
    return connection


def migrate(path: Path, on_wait: Callable[[], None] | None = None) -> MigrationReport:
    """Bring an existing archive to the current schema; a copy of the old one is kept beside it.

    Raises as :func:`open_for_writing`, and ArchiveError where there is no such file.
    """
    if not path.exists():
        raise errors.ArchiveError(f"no archive at {path}: nothing to migrate")
    connection, report = retry_while_busy(lambda: _open_current(path), BUSY_TIMEOUT_S, on_wait)
    connection.close()
    return report


def begin_when_free(connection: sqlite3.Connection, path: Path, on_wait: Callable[[], None] | None = None) -> None:
    """Begin a transaction that writes, hearing Ctrl-C while it waits. Raises as :func:`open_for_writing`."""

    def begin() -> None:
        with named_errors(path):
            connection.execute("BEGIN IMMEDIATE")

    _wait_at_most(connection, STEP_S)
    retry_while_busy(begin, BUSY_TIMEOUT_S, on_wait)
    _wait_at_most(connection, BUSY_TIMEOUT_S)


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the system into the named errors, each with one line of advice."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise archive_error(error, path) from error
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            raise errors.DiskFull(f"no room left on the disk of {path}: make room and run the same again") from error
        raise errors.ArchiveReadOnly(f"cannot use {path}: {error.strerror or error}") from error


def archive_error(error: sqlite3.DatabaseError, path: Path) -> errors.ArchiveError:
    """Return the named error for an error of SQLite."""
    text = str(error)
    no_room_to_share = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_IOERR_SHMSIZE
    if "disk is full" in text or no_room_to_share:
        return errors.DiskFull(f"no room left on the disk of {path}: make room and run the same again")
    if "locked" in text or "busy" in text:
        return errors.ArchiveBusy(f"{path} is locked by another program: end it, or wait and run the same again")
    permissions = "check the permissions of the file and its folder"
    if "unable to open" in text:
        files = "how many files may be open (ulimit -n)"
        return errors.ArchiveReadOnly(f"{path} cannot be opened: {permissions}, and {files}")
    if "readonly" in text:
        return errors.ArchiveReadOnly(f"{path} cannot be written: {permissions}")
    if "not a database" in text or "malformed" in text:
        return errors.NotAnArchive(
            f"{path} is damaged or not an archive ({text}): restore it from a backup, or `kaaw recover` it"
        )
    return errors.ArchiveError(f"{path}: {text}")


def _open_to_read(path: Path) -> sqlite3.Connection:
    with named_errors(path):
        check_is_archive(path)
        connection = _connect_briefly(path, "ro")
        try:
            version = _version(connection)
            _refuse_other_schemas(connection, path, version)
            _wait_at_most(connection, BUSY_TIMEOUT_S)
        except BaseException:
            connection.close()
            raise
    if version < SCHEMA_VERSION:
        connection.close()
        raise errors.NeedsMigration(
            f"{path} has schema {version}, this program reads schema {SCHEMA_VERSION}: run `kaaw migrate`"
        )
    connection.execute("PRAGMA query_only = ON")
    return connection


def _open_current(path: Path) -> tuple[sqlite3.Connection, MigrationReport]:
    from kaaw_archive.archive.store.search import begin_index_of_new_archive

    with named_errors(path):
        check_is_archive(path)
        connection = _connect_briefly(path, "rwc")
        try:
            version = _version(connection)
            _refuse_other_schemas(connection, path, version)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            report = MigrationReport(version, version, None)
            if version < SCHEMA_VERSION:
                report = _migrate_opened(connection, path)
            _refuse_newer_keys(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
            _refuse_read_only(connection)
            row_digests.add_triggers(connection)
            begin_index_of_new_archive(connection)
            _wait_at_most(connection, BUSY_TIMEOUT_S)
        except BaseException:
            connection.close()
            raise
    return connection, report


def _connect_briefly(path: Path, mode: str) -> sqlite3.Connection:
    return connect(path, mode, min(STEP_S, BUSY_TIMEOUT_S))


def _wait_at_most(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _refuse_read_only(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def _migrate_opened(connection: sqlite3.Connection, path: Path) -> MigrationReport:
    from sqlite_utils import Database

    from kaaw_archive.archive.migrations import MIGRATIONS

    connection.execute("BEGIN EXCLUSIVE")
    try:
        version = _version(connection)  # another process may have been quicker
        backup = _back_up(path, version) if 0 < version < SCHEMA_VERSION else None
        if version < SCHEMA_VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            MIGRATIONS.apply(Database(connection))
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return MigrationReport(version, SCHEMA_VERSION, backup)


def _back_up(path: Path, version: int) -> Path:
    """Return the path of a copy that was made under a write lock and synced before the first change."""
    import shutil

    size = sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists())
    if shutil.disk_usage(path.parent).free < size * _SPACE_FACTOR:
        raise errors.DiskFull(
            f"migrating {path} needs {size * _SPACE_FACTOR / 1e6:.0f} MB free beside it for a backup: make room first"
        )
    stamp = times.SYSTEM_CLOCK.now().strftime("%Y%m%dT%H%M%SZ")
    backup = path.with_name(f"{path.name}.backup-v{version}-{stamp}")
    with (
        contextlib.closing(_connect_briefly(path, "ro")) as source,
        contextlib.closing(sqlite3.connect(backup)) as target,
    ):
        source.backup(target)
    with backup.open("rb") as file:
        os.fsync(file.fileno())
    return backup


def refuse_migrated(connection: sqlite3.Connection, path: Path) -> None:
    """Raise NewerSchema if a newer program migrated the archive since this connection was opened."""
    if (version := _version(connection)) != SCHEMA_VERSION:
        raise errors.NewerSchema(
            f"{path} was brought to schema {version} while it was in use, this program knows {SCHEMA_VERSION}:"
            " run the same again with the program that did it"
        )
    _refuse_newer_keys(connection, path)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_other_schemas(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise UnreleasedSchema or NewerSchema; an older schema that can be migrated passes."""
    if is_unreleased(connection):
        raise errors.UnreleasedSchema(
            f"{path} has schema {version} from before the first release, which this program cannot read or migrate:"
            " crawl into a new file (--archive), and keep this one for SQL"
        )
    if version > SCHEMA_VERSION:
        raise errors.NewerSchema(
            f"{path} has schema {version}, this program knows up to {SCHEMA_VERSION}: update kaaw_archive"
        )


def _refuse_newer_keys(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to write if the archive uses newer rules of url keys: pages would be stored twice."""
    version = newest_key_version(connection)
    if version > urls.KEY_VERSION:
        raise errors.NewerSchema(
            f"{path} has url keys of version {version}, this program knows {urls.KEY_VERSION}: update kaaw_archive"
        )
