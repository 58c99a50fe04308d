"""Derive everything in an archive again, page by page, from its captures alone."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import __version__, urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.disk_space import MB, free_bytes
from kaaw_archive.archive.queries import folding, links, status
from kaaw_archive.archive.queries.boilerplate import half_derived_by
from kaaw_archive.archive.queries.derive_room import bytes_needed
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations, search
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.checks import judge_again
from kaaw_archive.derive.crawl_checks import make_all_again
from kaaw_archive.derive.deriver import Deriver, submit_readings
from kaaw_archive.derive.fold import learn_from, reading_keys
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.reading_file import ReadingFile, path_beside
from kaaw_archive.derive.refold import PageFacts, facts_at, replace_page
from kaaw_archive.derive.workers import ReadingPool, WorkerTask
from kaaw_archive.errors import DiskFull
from kaaw_archive.extract import EXTRACTOR_VERSION
from kaaw_archive.seeds.records import VERSION as SEEDS_VERSION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading

_LINKS_AT_ONCE = 100  # in one transaction
_IN_FLIGHT = 32  # payloads with the workers or waiting for their page's turn, and as many pages
# all that a derivation depends on
PROGRAM = f"kaaw_archive/{__version__} {EXTRACTOR_VERSION} keys {urls.KEY_VERSION} seeds {SEEDS_VERSION}"


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


def derive_all(
    path: Path,
    *,
    workers: int,
    progress: Callable[[int, int], None],
    on_wait: Callable[[], None] | None = None,
    on_room: Callable[[int, int], None] = lambda needed, free: None,
) -> DeriveReport:
    """Derive every page again by the extractor and the rules of today; facts and decisions stay as they are.

    All payloads are read before the first page is folded, because a page is folded by what is known of the others.
    ``progress`` gets the number of pages done and the total; each page counts twice. ``on_room`` gets the bytes that
    are needed and free before anything changes; ``on_wait`` is as for :func:`open_for_writing`. Crawls may run
    meanwhile: a page that they capture is folded again. A derivation that was killed goes on where it was.

    Raises DiskFull if too little is free, RunUnderWay if another derivation is at work, and the named errors of
    :func:`open_for_writing`.
    """
    began = time.monotonic()
    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)
    try:
        with closing(open_for_reading(path)) as connection:
            _check_room(path, connection, on_room)
            with closing(ReadingFile(path, PROGRAM)) as file:
                _derive(connection, path, writer, pool, file, progress)
                file.remove()
        with closing(open_for_reading(path)) as connection:
            return DeriveReport(**status.counts_of_derived(connection), seconds=time.monotonic() - began)
    finally:
        pool.close()
        writer.close()


def _derive(
    connection: sqlite3.Connection,
    path: Path,
    writer: Writer,
    pool: ReadingPool,
    file: ReadingFile,
    progress: Callable[[int, int], None],
) -> None:
    _begin(connection, writer, file)
    _read_all(connection, path, writer, pool, file, progress)
    deriver = Deriver(path, writer, pool)
    _fold_all(connection, writer, deriver, file, progress)
    deriver.left_over()
    writer.submit(derivations.settle_links).result()
    _check_all(path, writer)
    writer.submit(judge_again).result()
    writer.submit(find_incidents).result()
    _make_index(path, writer, lambda done, total: None)
    writer.submit(learned.end_derivation).result()


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


def _begin(connection: sqlite3.Connection, writer: Writer, file: ReadingFile) -> None:
    """Forget what is derived anew, unless a derivation goes on that did so."""
    if half_derived_by(connection) == file.token:
        return
    file.begin_again()
    writer.submit(search.mend_index).result()  # a damaged one takes no deletion
    writer.submit(_forget_pages).result()
    writer.submit(partial(learned.begin_derivation, token=file.token)).result()


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


def _forget_pages(connection: sqlite3.Connection) -> None:
    """Delete the pages that no page of today replaces; their captures, if any, may belong to another page."""
    derivations.clear_pages(connection, folding.pages_to_forget(connection, urls.KEY_VERSION))


def _read_all(
    connection: sqlite3.Connection,
    path: Path,
    writer: Writer,
    pool: ReadingPool,
    file: ReadingFile,
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
        for key, task in group.tasks.items():
            file.store(key, pool.result(task))
        in_flight -= len(group.tasks)
        readings = {key: file.load(key) for key in set(reading_keys(group.page.facts).values())}
        writer.submit(partial(learn_from, facts=group.page.facts, readings=readings)).result()
        file.note("read", group.page.group)
        done += 1
        progress(done, 2 * len(groups))

    for name, url_ids in groups.items():
        if file.is_done("read", name):
            done += 1
            continue
        page = facts_at(connection, name, url_ids, newest_id)
        tasks = submit_readings(path, pool, [key for key in reading_keys(page.facts).values() if key not in file])
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
    file: ReadingFile,
    progress: Callable[[int, int], None],
) -> None:
    """Fold every page from nothing; a page that was captured since it was read is read again."""
    newest_id = folding.newest_capture_id(connection)  # before the addresses: later captures are searched for then
    groups = _groups(connection)
    for done, (group, url_ids) in enumerate(groups.items(), start=1):
        if file.is_done("folded", group):
            continue
        page = facts_at(connection, group, url_ids, newest_id)
        keys = set(reading_keys(page.facts).values())
        readings = {key: file.load(key) for key in keys if key in file}
        is_whole = len(readings) == len(keys)
        if not is_whole or not writer.submit(partial(replace_page, page=page, readings=readings)).result():
            deriver.refold(group)
        file.note("folded", group)
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
