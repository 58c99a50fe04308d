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
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.store import derivations
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.deriver import Deriver, replace_page
from kaaw_archive.derive.workers import ReadingPool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading

_IN_FLIGHT = 32  # payloads with the workers or waiting for their page's turn


@dataclass(frozen=True, slots=True)
class DeriveReport:
    """How much was derived from how much, in how many seconds."""

    captures: int
    pages: int
    readings: int
    articles: int
    snapshots: int
    seconds: float


@dataclass(slots=True)
class _PageAtWork:
    url_ids: list[int]
    facts: list[CaptureFact]
    futures: dict[ReadingKey, Future[Reading]]


def derive_all(path: Path, *, workers: int, progress: Callable[[int, int], None]) -> DeriveReport:
    """Every derivation of every page, by the extractor and the rules of today; facts and decisions stay as they are.

    ``progress`` is told how many pages of how many are done. May run beside crawls: a page that is captured meanwhile
    is folded again. Raises the named errors of :func:`open_for_writing`.
    """
    began = time.monotonic()
    writer = Writer(path)
    pool = ReadingPool(workers)
    try:
        deriver = Deriver(path, writer, pool)
        with closing(open_for_reading(path)) as connection:
            groups = _groups(connection)
            writer.submit(partial(_forget_pages_without_captures, frozenset(groups))).result()
            _fold_groups(connection, writer, pool, deriver, groups, progress)
        deriver.left_over()
        writer.submit(derivations.settle_links).result()
        with closing(open_for_reading(path)) as connection:
            return _report(connection, time.monotonic() - began)
    finally:
        pool.close()
        writer.close()


def _groups(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """The ids of the addresses of each page, by its key as we make keys today."""
    groups: dict[str, list[int]] = defaultdict(list)
    for url_id, url in folding.captured_urls(connection):
        groups[urls.key(url)].append(url_id)
    return groups


def _forget_pages_without_captures(keys: frozenset[str], connection: sqlite3.Connection) -> None:
    """Also those whose key was made by other rules: their captures may belong to another page today."""
    for page_id, key, key_version in folding.page_keys(connection):
        if key not in keys or key_version != urls.KEY_VERSION:
            derivations.clear_page(connection, page_id)


def _fold_groups(
    connection: sqlite3.Connection,
    writer: Writer,
    pool: ReadingPool,
    deriver: Deriver,
    groups: dict[str, list[int]],
    progress: Callable[[int, int], None],
) -> None:
    at_work: deque[_PageAtWork] = deque()
    in_flight = done = 0

    def finish() -> None:
        nonlocal in_flight, done
        page = at_work.popleft()
        readings = {key: pool.result(future) for key, future in page.futures.items()}
        in_flight -= len(page.futures)
        if not writer.submit(partial(replace_page, page.url_ids, page.facts, readings)).result():
            deriver.refold(urls.key(page.facts[0].url))
        done += 1
        progress(done, len(groups))

    for url_ids in groups.values():
        facts = folding.facts_of_urls(connection, url_ids)
        futures = deriver.submit(connection, facts)
        at_work.append(_PageAtWork(url_ids, facts, futures))
        in_flight += len(futures)
        while at_work and in_flight > _IN_FLIGHT:
            finish()
    while at_work:
        finish()


def _report(connection: sqlite3.Connection, seconds: float) -> DeriveReport:
    names = ("captures", "pages", "readings", "articles", "snapshots")
    counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    return DeriveReport(seconds=seconds, **counts)
