"""The header of a database file: read before the file is used as an archive, without changing a byte of it.

Read through SQLite only: opening and closing the file by other means drops every lock that this process holds on it
(POSIX.1, fcntl; sqlite.org/howtocorrupt.html, 2.2), and another program may then take away the log of a crawl.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from kaaw_archive import errors
from kaaw_archive.archive.schema import APPLICATION_ID
from kaaw_archive.archive.waiting import STEP_S

if TYPE_CHECKING:
    from pathlib import Path

_SMALLEST_BYTES = 512  # the smallest page (sqlite.org/fileformat.html, 1.3.2)


def sqlite_uri(path: Path, options: str) -> str:
    """Return the URI by which SQLite opens this file with these options; special characters of its name are quoted."""
    return f"file:{quote(str(path.absolute()))}?{options}"


def check_is_archive(path: Path) -> None:
    """Raise NotAnArchive or ArchiveReadOnly if the file cannot be an archive.

    A missing or empty file passes, and one whose first migration was never committed. Raises sqlite3.DatabaseError if
    the log beside it cannot be read.
    """
    if path.is_dir():
        raise errors.NotAnArchive(f"{path} is a folder: name a file")
    if not path.parent.is_dir():
        raise errors.ArchiveReadOnly(f"there is no folder {path.parent}: make it first")
    if not path.exists():
        return
    if not path.is_file():  # opening a pipe would wait for ever
        raise errors.NotAnArchive(f"{path} is not a file: name another one")
    if not os.access(path, os.R_OK):
        raise errors.ArchiveReadOnly(f"cannot read {path}: check its permissions")
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        return
    if size_bytes < _SMALLEST_BYTES:  # SQLite takes a file of one byte for an empty one, and would write over it
        raise _no_database(path)
    if _application_id(path) != APPLICATION_ID and not _is_unborn(path):
        raise errors.NotAnArchive(f"{path} is a database of another program: name another file")


def _application_id(path: Path) -> int:
    """Read the application id from the first page, ignoring the log; ``immutable`` makes no file and takes no lock."""
    with closing(sqlite3.connect(sqlite_uri(path, "mode=ro&immutable=1"), uri=True)) as connection:
        # a process that was killed during the first checkpoint leaves a file shorter than its first page says, which
        # SQLite calls malformed without this pragma
        connection.execute("PRAGMA writable_schema = ON")
        try:
            return int(connection.execute("PRAGMA application_id").fetchone()[0])
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise _no_database(path) from error
            raise


def _no_database(path: Path) -> errors.NotAnArchive:
    return errors.NotAnArchive(f"{path} is not an archive (no SQLite file): name another file")


def _is_unborn(path: Path) -> bool:
    """Return True if the first migration was never committed, because its process was killed: no table, maybe a log."""
    with closing(sqlite3.connect(sqlite_uri(path, "mode=ro"), uri=True, timeout=STEP_S)) as connection:
        connection.execute("BEGIN")  # both of one moment: another process may be making the archive just now
        is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        application_id = int(connection.execute("PRAGMA application_id").fetchone()[0])
        return application_id == APPLICATION_ID or (application_id == 0 and is_empty)
