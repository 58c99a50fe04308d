"""Writer: the one thread of a process that writes. Jobs in, group commits, results out after COMMIT.

A job is a function of the connection. Jobs that wait are committed together (at most 64 of them, or 50 ms of work),
each in a savepoint of its own, so that one that fails undoes no rows of another. A job is done only after COMMIT has
returned, which with synchronous=FULL is after the disk has it. Facts go before derivations: a capture does not wait
until the links of other hosts' pages are stored.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from concurrent.futures import Future, InvalidStateError
from enum import IntEnum
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kaaw_archive.archive.connect import archive_error, begin_when_free, named_errors, open_for_writing, refuse_migrated
from kaaw_archive.errors import ArchiveBusy, ArchiveError, ArchiveReadOnly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

GROUP_MAX_JOBS = 64
GROUP_MAX_S = 0.050
LOCK_PATIENCE_S = 600.0
LOOK_EVERY_S = 1.0  # for whether the file is still there

_ARCHIVE_FAILED = frozenset(
    getattr(sqlite3, f"SQLITE_{name}")
    for name in "FULL IOERR CANTOPEN READONLY CORRUPT NOTADB NOMEM BUSY LOCKED PROTOCOL".split()
)


class _Rank(IntEnum):
    """Place of a job among those that wait; jobs of one rank keep their order."""

    FACT = 0
    DERIVATION = 1
    END = 2


class _Job(Generic[T]):
    def __init__(self, work: Callable[[sqlite3.Connection], T]) -> None:
        self.work = work
        self.future: Future[T] = Future()
        self.result: T | None = None


class Writer:
    """Writer of an archive until it is closed. Opening waits and raises as :func:`open_for_writing` does."""

    def __init__(self, path: Path, on_wait: Callable[[], None] | None = None) -> None:
        self._path = path
        self._connection = open_for_writing(path, on_wait)
        self._identity = _identity(path)
        self._looked_at = time.monotonic()
        self._jobs: queue.PriorityQueue[tuple[_Rank, int, _Job[Any] | None]] = queue.PriorityQueue()
        self._numbers = count()
        self._broken: ArchiveError | None = None
        self._is_closed = False
        self._door = threading.Lock()  # no job may come in behind the mark that ends the thread
        self._thread = threading.Thread(target=self._work, name="archive-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[sqlite3.Connection], T], *, is_derivation: bool = False) -> Future[T]:
        """Return a future of the job's result, set once it is committed, or of its exception, once it is undone.

        A derivation waits until no fact waits: it can be made again.
        After a full disk or a lost file (checked once a second at most) every further job fails with the same named
        error.
        """
        job = _Job(work)
        with self._door:
            if self._is_closed:
                job.future.set_exception(self._broken or ArchiveError(f"{self._path} is closed"))
            else:
                rank = _Rank.DERIVATION if is_derivation else _Rank.FACT
                self._jobs.put((rank, next(self._numbers), job))
        return job.future

    async def write(self, work: Callable[[sqlite3.Connection], T], *, is_derivation: bool = False) -> T:
        """Await the result of a job; the event loop goes on meanwhile."""
        return await asyncio.wrap_future(self.submit(work, is_derivation=is_derivation))

    def close(self) -> None:
        """Commit the waiting jobs and close the file; safe to call twice."""
        with self._door:
            if not self._is_closed:
                self._is_closed = True
                self._jobs.put((_Rank.END, next(self._numbers), None))
        self._thread.join()

    def _work(self) -> None:
        stop = False
        while not stop:
            job = self._jobs.get()[-1]
            if job is None:
                break
            stop = self._commit_group(job)
        self._connection.close()

    def _commit_group(self, first: _Job[Any]) -> bool:
        """Run and commit the waiting jobs; return True if :meth:`close` was called meanwhile."""
        done: list[_Job[Any]] = []
        stop = False
        try:
            if self._broken is not None:
                raise self._broken
            self._refuse_moved()
            self._begin()
            refuse_migrated(self._connection, self._path)
            deadline = time.monotonic() + GROUP_MAX_S
            job: _Job[Any] | None = first
            while job is not None:
                done.append(job)
                self._run(job)
                job = None
                if len(done) < GROUP_MAX_JOBS and time.monotonic() < deadline:
                    try:
                        job = self._jobs.get_nowait()[-1]
                    except queue.Empty:
                        break
                    stop = job is None
            self._connection.execute("COMMIT")
        except Exception as error:  # whatever it is, those who wait hear of it and the thread lives on
            self._fail(done or [first], error)
        else:
            for job in done:
                with contextlib.suppress(InvalidStateError):  # it failed, or nobody waits any more
                    job.future.set_result(job.result)
        return stop

    def _refuse_moved(self) -> None:
        """Raise if the file has no name any more: SQLite would write to it, and lose all of it at the end."""
        if time.monotonic() - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = time.monotonic()
        if self._identity is None or _identity(self._path) != self._identity:
            raise ArchiveReadOnly(
                f"{self._path} was moved or deleted while it was in use: put it back, or begin anew with the next run"
            )

    def _begin(self) -> None:
        patience = time.monotonic() + LOCK_PATIENCE_S
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not isinstance(archive_error(error, self._path), ArchiveBusy) or time.monotonic() > patience:
                    raise
            else:
                return

    def _run(self, job: _Job[Any]) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            job.result = job.work(self._connection)
        except Exception as error:  # whatever it is belongs to the one who waits for this job
            if not self._connection.in_transaction or _ends_all(error):
                raise
            self._connection.execute("ROLLBACK TO job")
            with contextlib.suppress(InvalidStateError):
                job.future.set_exception(error)
        self._connection.execute("RELEASE job")

    def _fail(self, jobs: list[_Job[Any]], error: Exception) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.DatabaseError):
            error = archive_error(error, self._path)
        if isinstance(error, ArchiveError):
            self._broken = error
        for job in jobs:
            with contextlib.suppress(InvalidStateError):
                job.future.set_exception(error)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return device and inode of the file under this name, None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _ends_all(error: Exception) -> bool:
    """Return True if the archive itself failed (disk full, file lost or damaged), not only a statement of the job."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & 0xFF in _ARCHIVE_FAILED


def write_once(path: Path, work: Callable[[sqlite3.Connection], T], on_wait: Callable[[], None] | None = None) -> T:
    """Run one job in a transaction of its own, for commands that write once. Raises the named errors."""
    connection = open_for_writing(path, on_wait)
    try:
        begin_when_free(connection, path, on_wait)
        with named_errors(path):
            result = work(connection)
            connection.execute("COMMIT")
            return result
    finally:
        connection.close()
