"""Derive everything in an archive again, page by page, from its captures alone."""

from __future__ import annotations

import pickle
import tempfile
import time
import zlib
from collections import defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.connect import named_errors, open_for_reading
from kaaw_archive.archive.queries import folding, links, status
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations
from kaaw_archive.archive.store.search import rebuild_index
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.checks import judge_again
from kaaw_archive.derive.crawl_checks import make_all_again
from kaaw_archive.derive.deriver import Deriver, submitted
from kaaw_archive.derive.fold import learn_from, reading_keys
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.refold import PageFacts, facts_at, replace_page
from kaaw_archive.derive.workers import ReadingPool, WorkerTask

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading

_LINKS_AT_ONCE = 100  # in one transaction
_IN_FLIGHT = 32  # payloads with the workers or waiting for their page's turn, and as many pages
_ZLIB_LEVEL = 1  # a quarter of the size for a tenth of the time that extraction takes


@dataclass(frozen=True, slots=True)
class DeriveReport:
    """Numbers of rows after a derivation of the whole archive, and its duration in seconds."""

    captures: int
    pages: int
    readings: int
    articles: int
    snapshots: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _PendingGroup:
    page: PageFacts
    tasks: dict[ReadingKey, WorkerTask[Reading]]


class _ReadingFile:
    """Readings between the two passes, in an unnamed file beside the archive: too many for the memory."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        with named_errors(archive):
            self._file = tempfile.TemporaryFile(dir=archive.parent)  # noqa: SIM115 - closed by close()
        self._places: dict[ReadingKey, tuple[int, int]] = {}

    def __contains__(self, key: ReadingKey) -> bool:
        return key in self._places

    def close(self) -> None:
        self._file.close()

    def store(self, key: ReadingKey, reading: Reading) -> None:
        """Append a reading. Raises the named errors of the archive, such as DiskFull."""
        compressed = zlib.compress(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL), _ZLIB_LEVEL)
        with named_errors(self._archive):
            offset = self._file.seek(0, 2)
            self._file.write(compressed)
        self._places[key] = (offset, len(compressed))

    def load(self, key: ReadingKey) -> Reading:
        """Return a stored reading. Raises KeyError if it was never stored."""
        offset, size = self._places[key]
        with named_errors(self._archive):
            self._file.seek(offset)
            compressed = self._file.read(size)
        reading: Reading = pickle.loads(zlib.decompress(compressed))
        return reading


def derive_all(
    path: Path,
    *,
    workers: int,
    progress: Callable[[int, int], None],
    on_wait: Callable[[], None] | None = None,
) -> DeriveReport:
    """Derive every page again by the extractor and the rules of today; facts and decisions stay as they are.

    All payloads are read before the first page is folded, because a page is folded by what is known of the others.
    ``progress`` gets the number of pages done and the total; each page counts twice. ``on_wait`` is as for
    :func:`open_for_writing`. Crawls may run meanwhile: a page that they capture is folded again. Raises the named
    errors of :func:`open_for_writing`.
    """
    began = time.monotonic()
    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)
    try:
        deriver = Deriver(path, writer, pool)
        writer.submit(rebuild_index).result()  # a damaged one takes no deletion
        writer.submit(_forget_pages).result()
        writer.submit(learned.forget_learned).result()
        with closing(open_for_reading(path)) as connection, closing(_ReadingFile(path)) as file:
            _read_all(connection, path, writer, pool, file, progress)
            _fold_all(connection, writer, deriver, file, progress)
        deriver.left_over()
        writer.submit(derivations.settle_links).result()
        _check_all(path, writer)
        writer.submit(judge_again).result()
        writer.submit(find_incidents).result()
        writer.submit(learned.all_is_learned).result()
        with closing(open_for_reading(path)) as connection:
            return DeriveReport(**status.counts_of_derived(connection), seconds=time.monotonic() - began)
    finally:
        pool.close()
        writer.close()


def judge_all(path: Path, on_wait: Callable[[], None] | None = None) -> int:
    """Judge every check of every link by the rules of today; return the number of verdicts that changed."""
    writer = Writer(path, on_wait)
    try:
        changed = writer.submit(judge_again).result()
        writer.submit(find_incidents).result()
        return changed
    finally:
        writer.close()


def _forget_pages(connection: sqlite3.Connection) -> None:
    """Delete the pages that no page of today replaces; their captures, if any, may belong to another page."""
    derivations.clear_pages(connection, folding.pages_to_forget(connection, urls.KEY_VERSION))


def _read_all(
    connection: sqlite3.Connection,
    path: Path,
    writer: Writer,
    pool: ReadingPool,
    file: _ReadingFile,
    progress: Callable[[int, int], None],
) -> None:
    """Read every payload, and learn from all captures what each page is folded by."""
    newest_id = folding.newest_capture_id(connection)
    groups = _groups(connection)
    pending: deque[_PendingGroup] = deque()
    in_flight = done = 0

    def finish() -> None:
        nonlocal in_flight, done
        group = pending.popleft()
        readings = {key: pool.result(task) for key, task in group.tasks.items()}
        in_flight -= len(group.tasks)
        for key, reading in readings.items():
            file.store(key, reading)
        writer.submit(partial(learn_from, facts=group.page.facts, readings=readings)).result()
        done += 1
        progress(done, 2 * len(groups))

    for name, url_ids in groups.items():
        page = facts_at(connection, name, url_ids, newest_id)
        tasks = submitted(path, pool, reading_keys(page.facts).values())
        pending.append(_PendingGroup(page, tasks))
        in_flight += len(tasks)
        while pending and max(in_flight, len(pending)) > _IN_FLIGHT:
            finish()
    while pending:
        finish()


def _fold_all(
    connection: sqlite3.Connection,
    writer: Writer,
    deriver: Deriver,
    file: _ReadingFile,
    progress: Callable[[int, int], None],
) -> None:
    """Fold every page from nothing; a page that was captured since it was read is read again."""
    newest_id = folding.newest_capture_id(connection)  # before the addresses: later captures are searched for then
    groups = _groups(connection)
    for done, (group, url_ids) in enumerate(groups.items(), start=1):
        page = facts_at(connection, group, url_ids, newest_id)
        keys = set(reading_keys(page.facts).values())
        readings = {key: file.load(key) for key in keys if key in file}
        is_whole = len(readings) == len(keys)
        if not is_whole or not writer.submit(partial(replace_page, page=page, readings=readings)).result():
            deriver.refold(group)
        progress(len(groups) + done, 2 * len(groups))


def _check_all(path: Path, writer: Writer) -> None:
    """Make the checks of all links from the captures of crawls, some at a time, so that crawls can write meanwhile."""
    with closing(open_for_reading(path)) as connection:
        link_urls = links.all_urls(connection)
    for start in range(0, len(link_urls), _LINKS_AT_ONCE):
        writer.submit(partial(make_all_again, link_urls=link_urls[start : start + _LINKS_AT_ONCE])).result()


def _groups(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """Return, for each group of pages that are folded together by the rules of today, the ids of its addresses."""
    groups: dict[str, list[int]] = defaultdict(list)
    for url_id, url in folding.captured_urls(connection):
        groups[urls.group(url)].append(url_id)
    return groups
