"""Makes all derivations of an archive again, page by page, from its captures alone."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding, status
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations
from kaaw_archive.archive.store.search import rebuild_index
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.checks import judge_again
from kaaw_archive.derive.deriver import Deriver, submitted
from kaaw_archive.derive.fold import learn_from, reading_keys
from kaaw_archive.derive.incidents import settle_incidents
from kaaw_archive.derive.replacing import PageFacts, facts_at, replace_page
from kaaw_archive.derive.spill import Spill
from kaaw_archive.derive.workers import ReadingPool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading

_IN_FLIGHT = 32  # payloads with the workers or waiting for their page's turn, and as many pages


@dataclass(frozen=True, slots=True)
class DeriveReport:
    """How much was derived from how much, in how many seconds."""

    captures: int
    pages: int
    readings: int
    articles: int
    snapshots: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _PageAtWork:
    page: PageFacts
    futures: dict[ReadingKey, Future[Reading]]


def derive_all(
    path: Path,
    *,
    workers: int,
    progress: Callable[[int, int], None],
    on_wait: Callable[[], None] | None = None,
) -> DeriveReport:
    """Every derivation of every page, by the extractor and the rules of today; facts and decisions stay as they are.

    All is read before anything is folded, as a page is read by what is known from the others. ``progress`` is told how
    many pages of how many are done, each of which counts twice; ``on_wait`` as for :func:`open_for_writing`. May run
    beside crawls: a page that is captured meanwhile is folded again. Raises the named errors of
    :func:`open_for_writing`.
    """
    began = time.monotonic()
    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)
    try:
        deriver = Deriver(path, writer, pool)
        writer.submit(rebuild_index).result()  # a damaged one takes no deletion
        writer.submit(_forget_pages).result()
        writer.submit(learned.forget_learned).result()
        with closing(open_for_reading(path)) as connection, Spill(path) as spill:
            _read_all(connection, writer, pool, spill, progress)
            _fold_all(connection, writer, deriver, spill, progress)
        deriver.left_over()
        writer.submit(derivations.settle_links).result()
        writer.submit(judge_again).result()
        writer.submit(settle_incidents).result()
        writer.submit(learned.all_is_learned).result()
        with closing(open_for_reading(path)) as connection:
            return DeriveReport(**status.counts_of_derived(connection), seconds=time.monotonic() - began)
    finally:
        pool.close()
        writer.close()


def judge_all(path: Path, on_wait: Callable[[], None] | None = None) -> int:
    """Judges every check of every link by the rules of today, and folds their health; how many verdicts changed."""
    writer = Writer(path, on_wait)
    try:
        changed = writer.submit(judge_again).result()
        writer.submit(settle_incidents).result()
        return changed
    finally:
        writer.close()


def _forget_pages(connection: sqlite3.Connection) -> None:
    """Those that no page of today will replace; their captures, if any, may belong to another page."""
    derivations.clear_pages(connection, folding.pages_to_forget(connection, urls.KEY_VERSION))


def _read_all(
    connection: sqlite3.Connection,
    writer: Writer,
    pool: ReadingPool,
    spill: Spill,
    progress: Callable[[int, int], None],
) -> None:
    """Reads every payload, and learns from all captures what each page is folded by."""
    newest_id = folding.newest_capture_id(connection)
    groups = _groups(connection)
    at_work: deque[_PageAtWork] = deque()
    in_flight = done = 0

    def finish() -> None:
        nonlocal in_flight, done
        work = at_work.popleft()
        readings = {key: pool.result(future) for key, future in work.futures.items()}
        in_flight -= len(work.futures)
        for key, reading in readings.items():
            spill.keep(key, reading)
        writer.submit(partial(learn_from, facts=work.page.facts, readings=readings)).result()
        done += 1
        progress(done, 2 * len(groups))

    for group, url_ids in groups.items():
        page = facts_at(connection, group, url_ids, newest_id)
        futures = submitted(connection, pool, reading_keys(page.facts).values())
        at_work.append(_PageAtWork(page, futures))
        in_flight += len(futures)
        while at_work and max(in_flight, len(at_work)) > _IN_FLIGHT:
            finish()
    while at_work:
        finish()


def _fold_all(
    connection: sqlite3.Connection,
    writer: Writer,
    deriver: Deriver,
    spill: Spill,
    progress: Callable[[int, int], None],
) -> None:
    """Folds every page from nothing; one that was captured since it was read is read again."""
    newest_id = folding.newest_capture_id(connection)  # before the addresses: what comes later is looked for then
    groups = _groups(connection)
    for done, (group, url_ids) in enumerate(groups.items(), start=1):
        page = facts_at(connection, group, url_ids, newest_id)
        keys = set(reading_keys(page.facts).values())
        readings = {key: spill.reading(key) for key in keys if key in spill}
        is_whole = len(readings) == len(keys)
        if not is_whole or not writer.submit(partial(replace_page, page=page, readings=readings)).result():
            deriver.refold(group)
        progress(len(groups) + done, 2 * len(groups))


def _groups(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """The ids of the addresses of the pages that are folded together, by the rules of today."""
    groups: dict[str, list[int]] = defaultdict(list)
    for url_id, url in folding.captured_urls(connection):
        groups[urls.group(url)].append(url_id)
    return groups
