"""Worker processes that read payloads, with limits on time and memory; hitting one is a named problem."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from kaaw_archive.derive.reading import read_payload, unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.items import Reading

TIMEOUT_S = 30.0
MEMORY_MB = 1024
_TASKS_A_WORKER = 500  # then a fresh one: what lxml and trafilatura hold on to is given back
_NICENESS = 5  # reading yields to fetching and to the writer


def default_workers() -> int:
    """One for each core that this process may use, as reading is all computing."""
    return max(1, len(os.sched_getaffinity(0)))


class ReadingPool:
    """Workers start with the first payload. ``timeout_s`` a payload, ``memory_mb`` of address space a worker."""

    def __init__(self, workers: int, timeout_s: float = TIMEOUT_S, memory_mb: int = MEMORY_MB) -> None:
        self._timeout_s = timeout_s
        # forkserver: the reactor, its threads and SQLite are open here, so plain fork would copy locks that are held
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["kaaw_archive.derive.reading"])
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_TASKS_A_WORKER,
            initializer=_limit,
            initargs=(memory_mb,),
            context=context,
        )

    def submit(self, payload: bytes, url: str, content_type: str | None) -> Future[Reading]:
        """A future of the reading; ask :meth:`result` for it, which turns a lost worker into a named problem."""
        future: Future[Reading] = self._pool.schedule(
            read_payload, args=(payload, url, content_type), timeout=self._timeout_s
        )
        return future

    def submit_stored(self, load: Callable[[], bytes | None], url: str, content_type: str | None) -> Future[Reading]:
        """As :meth:`submit` with what ``load`` gives; None from it is a reading with problem damaged_payload."""
        payload = load()
        if payload is not None:
            return self.submit(payload, url, content_type)
        lost: Future[Reading] = Future()
        lost.set_result(unread("damaged_payload"))
        return lost

    @staticmethod
    def result(future: Future[Reading]) -> Reading:
        """Waits for the reading; one that hit a limit has the problem timeout, out_of_memory or worker_died."""
        try:
            return future.result()
        except (FutureTimeoutError, MemoryError, ProcessExpired, RecursionError) as error:
            return unread(_problem(error))

    async def read(self, payload: bytes, url: str, content_type: str | None) -> Reading:
        """As :meth:`submit` and :meth:`result`, awaited."""
        future = self.submit(payload, url, content_type)
        try:
            return await asyncio.wrap_future(future)
        except (TimeoutError, FutureTimeoutError, MemoryError, ProcessExpired, RecursionError) as error:
            return unread(_problem(error))

    def close(self) -> None:
        """Ends the workers at once; what was not read is left over for the next run."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble is typed but for this
        self._pool.join()


def _problem(error: BaseException) -> str:
    if isinstance(error, TimeoutError | FutureTimeoutError):
        return "timeout"
    return "out_of_memory" if isinstance(error, MemoryError) else "worker_died"


def _limit(memory_mb: int) -> None:
    bound = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    os.nice(_NICENESS)
