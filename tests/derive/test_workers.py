"""Workers: what they read is what is read here, and one that hangs, hogs or dies is killed and named."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
import time
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from typing import TYPE_CHECKING, Any

import pytest
from pebble import ProcessExpired
from scrapy.settings import Settings

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.payloads import digest
from kaaw_archive.derive import workers
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.derive.stored_pages import read_stored
from kaaw_archive.derive.workers import LimitHit, PoolClosed, ReadingPool, WorkerTask
from tests.german_pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaaw_archive.items import Reading

pytestmark = pytest.mark.slow

URL = "https://www.stadt.example/aktuelles/1"
TYPE = "text/html; charset=utf-8"
# Takes about a second to read.
LONG = b"<html><body><article><h1>Titel</h1>" + b"<p>Ein Satz, der keiner ist, steht hier.</p>" * 150_000
GREEDY = b"<html><body>" + b"<p a=b c=d e=f g=h>a" * 190_000  # a tree of some 200 MB


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    readers = ReadingPool(1)
    yield readers
    readers.close()


def test_a_worker_reads_what_is_read_here(pool: ReadingPool) -> None:
    reading = pool.result(pool.submit(read_payload, page(1), URL, TYPE))
    assert reading == read_payload(page(1), URL, TYPE)
    assert reading.articles
    assert asyncio.run(pool.read(read_payload, page(1), URL, TYPE)) == reading


def test_a_payload_that_is_not_there_is_a_named_problem(pool: ReadingPool, archive_path: Path) -> None:
    open_for_writing(archive_path).close()
    reading = pool.result(pool.submit(read_stored, archive_path, digest(b"never stored"), URL, TYPE, False))
    assert (reading.problem, reading.articles) == ("damaged_payload", ())


def _never_read() -> Reading:
    time.sleep(600)
    raise AssertionError("the worker was not killed")


def test_a_reading_that_takes_too_long_is_killed_and_named_and_the_next_is_read() -> None:
    readers = ReadingPool(1, timeout_s=1)
    try:
        assert readers.result(readers.submit(_never_read)).problem == "timeout"
        assert asyncio.run(readers.read(_never_read)).problem == "timeout"
        tries = (
            readers.result(readers.submit(read_payload, b"<h1>Amt</h1><p>Kurz.</p>", URL, TYPE)) for _ in range(20)
        )
        assert any(reading.problem != "timeout" for reading in tries)  # the first may be slow on a loaded machine
    finally:
        readers.close()


def test_workers_are_killed_before_the_pipes_are_closed_over_which_a_young_one_would_print_a_traceback() -> None:
    readers, others = ReadingPool(2), set(active_children())
    try:
        readers.result(readers.submit(read_payload, page(1), URL, TYPE))
        workers = set(active_children()) - others
    finally:
        readers.close()
    assert [worker.exitcode for worker in workers] == [-signal.SIGKILL] * 2


def test_a_clock_that_jumps_ends_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = ReadingPool(1, timeout_s=100)
    try:
        slow = readers.submit(read_payload, LONG, URL, TYPE)
        while not slow.future.running():
            wait([slow.future], timeout=0.01)
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 3600)
        assert readers.result(slow).problem != "timeout"
    finally:
        readers.close()


def test_a_reading_that_eats_memory_is_named_and_the_next_is_read() -> None:
    readers = ReadingPool(1, timeout_s=10, memory_mb=64)
    try:
        assert readers.result(readers.submit(read_payload, GREEDY, URL, TYPE)).problem in {
            "out_of_memory",
            "worker_died",
        }
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
    finally:
        readers.close()


LOST = [
    ProcessExpired("gone", code=9),  # type: ignore[no-untyped-call]  # pebble is typed but for this
    BrokenProcessPool("gone"),
    CancelledError(),
]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_however_a_worker_is_lost_the_problem_has_one_name(pool: ReadingPool, error: BaseException) -> None:
    future: Future[Reading] = Future()
    future.set_exception(error)
    assert pool.result(WorkerTask(lambda: future)).problem == "worker_died"


def test_a_worker_that_is_killed_while_it_reads_is_named_and_the_next_is_read() -> None:
    others = set(active_children())
    readers = ReadingPool(1)
    try:
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        (worker,) = set(active_children()) - others
        reading = readers.submit(read_payload, LONG, URL, TYPE)
        while not reading.future.running():
            wait([reading.future], timeout=0.01)
        worker.kill()
        assert readers.result(reading).problem == "worker_died"
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
    finally:
        readers.close()


def test_a_worker_that_dies_with_the_lock_of_the_pipes_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_HELD_MAX_S", 0.5)
    readers = ReadingPool(1)
    try:
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        channel: Any = readers._pool._pool_manager.worker_manager.workers_channel
        dead = threading.Thread(target=channel.mutex.acquire)  # its end gives nothing back
        dead.start()
        dead.join()
        began = time.monotonic()
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        assert asyncio.run(readers.read(read_payload, page(2), URL, TYPE)).articles
        assert time.monotonic() - began < 30  # pebble's own minute
    finally:
        readers.close()


def test_a_pool_that_breaks_is_made_again() -> None:
    """As pebble gives up where a worker dies that was reading nothing."""
    others = set(active_children())
    readers = ReadingPool(1)
    try:
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        (worker,) = set(active_children()) - others
        worker.kill()
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).problem in {None, "worker_died"}
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        assert asyncio.run(readers.read(read_payload, page(1), URL, TYPE)).articles
    finally:
        readers.close()


def test_what_is_being_read_when_the_pool_is_closed_has_no_problem_but_is_left() -> None:
    readers = ReadingPool(1)
    readers.result(readers.submit(read_payload, page(1), URL, TYPE))
    futures = [readers.submit(read_payload, LONG, URL, TYPE) for _ in range(3)]
    threading.Timer(0.1, readers.close).start()
    for future in futures:
        with pytest.raises(PoolClosed):
            readers.result(future)
    with pytest.raises(PoolClosed):
        readers.submit(read_payload, page(1), URL, TYPE)


def test_who_awaits_a_reading_hears_that_the_pool_is_closed() -> None:
    readers = ReadingPool(1)

    async def read_and_close() -> None:
        reading = asyncio.ensure_future(readers.read(read_payload, LONG, URL, TYPE))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(readers.close)
        await reading

    with pytest.raises(PoolClosed):
        asyncio.run(read_and_close())


def test_many_awaited_readings_share_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    readers, delays = ReadingPool(1), list[float]()

    async def wait_for_many() -> None:
        loop = asyncio.get_running_loop()
        later = loop.call_later

        def counted(delay: float, *rest: Any) -> asyncio.TimerHandle:
            delays.append(delay)
            return later(delay, *rest)

        monkeypatch.setattr(loop, "call_later", counted)
        await asyncio.gather(*(readers.call(time.sleep, seconds) for seconds in (1.5, *[0.0] * 30)))

    try:
        asyncio.run(wait_for_many())
    finally:
        readers.close()
    assert 1 <= len(delays) < 20


def test_awaited_readings_whose_pool_is_lost_are_read_by_the_next() -> None:
    others = set(active_children())
    readers = ReadingPool(1)

    async def read_many() -> list[Reading]:
        return await asyncio.gather(*(readers.read(read_payload, page(1), URL, TYPE) for _ in range(5)))

    try:
        assert readers.result(readers.submit(read_payload, page(1), URL, TYPE)).articles
        (worker,) = set(active_children()) - others
        worker.kill()
        readings = asyncio.run(read_many())
        assert {reading.problem for reading in readings[:1]} <= {None, "worker_died"}
        assert all(reading.articles for reading in readings[1:])
    finally:
        readers.close()


def test_settings_that_name_a_pool_mean_the_same_one_when_they_are_copied() -> None:
    pool = ReadingPool(1)
    assert Settings({"ARCHIVE_POOL": pool}).copy()["ARCHIVE_POOL"] is pool
    pool.close()


def test_an_awaited_reading_that_fails_late_is_logged_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    readers = ReadingPool(1, timeout_s=1.5)  # longer than the time between two looks at the pool
    try:
        with pytest.raises(LimitHit, match="timeout"):
            asyncio.run(readers.call(time.sleep, 60))
    finally:
        readers.close()
    gc.collect()
    assert [record.message for record in caplog.records if record.name == "asyncio"] == []
