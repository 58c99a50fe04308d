"""Derivations of captures: payloads go to the workers, readings to the writer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries.boilerplate import groups_to_fold_again
from kaaw_archive.archive.queries.readings import groups_to_read_again, tries_in_vain
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.edits import compare_waiting
from kaaw_archive.derive.fold import ReadingKey, RefoldNeeded, fold_capture, reading_key, reading_keys
from kaaw_archive.derive.reading import count_attempt, is_in_vain
from kaaw_archive.derive.refold import page_facts, replace_one_page
from kaaw_archive.derive.stored_pages import read_stored
from kaaw_archive.derive.workers import PoolClosed, ReadingPool, WorkerTask
from kaaw_archive.derive.works import find_works
from kaaw_archive.errors import ArchiveError
from kaaw_archive.extract import ReadingProblem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.items import Capture, Reading
    from kaaw_archive.times import Clock

logger = logging.getLogger(__name__)

_TRIES = 5  # a page that is captured again while it is folded from its first capture on
_IN_FLIGHT = 8  # payloads with the workers at once, where many are read in a row

Tasks = dict[ReadingKey, "WorkerTask[Reading]"]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Numbers of captures of earlier runs: those derived now, and those that a defect of ours keeps unread."""

    derived: int
    failed: int


class Deriver:
    """Derives from the captures of an archive; the workers load the payloads."""

    def __init__(self, path: Path, writer: Writer, pool: ReadingPool) -> None:
        self._path = path
        self._writer = writer
        self._pool = pool

    async def derive(self, capture: Capture) -> Reading | None:
        """Read a new capture if it has something new to read, and fold it; return the reading, None without one.

        If the pool is closed meanwhile, the capture is left for the next run.
        """
        reading = None
        try:
            reading = await self._read(capture) if capture.needs_reading else None
            try:
                fold = partial(fold_capture, capture_id=capture.id, reading=reading)
                await self._writer.write(fold, is_derivation=True)
            except RefoldNeeded as needed:
                await asyncio.to_thread(self.refold, needed.group)
        except PoolClosed:
            logger.debug("%s is left for the next run", capture.url)
        return reading

    def refold(self, group: str) -> None:
        """Read all captures of a group of pages again and fold them from the first on. Raises PoolClosed.

        If a capture that was read before cannot be read now, for lack of time or memory, nothing is changed.
        """
        for _ in range(_TRIES):
            with closing(open_for_reading(self._path)) as connection:
                page = page_facts(connection, group)
                keys = reading_keys(page.facts)
                tasks = submit_readings(self._path, self._pool, keys.values())
                readings = {key: self._pool.result(task) for key, task in tasks.items()}
                tries = tries_in_vain(connection, keys)
            if any(tries.get(capture_id) == 0 and is_in_vain(readings[key]) for capture_id, key in keys.items()):
                logger.warning("%s could be read before and cannot now: the next run folds it", group)
                return
            for capture_id, key in keys.items():
                readings[key] = count_attempt(readings[key], tries.get(capture_id, 0))
            if self._writer.submit(partial(replace_one_page, page=page, readings=readings)).result():
                return
        logger.warning("page %s keeps changing: the next run folds it", group)

    def left_over(self, progress: Callable[[int, int], None] = lambda done, total: None) -> LeftOver:
        """Derive from captures that an earlier run left unread; ``progress`` gets the number done and the total.

        Payloads that an earlier run could not read for lack of time or memory are read again, in three runs at most.
        A capture that cannot be derived waits for a corrected version; the others are derived. Stops early if the pool
        is closed. Raises the named errors of the archive.
        """
        derived = failed = 0
        broken_pages: set[str] = set()
        with closing(open_for_reading(self._path)) as connection:
            waiting = folding.unfolded_capture_ids(connection)
            try:
                for start in range(0, len(waiting), _IN_FLIGHT):
                    batch = waiting[start : start + _IN_FLIGHT]
                    facts = [folding.capture_fact(connection, capture_id) for capture_id in batch]
                    keys = [reading_key(fact) for fact in facts if fact.is_content and fact.status != 304]
                    tasks = submit_readings(self._path, self._pool, keys)
                    for fact in facts:
                        is_derived = self._derive_stored(connection, fact, tasks, broken_pages)
                        derived, failed = derived + is_derived, failed + (not is_derived)
                    progress(derived + failed, len(waiting))
                self.refold_waiting()
                compare_waiting(self._writer, self._pool)
                for group in groups_to_read_again(connection):
                    progress(derived + failed, len(waiting))
                    self.refold(group)
            except PoolClosed:
                logger.debug("%d captures are left for the next run", len(waiting) - derived - failed)
        self.find_works()
        return LeftOver(derived, failed)

    def refold_waiting(self) -> None:
        """Fold the groups of pages again for which more is known than when they were folded.

        Raises PoolClosed and the named errors of the archive; the next run does the rest.
        """
        done: set[str] = set()
        while waiting := set(self._writer.submit(groups_to_fold_again).result()) - done:
            done |= waiting
            for group in sorted(waiting):
                try:
                    self.refold(group)
                except (ArchiveError, PoolClosed):
                    raise
                except Exception:  # as for captures: it waits for a corrected version
                    logger.exception("the pages of %s cannot be folded again", group)

    def find_works(self) -> None:
        """Find the works of the sources that changed. Raises the named errors of the archive."""
        self._writer.submit(find_works).result()

    def _derive_stored(
        self, connection: sqlite3.Connection, fact: CaptureFact, tasks: Tasks, broken_pages: set[str]
    ) -> bool:
        """Return False if a defect of ours keeps the capture from being read or folded."""
        try:
            self._fold_now(fact, self._reading_of(connection, fact, tasks), broken_pages)
        except (ArchiveError, PoolClosed):
            raise
        except Exception:  # one page must not keep all others, nor every later crawl, from being derived
            logger.exception("capture %d of %s cannot be derived; it waits for a corrected version", fact.id, fact.url)
            return False
        return True

    def _reading_of(self, connection: sqlite3.Connection, fact: CaptureFact, tasks: Tasks) -> Reading | None:
        """Return None if there is nothing to read. What a 304 confirms is known once earlier captures are folded."""
        if not fact.is_content:
            return None
        if fact.status != 304:
            return self._pool.result(tasks[reading_key(fact)])
        if folding.last_content_digest(connection, urls.key(fact.url)) == fact.payload_digest:
            return None
        key = reading_key(fact, folding.capture_with_media_type(connection, fact))
        return self._pool.result(submit_readings(self._path, self._pool, [key])[key])

    def _fold_now(self, fact: CaptureFact, reading: Reading | None, broken_pages: set[str]) -> None:
        try:
            self._writer.submit(lambda connection: fold_capture(connection, fact.id, reading)).result()
        except RefoldNeeded as needed:
            if needed.group in broken_pages:
                raise
            broken_pages.add(needed.group)
            self.refold(needed.group)
            broken_pages.discard(needed.group)

    async def _read(self, capture: Capture) -> Reading:
        if capture.payload_digest is None or capture.revisit == "304":  # what a later derive reads
            key = await asyncio.to_thread(self._reading_key, capture.id)
        else:
            key = capture.payload_digest, capture.url, capture.content_type, capture.kind == "seed"
        reading = await self._pool.read(read_stored, self._path, *key)
        if reading.problem == ReadingProblem.DAMAGED_PAYLOAD:
            logger.error("payload %s of %s is damaged or was left out", key[0], capture.url)
        return reading

    def _reading_key(self, capture_id: int) -> ReadingKey:
        with closing(open_for_reading(self._path)) as connection:
            fact = folding.capture_fact(connection, capture_id)
            return reading_key(fact, folding.capture_with_media_type(connection, fact))


def submit_readings(path: Path, pool: ReadingPool, keys: Iterable[ReadingKey]) -> Tasks:
    """Submit the payloads of these readings to the workers, each once. Raises PoolClosed."""
    return {key: pool.submit(read_stored, path, *key) for key in dict.fromkeys(keys)}


def derive_left_over(
    path: Path,
    *,
    workers: int,
    clock: Clock,
    is_over: Callable[[], bool] = lambda: False,
    on_wait: Callable[[], None] | None = None,
) -> LeftOver:
    """Derive what other processes captured and left unread: a killed crawl, an add-on in a foreign project.

    ``is_over`` is called every few captures; once it returns True the rest stays for another run. Crawls whose process
    is gone are marked killed first, because their captures wait, too. Raises the named errors of
    :func:`open_for_writing`.
    """

    def stop_if_over(_done: int, _total: int) -> None:
        if is_over():
            raise PoolClosed

    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)  # its processes start with the first payload
    try:
        writer.submit(partial(crawls.mark_killed, archive=path, clock=clock)).result()
        return Deriver(path, writer, pool).left_over(stop_if_over)
    finally:
        pool.close()
        writer.close()
