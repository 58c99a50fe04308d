"""Derive everything in an archive again, page by page, from its captures alone."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import __version__
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.disk_space import MB, free_bytes
from kaaw_archive.archive.queries import status
from kaaw_archive.archive.queries.derive_room import bytes_needed
from kaaw_archive.archive.store import search
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.checks import judge_again
from kaaw_archive.derive.derivation import Derivation
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.reading_file import ReadingFile, path_beside
from kaaw_archive.derive.versions import VERSIONS
from kaaw_archive.derive.workers import ReadingPool
from kaaw_archive.errors import DiskFull

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

PROGRAM = f"kaaw_archive/{__version__} {VERSIONS}"


@dataclass(frozen=True, slots=True)
class DeriveReport:
    """Numbers of rows after a derivation of the whole archive, and its duration in seconds."""

    captures: int
    pages: int
    readings: int
    articles: int
    snapshots: int
    seconds: float


def derive_all(
    path: Path,
    *,
    workers: int,
    progress: Callable[[int, int], None],
    on_wait: Callable[[], None] | None = None,
    on_room: Callable[[int, int], None] = lambda needed, free: None,
    is_over: Callable[[], bool] = lambda: False,
) -> DeriveReport:
    """Derive every page again by the extractor and the rules of today; facts and decisions stay as they are.

    All payloads are read before the first page is folded, because a page is folded by what is known of the others.
    ``progress`` gets the number of pages done and the total; each page counts twice. ``on_room`` gets the bytes that
    are needed and free before anything changes; ``on_wait`` is as for :func:`open_for_writing`. Crawls may run
    meanwhile: a page that they capture is folded again. A derivation that was killed goes on where it was.

    Raises DerivationStopped once ``is_over`` returns True, DiskFull if too little is free, RunUnderWay if another
    derivation is at work, and the named errors of :func:`open_for_writing`.
    """
    began = time.monotonic()
    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)
    try:
        with closing(open_for_reading(path)) as connection:
            _check_room(path, connection, on_room)
            with closing(ReadingFile(path, PROGRAM)) as file:
                Derivation(connection, path, writer, pool, file, progress, is_over).run()
                file.remove()
        with closing(open_for_reading(path)) as connection:
            return DeriveReport(**status.counts_of_derived(connection), seconds=time.monotonic() - began)
    finally:
        pool.close()
        writer.close()


def _check_room(path: Path, connection: sqlite3.Connection, on_room: Callable[[int, int], None]) -> None:
    """Raise DiskFull if a derivation would not end for want of room; what an earlier one left counts as free."""
    left = path_beside(path)
    needed, free = bytes_needed(connection), free_bytes(path) + (left.stat().st_size if left.exists() else 0)
    if free < needed:
        raise DiskFull(
            f"kaaw derive needs about {needed / MB:,.0f} MB beside {path}, and {free / MB:,.0f} MB are free: make room"
            " and run the same again"
        )
    on_room(needed, free)


def index_all(
    path: Path,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    on_wait: Callable[[], None] | None = None,
) -> int:
    """Make the search index again if another analysis made it or it is damaged; return the number of versions indexed.

    ``progress`` gets the number of versions done in this run, and about how many there are.
    """
    writer = Writer(path, on_wait)
    try:
        writer.submit(search.mend_index).result()
        return _make_index(path, writer, progress)
    finally:
        writer.close()


def _make_index(path: Path, writer: Writer, progress: Callable[[int, int], None]) -> int:
    """Index what is not indexed yet, some versions at a time, so that crawls can write meanwhile."""
    with closing(open_for_reading(path)) as connection:
        total = status.counts_of_derived(connection)["snapshots"]
    done = 0
    while number := writer.submit(search.make_next).result():
        done += number
        progress(min(done, total), max(total, 1))
    return done


def judge_all(path: Path, on_wait: Callable[[], None] | None = None) -> int:
    """Judge every check of every link by the rules of today; return the number of verdicts that changed."""
    writer = Writer(path, on_wait)
    try:
        changed = writer.submit(judge_again).result()
        writer.submit(find_incidents).result()
        return changed
    finally:
        writer.close()
