"""An archive that has grown says of a day what it said at its end."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.derive.archive_of_day import show_as_of
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import Builder, article
from tests.derive.day_rows import day_rows
from tests.derive.histories import at
from tests.derive.random_histories import History, happens, histories
from tests.derive.test_any_order import SECOND_CRAWL, SECOND_SOURCE
from tests.derive.test_order import empty, fresh
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty"]  # a fixture

A, B, C = (f"https://www.{name}.example/{name}" for name in "abc")


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2016-09-21", []),
        ("2016-09-22", ["a1 live", "b1 live"]),
        ("2016-09-24", ["a1 live", "b1 live"]),
        ("2016-09-25", ["a2 live", "b1 live", "c1 live"]),
        ("2016-09-28", ["a2 live", "b1 live", "c1 live"]),  # one look does not make it withdrawn
        ("2016-09-29", ["a2 live", "b1 live", "c1 withdrawn"]),
        ("2016-10-02", ["a2 live", "b1 live", "c1 withdrawn"]),
        ("2016-10-03", ["a2 live", "b1 live", "c1 live"]),
    ],
)
def test_an_article_that_was_gone_has_the_state_of_the_day(grown: Path, day: str, found: list[str]) -> None:
    with closing(open_for_reading(grown)) as connection:
        show_as_of(connection, day)
        rows = connection.execute("SELECT url, version, state FROM latest ORDER BY 1").fetchall()
        assert [f"{url[-1]}{version} {state}" for url, version, state in rows] == found
        assert (
            connection.execute("SELECT count(*) FROM captures WHERE captured_at > ?", (f"{day}Z",)).fetchone()[0] == 0
        )
        assert connection.execute("PRAGMA query_only").fetchone()[0] == 1


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("grown") / "archive.db"
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="a")
        builder.page(A, "2016-09-22T12:00:01.000Z", article(A, "Rathaus", "Erste Fassung."))
        builder.page(B, "2016-09-22T12:00:02.000Z", article(B, "Bahnhof", "Ein Bahnhof."))
        builder.begin("2016-09-25T12:00:00.000Z", source="a")
        builder.page(A, "2016-09-25T12:00:01.000Z", article(A, "Rathaus", "Zweite Fassung."))
        builder.page(C, "2016-09-25T12:00:02.000Z", article(C, "Weg", "Kommt und geht und kommt."))
        builder.begin("2016-09-28T12:00:00.000Z", source="a")
        builder.page(C, "2016-09-28T12:00:02.000Z", status=410)
        builder.page(C, "2016-09-29T12:00:02.000Z", status=410)
        builder.page(C, "2016-10-03T12:00:02.000Z", article(C, "Weg", "Kommt und geht und kommt."))
        find_works(connection)
    return path


@pytest.mark.slow
@at_most(10_000)
@given(histories, st.integers(1, 13))
def test_the_archive_of_a_day_is_the_archive_on_that_day(empty: Path, history: History, cut: int) -> None:
    cut = min(cut, len(history))
    hours = [sum(one.gap for one in history[: number + 1]) for number in range(len(history))]
    day = at(hours[cut - 1])[:10]
    then = [one for one, hour in zip(history, hours, strict=True) if at(hour)[:10] <= day]
    expected, found = _rows(empty, then, day, is_grown=False), _rows(empty, history, day, is_grown=True)
    for name, rows in expected.items():
        assert found[name] == rows, name


def _rows(empty: Path, history: History, day: str, *, is_grown: bool) -> dict[str, list[tuple[object, ...]]]:
    world = fresh(empty)
    with closing(world.connection):
        happens([world, world.beside(SECOND_CRAWL, SECOND_SOURCE)], history, is_late=False)
        find_works(world.connection)
        world.connection.execute("PRAGMA foreign_keys = OFF")  # as where an archive is read
        if is_grown:
            show_as_of(world.connection, day)
        return day_rows(world.connection)
