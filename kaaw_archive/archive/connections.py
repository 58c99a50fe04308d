"""Connections of SQLite to an archive, with our SQL functions; also where no file can be made beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from kaaw_archive.archive import payloads, row_digests, search
from kaaw_archive.archive.file_header import sqlite_uri
from kaaw_archive.archive.queries import article_filters

_SHM_BYTES = 32 * 1024  # of the file that all who have an archive open share (SQLite, WAL-mode File Format)


def connect(path: Path, mode: str, timeout_s: float) -> sqlite3.Connection:
    """Return a connection in autocommit mode with rows by name; ``mode`` as in a URI of SQLite: ``ro``, ``rwc``.

    ``timeout_s`` is how long SQLite waits for a lock.
    """
    options = f"mode={mode}"
    if mode == "ro" and not _can_share(path):
        options += "&immutable=1"
    connection = sqlite3.connect(
        sqlite_uri(path, options),
        uri=True,
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    connection.row_factory = sqlite3.Row
    _register_functions(connection)
    return connection


def _can_share(path: Path) -> bool:
    """Return False if SQLite cannot make the -shm file that a reader needs, and nobody else has the archive open."""
    log, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not os.access(path.parent, os.W_OK):
        return log.exists()
    if shared.exists() and shared.stat().st_size >= _SHM_BYTES:
        return True
    has_log = log.exists() and log.stat().st_size > 0
    return has_log or shutil.disk_usage(path.parent).free >= _SHM_BYTES


def _register_functions(connection: sqlite3.Connection) -> None:
    """Register ``payload(digest)``, ``kaaw_search(text)``, ``kaaw_fold(text)`` and that of row digests."""

    def payload(digest: str | None) -> bytes | None:
        try:
            return None if digest is None else payloads.read(connection, digest)
        except KeyError:
            return None

    connection.create_function("payload", 1, payload, deterministic=True)
    connection.create_function("kaaw_search", 1, search.fts_query, deterministic=True)
    row_digests.register(connection)
    article_filters.register(connection)
