"""Carries payloads to the workers and readings to the writer: for a capture, a page, or what was left over."""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive.fold import ReadingKey, RefoldNeeded, fold_capture, reading_key, refold_page
from kaaw_archive.derive.reading import unread
from kaaw_archive.errors import ArchiveError, DamagedPayload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.archive.store.writer import Writer
    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.items import Capture, Reading

logger = logging.getLogger(__name__)

_TRIES = 5  # a page that is captured again while it is folded from its first capture on
_IN_FLIGHT = 8  # payloads with the workers at once, where many are read in a row


class Deriver:
    """Derives from an archive's captures; its payloads are read over a connection of its own."""

    def __init__(self, path: Path, writer: Writer, pool: ReadingPool) -> None:
        self._path = path
        self._writer = writer
        self._pool = pool

    async def derive(self, capture: Capture, body: bytes | None) -> None:
        """Reads a capture that was just made, where it has something new to read, and folds it.

        ``body`` is its payload where the caller has it at hand.
        """
        reading = None
        if capture.needs_reading and capture.payload_digest is not None:
            if body is None:
                body = await asyncio.to_thread(self._payload, capture.payload_digest)
            reading = unread("damaged_payload")
            if body is not None:
                reading = await self._pool.read(body, capture.url, capture.content_type)
        try:
            await self._writer.write(lambda connection: fold_capture(connection, capture.id, reading))
        except RefoldNeeded as needed:
            await asyncio.to_thread(self.refold, needed.url_key)

    def refold(self, url_key: str) -> None:
        """Reads all captures of a page again and folds them from the first on."""
        for _ in range(_TRIES):
            with closing(open_for_reading(self._path)) as connection:
                url_ids = self._url_ids(connection, url_key)
                facts = folding.facts_of_urls(connection, url_ids)
                readings = {key: self._pool.result(f) for key, f in self.submit(connection, facts).items()}
            if self._writer.submit(partial(replace_page, url_ids, facts, readings)).result():
                self._writer.submit(derivations.settle_links).result()
                return
        logger.warning("page %s keeps changing: the next run folds it", url_key)

    def left_over(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Derives from captures that an earlier run left unread; how many there were."""
        with closing(open_for_reading(self._path)) as connection:
            waiting = folding.left_over(connection)
            for start in range(0, len(waiting), _IN_FLIGHT):
                facts = [
                    folding.capture_fact(connection, capture_id) for capture_id in waiting[start : start + _IN_FLIGHT]
                ]
                futures = self.submit(connection, facts)
                for fact in facts:
                    reading = self._pool.result(futures[reading_key(fact)]) if fact.is_content else None
                    try:
                        self._fold_now(fact, reading)
                    except ArchiveError:
                        raise
                    except Exception:  # a defect of ours in one page must not keep every later crawl from starting
                        logger.exception("capture %d cannot be folded; it waits for a corrected version", fact.id)
                progress(min(start + _IN_FLIGHT, len(waiting)), len(waiting))
        return len(waiting)

    def submit(self, connection: sqlite3.Connection, facts: Iterable[CaptureFact]) -> dict[ReadingKey, Future[Reading]]:
        """Gives every different payload among these captures to the workers."""
        futures: dict[ReadingKey, Future[Reading]] = {}
        for fact in facts:
            if not fact.is_content or reading_key(fact) in futures:
                continue
            digest, url, content_type = reading_key(fact)
            futures[digest, url, content_type] = self._pool.submit_stored(
                partial(_stored, connection, digest), url, content_type
            )
        return futures

    def _fold_now(self, fact: CaptureFact, reading: Reading | None) -> None:
        try:
            self._writer.submit(lambda connection: fold_capture(connection, fact.id, reading)).result()
        except RefoldNeeded as needed:
            self.refold(needed.url_key)

    def _payload(self, digest: str) -> bytes | None:
        with closing(open_for_reading(self._path)) as connection:
            return _stored(connection, digest)

    @staticmethod
    def _url_ids(connection: sqlite3.Connection, url_key: str) -> set[int]:
        page = folding.page_by_key(connection, url_key)
        known = folding.url_ids_of_page(connection, page.id) if page is not None else set()
        return known | {i for i, url in folding.urls_not_folded(connection) if urls.key(url) == url_key}


def replace_page(
    url_ids: Iterable[int],
    facts: Sequence[CaptureFact],
    readings: dict[ReadingKey, Reading],
    connection: sqlite3.Connection,
) -> bool:
    """Folds a page from nothing; False where captures were added since ``facts`` were read."""
    if [fact.id for fact in folding.facts_of_urls(connection, url_ids)] != [fact.id for fact in facts]:
        return False
    refold_page(connection, facts, readings)
    return True


def _stored(connection: sqlite3.Connection, digest: str) -> bytes | None:
    """The payload, None where it is damaged or erased: its capture then has a reading that says so."""
    try:
        return payloads.read(connection, digest)
    except (DamagedPayload, KeyError) as error:
        logger.error("%s", error)
        return None
