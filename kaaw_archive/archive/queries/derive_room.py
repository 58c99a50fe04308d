"""Room on the disk that a derivation of the whole archive takes beside what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.content import SHOWS_CONTENT
from kaaw_archive.archive.disk_space import MB

if TYPE_CHECKING:
    import sqlite3

_SIZES = f"""
SELECT (SELECT count(*) FROM (SELECT DISTINCT c.payload_digest, c.url_id FROM captures c WHERE {SHOWS_CONTENT})),
       (SELECT count(*) FROM snapshots),
       (SELECT coalesce(sum(length(text) + length(structure)), 0) FROM snapshots),
       (SELECT coalesce(sum(length(block)), 0) FROM search_index_data)
       + (SELECT coalesce(sum(length(block)), 0) FROM snapshots_fts_data)
"""
# measured on archives of real pages, and rounded up
_CHARACTERS = 8_000  # text and structure of an article, where there is none yet
_COMPRESSED = 0.5  # of them, in the file of readings
_PER_READING = 600  # links, lines beside the text, name
_LOG_BYTES = 64 * MB  # the write-ahead log of the archive


def bytes_needed(connection: sqlite3.Connection) -> int:
    """Return an estimate in bytes: the readings between the passes, the search index anew, longer texts, the log."""
    readings, snapshots, characters, searched = connection.execute(_SIZES).fetchone()
    mean = characters / snapshots if snapshots else _CHARACTERS
    return int(readings * (_COMPRESSED * mean + _PER_READING) + characters + 2 * searched + _LOG_BYTES)
