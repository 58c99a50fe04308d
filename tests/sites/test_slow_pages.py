"""Pages on which a worker hits its limit: each command of sites says so in one line, or names it as a problem."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.errors import ArchiveError
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.seeds import SeedRules
from kaaw_archive.sites import cases, checking, making, recording
from kaaw_archive.spider import NewsSpider
from tests.archive.queries.builder import Builder
from tests.german_pages import page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://www.stadt.example/presse/"
RULES = SeedRules(hosts=("www.stadt.example",))
STORED = recording.StoredPage(URL, "2016-09-22T12:00:00.000Z", "text/html", 200, True, page(1))


class Limited:
    """Workers of which each hits its limit of time."""

    def run(self, *_call: Any) -> Any:
        raise LimitHit(ReadingProblem.TIMEOUT)


POOL: Any = Limited()


class Town(NewsSpider):
    name = "stadt"
    source = "stadt.example"
    seeds = (URL,)


@pytest.fixture
def connection(archive_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(archive_path)) as opened:
        builder = Builder(opened)
        builder.begin("2016-09-22T12:00:00.000Z")
        builder.page(URL, "2016-09-22T12:00:00.000Z", body=page(1).decode(), kind="seed")
        yield opened


def test_a_new_site_is_refused_in_one_line(connection: sqlite3.Connection) -> None:
    with pytest.raises(ArchiveError, match=f"{URL} cannot be read: timeout"):
        making.front_page(connection, STORED.url, STORED, POOL)


def test_a_case_is_not_recorded(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=f"{URL} cannot be read: timeout"):
        recording.record(tmp_path / "cases", STORED, RULES, POOL)
    assert not (tmp_path / "cases").exists()


def test_a_case_says_which_part_cannot_be_read() -> None:
    case = cases.Case(URL, "text/html", page(1), {"seed": {}, "page": {}})
    lines = cases.differences(case, RULES, POOL)
    assert lines == [f"{part}: the payload cannot be read: timeout" for part in ("seed", "page")]


def test_a_check_names_the_problem_of_the_seed(connection: sqlite3.Connection) -> None:
    checked = checking.check(connection, Town(), "2016-09-23T12:00:00.000Z", POOL)
    assert [(seed.url, seed.problem) for seed in checked.seeds] == [(URL, "timeout")]
