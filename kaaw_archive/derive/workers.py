"""Worker processes that read payloads, with limits on time and memory; a payload that hits one has a named problem."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import time
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

import pebble.pool.process as pebble_process
from pebble import ProcessExpired, ProcessPool

from kaaw_archive.derive.reading import unread
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.setting_table import default

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaaw_archive.items import Reading

P = ParamSpec("P")
T = TypeVar("T")

TIMEOUT_S: float = default("ARCHIVE_READ_TIMEOUT_S")
MEMORY_MB: int = default("ARCHIVE_READ_MEMORY_MB")
_TASKS_A_WORKER = 500  # then a fresh one: what lxml and trafilatura hold on to is given back
_NICENESS = 5  # reading yields to fetching and to the writer
_TRIES = 3  # of a payload whose pool is lost under it; after the last, its reading is worker_died
_LOOK_EVERY_S = 1.0  # at the pool of a reading that is waited for: it may be lost
_HELD_MAX_S = (
    10.0  # of the lock of the pool's pipes, which a worker needs for milliseconds: a dead one never gives it back
)

# pebble measures the time of a task by the clock of the day, which may jump while a page is read
pebble_process.time = SimpleNamespace(time=time.monotonic, sleep=time.sleep)  # type: ignore[assignment, attr-defined]

# Every way in which a reading can be lost: its own limits, its worker gone, the whole pool gone, cancelled.
_LOST = (
    TimeoutError,
    MemoryError,
    RecursionError,
    ProcessExpired,
    BrokenExecutor,
    CancelledError,
    asyncio.CancelledError,
)


def default_workers() -> int:
    """Return the number of cores that this process may use, because reading only computes."""
    return max(1, len(os.sched_getaffinity(0)))


class PoolClosed(Exception):
    """The pool was closed before it could read this: the capture is left for the next run."""


class LimitHit(Exception):
    """A task hit a limit of its worker, or killed it: ``timeout``, ``out_of_memory``, ``worker_died``."""

    def __init__(self, problem: ReadingProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class WorkerTask(Generic[T]):
    """A function that was given to a worker; ``future`` is that of its last try."""

    def __init__(self, schedule: Callable[[], Future[T]]) -> None:
        self._schedule = schedule
        self.future = schedule()

    def begin(self) -> None:
        """Give the function to a worker again."""
        self.future = self._schedule()


class ReadingPool:
    """Pool of workers, which start with the first payload; ``memory_mb`` is a worker's limit beyond its start."""

    def __init__(self, workers: int, timeout_s: float = TIMEOUT_S, memory_mb: int = MEMORY_MB) -> None:
        self._workers = workers
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._is_closed = False
        self._pool = self._new_pool()
        self._unread: dict[Future[Any], ProcessPool] = {}
        self._awaited: dict[Future[Any], asyncio.Event] = {}
        self._next_look: asyncio.TimerHandle | None = None
        self._free_at = time.monotonic()  # when the lock of the pipes was last free

    def __deepcopy__(self, _memo: object) -> ReadingPool:
        """Return the pool itself: Scrapy copies settings, and ``ARCHIVE_POOL`` means this very pool."""
        return self

    def submit(self, function: Callable[P, Reading], *args: P.args, **named: P.kwargs) -> WorkerTask[Reading]:
        """Return the task of a function that reads a payload, for :meth:`result`. Raises PoolClosed."""
        return WorkerTask(partial(self._schedule, function, *args, **named))

    def result(self, task: WorkerTask[Reading]) -> Reading:
        """Wait for a reading; if a limit was hit, its problem is timeout, out_of_memory or worker_died.

        Raises PoolClosed.
        """
        try:
            return self._result_of(task)
        except LimitHit as hit:
            return unread(hit.problem)

    def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return the result of a pure function of a module, run in a worker; as :meth:`call`, for threads."""
        return self._result_of(WorkerTask(partial(self._schedule, function, *args, **named)))

    def _result_of(self, task: WorkerTask[T]) -> T:
        for future in self._pending(task):
            wait([future], timeout=_LOOK_EVERY_S)
        return self._outcome(task.future)

    async def read(self, function: Callable[P, Reading], *args: P.args, **named: P.kwargs) -> Reading:
        """Await the result of a function that reads a payload; limits as for :meth:`result`. Raises PoolClosed."""
        try:
            return await self.call(function, *args, **named)
        except LimitHit as hit:
            return unread(hit.problem)

    async def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return the result of a pure function of a module, run in a worker. Raises LimitHit, PoolClosed."""
        task = WorkerTask(partial(self._schedule, function, *args, **named))
        for future in self._pending(task):
            try:
                await self._ended(future)
            except asyncio.CancelledError:
                future.cancel()  # no worker works for a caller that was given up
                raise
        return self._outcome(task.future)

    def close(self) -> None:
        """End the workers at once; unread payloads are left over for the next run."""
        self._is_closed = True
        _end(self._pool)
        for future in list(self._unread):  # pebble forgets them, and a caller would wait for ever
            future.cancel()

    def _new_pool(self) -> ProcessPool:
        # forkserver: the reactor, its threads and SQLite are open here, so plain fork would copy locks that are held
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["kaaw_archive.derive.warm"])
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_A_WORKER,
            initializer=_limit,
            initargs=(self._memory_mb,),
            context=context,
        )

    def _schedule(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> Future[T]:
        try:
            future: Future[T] = self._pool.schedule(function, args=args, kwargs=named, timeout=self._timeout_s)
        except RuntimeError:  # pebble's word for a pool that was lost as a whole
            if self._is_closed:
                raise PoolClosed from None
            self._begin_again()
            future = self._pool.schedule(function, args=args, kwargs=named, timeout=self._timeout_s)
        if not self._unread:
            self._free_at = time.monotonic()  # not looked at since the last task
        self._unread[future] = self._pool
        future.add_done_callback(lambda done: self._unread.pop(done, None))
        return future

    def _begin_again(self) -> None:
        """Replace a pool that is lost; its tasks are begun again by those who wait for them."""
        lost, self._pool = self._pool, self._new_pool()
        self._free_at = time.monotonic()
        _end(lost)

    def _is_held(self) -> bool:
        """Return True if the lock of the pipes was not free for too long: its worker died with it, or was stopped.

        pebble waits a minute for it, and never ends a task that takes too long while it is held.
        """
        channel = self._pool._pool_manager.worker_manager.workers_channel
        mutex = channel and channel.mutex
        if not mutex or mutex.acquire(block=False):
            self._free_at = time.monotonic()
            if mutex:
                mutex.release()
        return time.monotonic() - self._free_at > _HELD_MAX_S

    def _pending(self, task: WorkerTask[T]) -> Iterator[Future[T]]:
        """Yield the future of a task while it must be waited for; if its pool is lost, the task begins again."""
        for is_last in (*(False,) * (_TRIES - 1), True):
            while not task.future.done() and not self._is_lost(task.future):
                yield task.future
            if is_last or not self._went_with_its_pool(task.future):
                return
            task.future.cancel()
            task.begin()

    async def _ended(self, future: Future[Any]) -> None:
        """Wait until a future is done, or lost with its pool.

        One timer looks at all futures: thousands of pages may wait to be read, and a timer each took 5 % of a core for
        1,500 of them.
        """
        loop, has_ended = asyncio.get_running_loop(), asyncio.Event()

        def wake(_ended: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(has_ended.set)

        self._awaited[future] = has_ended
        future.add_done_callback(wake)
        if self._next_look is None:
            self._next_look = loop.call_later(_LOOK_EVERY_S, self._look, loop)
        try:
            await has_ended.wait()
        finally:
            del self._awaited[future]
            if not self._awaited and self._next_look is not None:
                self._next_look.cancel()
                self._next_look = None

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wake the callers whose futures may be lost."""
        is_broken = not self._pool.active or self._is_held()
        for future, has_ended in self._awaited.items():
            if is_broken or self._unread.get(future) is not self._pool:
                has_ended.set()
        self._next_look = loop.call_later(_LOOK_EVERY_S, self._look, loop)

    def _is_lost(self, future: Future[Any]) -> bool:
        """Return True if the future will never be done: pebble forgets tasks not begun when their pool broke."""
        pool = self._unread.get(future)
        if pool is None or future.done():
            return False
        if pool is self._pool and pool.active and not self._is_closed and self._is_held():
            self._begin_again()
        return pool is not self._pool or not pool.active

    def _went_with_its_pool(self, future: Future[Any]) -> bool:
        """Return True if the whole pool was lost, most likely by another payload: this one gets another try."""
        if self._is_closed:
            return False
        if not future.done():
            return True
        return not future.cancelled() and isinstance(future.exception(), BrokenExecutor)

    def _outcome(self, future: Future[T]) -> T:
        if not future.done():
            raise self._limit_hit(BrokenExecutor())
        try:
            return future.result()
        except _LOST as error:
            raise self._limit_hit(error) from error
        except Exception as error:  # of a defect, or of pebble's pipes when we close them under its hands
            if self._is_closed:
                raise PoolClosed from error
            raise

    def _limit_hit(self, error: BaseException) -> Exception:
        return PoolClosed() if self._is_closed else LimitHit(_problem(error))


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble is typed but for this
    # pebble closes its pipes first, and a worker that is just being started would print a traceback over them
    for worker in list(pool._pool_manager.worker_manager.workers.values()):
        worker.kill()
    pool.join()


def _problem(error: BaseException) -> ReadingProblem:
    if isinstance(error, TimeoutError):
        return ReadingProblem.TIMEOUT
    return ReadingProblem.OUT_OF_MEMORY if isinstance(error, MemoryError) else ReadingProblem.WORKER_DIED


def _limit(memory_mb: int) -> None:
    # beyond what is mapped already, which is libraries for the most part and another amount on every machine
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    bound = mapped + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    os.nice(_NICENESS)
