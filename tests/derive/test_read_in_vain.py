"""What lacked time or memory says nothing about a page: it is counted, and the next runs read it again."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ParamSpec

import pytest

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.backlog import backlog
from kaaw_archive.archive.queries.readings import PASSING
from kaaw_archive.derive.reading import unread
from kaaw_archive.derive.workers import ReadingPool, WorkerTask
from kaaw_archive.extract import ReadingProblem
from tests.derive.live import Live, address
from tests.german_pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaaw_archive.items import Reading


P = ParamSpec("P")


class BusyPool(ReadingPool):
    """Workers that lack time for every payload while ``is_busy``."""

    is_busy = True

    def result(self, task: WorkerTask[Reading]) -> Reading:
        reading = super().result(task)
        return unread(ReadingProblem.TIMEOUT) if self.is_busy else reading

    async def read(self, function: Callable[P, Reading], *args: P.args, **named: P.kwargs) -> Reading:
        return unread(ReadingProblem.TIMEOUT) if self.is_busy else await super().read(function, *args, **named)


@pytest.fixture
def busy() -> Iterator[BusyPool]:
    readers = BusyPool(1)
    yield readers
    readers.close()


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_for_reading(path)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def waiting_in(path: Path) -> int:
    with closing(open_for_reading(path)) as connection:
        return int(backlog(connection, datetime(2016, 10, 1, tzinfo=UTC))["read_in_vain"])


def test_what_lacked_time_is_read_by_the_next_run(archive_path: Path, busy: BusyPool) -> None:
    live = Live(archive_path, busy)
    live.look(0, address(1), page(1))
    live.end()
    assert ask(archive_path, "SELECT problem FROM readings") == [("timeout",)]
    assert waiting_in(archive_path) == 1
    busy.is_busy = False
    live.deriver.left_over()
    live.close()
    assert ask(archive_path, "SELECT problem, options_json ->> '$.tries' FROM readings") == [(None, None)]
    assert ask(archive_path, "SELECT version FROM snapshots") == [(1,)]
    assert waiting_in(archive_path) == 0


def test_what_always_lacks_time_is_read_in_three_runs(archive_path: Path, busy: BusyPool) -> None:
    live = Live(archive_path, busy)
    live.look(0, address(1), page(1))
    live.end()
    waiting = []
    for _ in range(3):
        live.deriver.left_over()
        waiting.append((waiting_in(archive_path), ask(archive_path, "SELECT options_json ->> '$.tries' FROM readings")))
    live.close()
    assert waiting == [(1, [(2,)]), (0, [(3,)]), (0, [(3,)])]


def test_what_was_read_is_not_lost_for_lack_of_time(archive_path: Path, busy: BusyPool) -> None:
    live = Live(archive_path, busy)
    busy.is_busy = False
    late = live.keep(1, address(1), page(1, edition=2))
    live.look(2, address(1), page(1))
    before = ask(archive_path, "SELECT * FROM snapshots")
    busy.is_busy = True
    asyncio.run(live.deriver.derive(late))
    live.end()
    assert ask(archive_path, "SELECT * FROM snapshots") == before
    busy.is_busy = False
    live.deriver.left_over()
    live.close()
    assert ask(archive_path, "SELECT version FROM snapshots ORDER BY version") == [(1,), (2,)]


def test_the_problems_that_pass_have_the_same_names_in_sql() -> None:
    assert set(PASSING) == {problem.value for problem in ReadingProblem if problem.is_passing}
