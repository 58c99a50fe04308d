"""Keeps the attempts of a foreign project, in a thread of its own: trouble with the archive is counted, never raised.

Opening an archive may wait a minute for another program, and a full disk stays full: neither is the crawl's affair.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.addon.attempts import Attempt, capture_of
from kaaw_archive.archive.queries.captures import validators
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.errors import Problem
from kaaw_archive.http import Headers, redirect_target
from kaaw_archive.urls import without_credentials

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.locks import RunningMark
    from kaaw_archive.items import NewCapture
    from kaaw_archive.times import Clock

PATIENCE_S = 1.0  # how long an answer waits for its commit before it goes on to their spider
BACKLOG_MAX_BYTES = 64 * 1024 * 1024  # of answers that wait for an archive which does not move
_HOPS_MAX = 10_000  # redirects that are remembered until their target is asked for


@dataclass(frozen=True, slots=True)
class Beginning:
    """First values of the crawl's row, without arguments of the spider: foreign projects put passwords there."""

    spider: str
    user_agent: str
    software: str


@dataclass(frozen=True, slots=True)
class _End:
    state: crawls.EndState
    reason: str | None
    done: Future[None]


class Keeper:
    """``kept`` and ``lost`` count attempts; ``trouble`` is the first reason why one was lost, one line, or None."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.kept = 0
        self.lost = 0
        self.trouble: str | None = None
        self._clock = clock
        self._jobs: queue.SimpleQueue[tuple[Attempt, Future[None]] | _End] = queue.SimpleQueue()
        self._counts = threading.Lock()
        self._waiting = 0
        self._backlog_bytes = 0
        self._moved_at = time.monotonic()
        self._hops: OrderedDict[str, tuple[int, str]] = OrderedDict()  # written and read by the writer's thread

    def start(self, beginning: Beginning) -> None:
        """Open the archive and begin the crawl's row in the background."""
        threading.Thread(target=self._work, args=(beginning,), name="archive-keeper", daemon=True).start()

    @property
    def is_stuck(self) -> bool:
        """Return True if the archive stored nothing for longer than an answer waits for it."""
        return bool(self._waiting) and time.monotonic() - self._moved_at > PATIENCE_S

    def keep(self, attempt: Attempt) -> Future[None]:
        """Done once the attempt is on the disk, or lost; it never fails."""
        done: Future[None] = Future()
        size = len(attempt.body or b"")
        with self._counts:
            is_too_much = self.is_stuck and self._backlog_bytes + size > BACKLOG_MAX_BYTES
            if not is_too_much:
                if not self._waiting:
                    self._moved_at = time.monotonic()
                self._waiting += 1
                self._backlog_bytes += size
        if is_too_much:
            self.lose("the archive takes nothing at present, and no more can wait for it")
            done.set_result(None)
        else:
            done.add_done_callback(lambda _: self._take_off(size))
            self._jobs.put((attempt, done))
        return done

    def lose(self, why: str) -> None:
        """Count an attempt that is not stored."""
        with self._counts:
            self.lost += 1
            self.trouble = self.trouble or without_credentials(why)

    def end(self, state: crawls.EndState, reason: str | None) -> Future[None]:
        """Done once everything before it is kept or lost, and the row says how the crawl ended."""
        end = _End(state, reason, Future())
        self._jobs.put(end)
        return end.done

    def _take_off(self, size: int) -> None:
        with self._counts:
            self._waiting -= 1
            self._backlog_bytes -= size
            self._moved_at = time.monotonic()

    def _work(self, beginning: Beginning) -> None:
        try:
            opened = self._open(beginning)
        except Exception as error:  # a stranger's crawl goes on, whatever it is
            self._lose_all(str(error) or repr(error))
            return
        writer, crawl, mark = opened
        store = CaptureStore(crawl)
        while not isinstance(job := self._jobs.get(), _End):
            self._keep_one(writer, store, *job)
        self._store_end(writer, crawl, job)
        writer.close()
        if mark is not None:
            mark.release()
        job.done.set_result(None)

    def _open(self, beginning: Beginning) -> tuple[Writer, crawls.OpenCrawl, RunningMark | None]:
        writer = Writer(self.path)
        start = partial(
            crawls.start,
            archive=self.path,
            clock=self._clock,
            spider=beginning.spider,
            source="*",
            arguments={},
            software=beginning.software,
            user_agent=beginning.user_agent,
        )
        row, mark, _killed = writer.submit(start).result()
        return writer, row, mark

    def _lose_all(self, why: str) -> None:
        while not isinstance(job := self._jobs.get(), _End):
            self.lose(why)
            job[1].set_result(None)
        job.done.set_result(None)

    def _keep_one(self, writer: Writer, store: CaptureStore, attempt: Attempt, done: Future[None]) -> None:
        def note_result(committed: Future[None]) -> None:
            error = committed.exception()
            if error is None:
                with self._counts:
                    self.kept += 1
            else:
                self.lose(str(error) or repr(error))
            done.set_result(None)

        try:
            new = capture_of(attempt)
        except Exception as error:  # a defect of ours must not cost them the others
            self.lose(f"a defect: {error!r} at {attempt.capture.url}")
            done.set_result(None)
            return
        writer.submit(partial(self._store, store=store, attempt=attempt, new=new)).add_done_callback(note_result)

    def _store(self, connection: sqlite3.Connection, store: CaptureStore, attempt: Attempt, new: NewCapture) -> None:
        new = _confirmed(connection, attempt, new)
        hop_id, led_to = self._hops.get(attempt.came_from or "", (None, ""))
        if hop_id is not None and urls.key(led_to) == urls.key(new.url):  # spiders pass meta on to other requests
            new = replace(new, via_id=hop_id)
        capture = store.keep(connection, new)
        target = redirect_target(new.url, new.status, Headers.of_fields(new.headers))
        if target is not None:
            self._hops[new.url] = (capture.id, target)
            self._hops.move_to_end(new.url)
            if len(self._hops) > _HOPS_MAX:
                self._hops.popitem(last=False)

    def _store_end(self, writer: Writer, crawl: crawls.OpenCrawl, end: _End) -> None:
        def say(connection: sqlite3.Connection) -> None:
            state, reason = end.state, end.reason
            if self.lost:
                state, reason = "degraded", f"{self.lost} captures could not be kept: {self.trouble}"
            crawls.end(connection, crawl.id, state, reason, times.to_text(self._clock.now()))

        error = writer.submit(say).exception()
        if error is not None and self.trouble is None:
            self.trouble = str(error)


def _confirmed(connection: sqlite3.Connection, attempt: Attempt, new: NewCapture) -> NewCapture:
    """Return a 304 with the payload that it confirms, if the archive has it; else the capture without payload."""
    if new.status != 304:
        return new
    known = validators(connection, new.url)
    if known is not None and (
        (known.etag is not None and known.etag in (attempt.asked_etag or ""))
        or (
            attempt.asked_etag is None
            and known.last_modified is not None
            and known.last_modified == attempt.asked_since
        )
    ):
        return replace(new, not_modified_digest=known.payload_digest)
    return replace(new, error=Problem.UNEXPECTED_304, error_text="it confirms bytes that are not in the archive")
