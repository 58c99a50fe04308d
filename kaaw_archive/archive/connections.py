"""Connections of SQLite to an archive, with our SQL functions; also where no file can be made beside it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive.archive import row_digests
from kaaw_archive.archive.file_header import sqlite_uri
from kaaw_archive.archive.queries import article_filters

if TYPE_CHECKING:
    from kaaw_archive.analysis.document import Entry

_SHM_BYTES = 32 * 1024  # of the file that all who have an archive open share (SQLite, WAL-mode File Format)


class ArchiveConnection(sqlite3.Connection):
    """Connection with a memory for ``store.word_forms``: entries of the search index by language and chain of words."""

    chain_entries: dict[str, dict[str, Entry]]


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
        factory=ArchiveConnection,
    )
    connection.chain_entries = {}
    connection.row_factory = sqlite3.Row
    _register_functions(connection)
    return connection


def _can_share(path: Path) -> bool:
    """Return False if SQLite cannot make the -shm file that a reader needs, and there is no sign of another process.

    In a folder that cannot be written the sign is a -wal file, which a killed process leaves, too.
    """
    import shutil

    log, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not os.access(path.parent, os.W_OK):
        return log.exists()
    if shared.exists() and shared.stat().st_size >= _SHM_BYTES:
        return True
    has_log = log.exists() and log.stat().st_size > 0
    return has_log or shutil.disk_usage(path.parent).free >= _SHM_BYTES


def _register_functions(connection: sqlite3.Connection) -> None:
    """Register ``payload(digest)``, ``kaaw_search(text)``, ``kaaw_fold(text)`` and ``digest_of_row``."""

    def payload(digest: str | None) -> bytes | None:
        from kaaw_archive.archive import payloads

        try:
            return None if digest is None else payloads.read(connection, digest)
        except KeyError:
            return None

    def kaaw_search(text: str | None) -> str | None:
        from kaaw_archive.archive.queries.search_terms import fts_query

        return None if text is None else fts_query(connection, text)

    connection.create_function("payload", 1, payload, deterministic=True)
    connection.create_function("kaaw_search", 1, kaaw_search)
    row_digests.register(connection)
    article_filters.register(connection)
