"""Derives what other programs captured and left unread: a killed crawl, an add-on in a project that is not ours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.deriver import Deriver, LeftOver
from kaaw_archive.derive.workers import PoolClosed, ReadingPool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.times import Clock


def derive_left_over(
    path: Path,
    *,
    workers: int,
    clock: Clock,
    is_over: Callable[[], bool] = lambda: False,
    on_wait: Callable[[], None] | None = None,
) -> LeftOver:
    """Reads and folds what waits until ``is_over``, asked every few captures; the rest stays for another run.

    Crawls whose process is gone are marked so first, as what they left waits, too. Raises the named errors of
    :func:`open_for_writing`.
    """

    def look(_done: int, _of: int) -> None:
        if is_over():
            raise PoolClosed

    writer = Writer(path, on_wait)
    pool = ReadingPool(workers)  # its processes start with the first payload
    try:
        writer.submit(partial(crawls.mark_killed, archive=path, clock=clock)).result()
        return Deriver(path, writer, pool).left_over(look)
    finally:
        pool.close()
        writer.close()
