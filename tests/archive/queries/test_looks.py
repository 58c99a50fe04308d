"""Times without a look are named where a question is about them, as silence in them is none."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries.looks import gaps, look_days, remark_on_day, remarks_on_looks
from tests.archive.queries.builder import Builder, article

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

AMT = ("2016-09-20", "2016-09-30", "2016-10-10", "2018-02-05", "2018-02-19")
STADT = ("2016-09-20", "2017-06-01", "2018-02-05")
WITHOUT = "2017-01-15"
REST = ": what was published then and gone before the next look is not in it"
FIRST = f"the archive has no look before 2016-09-20{REST}"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("looks") / "archive.db"
    with closing(open_for_writing(path)) as opened:
        builder = Builder(opened, is_large=True)
        for day in sorted({*AMT, *STADT, WITHOUT}):
            builder.begin(f"{day}T06:00:00.000Z")
            for host in (name for name, days in (("amt", AMT), ("stadt", STADT)) if day in days):
                url = f"https://www.{host}.example/1"
                builder.page(url, f"{day}T06:00:01.000Z", article(url, "Umlage", f"Die Umlage sinkt um {len(day)}."))
            # neither a timeout nor robots.txt, nor a page that is no news, is a look at one of the publishers
            builder.page("https://www.amt.example/2", f"{day}T06:00:02.000Z", error="timeout")
            builder.keep("https://www.stadt.example/robots.txt", f"{day}T06:00:03.000Z", "x", kind="robots")
            builder.page("https://www.land.example/", f"{day}T06:00:04.000Z", body="<p>Ein Land.</p>")
            builder.end("finished", f"{day}T06:00:10.000Z")
        yield opened


def test_a_look_is_an_answer_of_a_publisher_of_news(connection: sqlite3.Connection) -> None:
    named = {"amt.example": AMT, "stadt.example": STADT}
    assert look_days(connection) == {name: list(map(date.fromisoformat, days)) for name, days in named.items()}
    assert [(row["widest_gap_days"], row["days_unseen_at_the_end"]) for row in gaps(connection, named).values()] == [
        (483, 0),
        (254, 14),
    ]


@pytest.mark.parametrize(
    ("since", "until", "times"),
    [
        ("2016-09-20", "2016-09-30", ()),
        ("2016-09-20", "2016-10-09", ("at stadt.example from 2016-09-20 to 2017-06-01",)),
        ("2016-10-05", "2016-10-15", ("from 2016-10-10 to 2017-06-01",)),
        ("2017-01-01", "2017-12-31", ("from 2016-10-10 to 2017-06-01, from 2017-06-01 to 2018-02-05",)),
        ("2017-06-01", None, ("from 2017-06-01 to 2018-02-05",)),
        (None, "2016-09-19", ("before 2016-09-20",)),
        ("2018-02-05", "2018-02-19", ()),
        ("2018-02-19", "2018-12-31", ("after 2018-02-19",)),
    ],
)
def test_times_in_the_period_are_named_those_of_all_sources_first(
    connection: sqlite3.Connection, since: str | None, until: str | None, times: tuple[str, ...]
) -> None:
    expected = [f"the archive has no look {time}{REST}" for time in times]
    assert remarks_on_looks(connection, (), since, until) == expected


def test_a_chosen_source_is_asked_alone(connection: sqlite3.Connection) -> None:
    assert remarks_on_looks(connection, ("amt.example",), "2016-09-20", None) == [
        f"the archive has no look at amt.example from 2016-10-10 to 2018-02-05{REST}"
    ]
    assert remarks_on_looks(connection, ("stadt.example",), None, "2016-09-20") == [
        f"the archive has no look at stadt.example before 2016-09-20{REST}"
    ]


def test_an_archive_without_captures_says_nothing(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as opened:
        assert remarks_on_looks(opened, (), None, None) == []
        assert remark_on_day(opened, "2016-09-20") is None


@pytest.mark.parametrize(
    ("day", "remark"),
    [
        ("2016-09-19", "nothing was captured until 2016-09-19: the first capture is of 2016-09-20"),
        ("2016-09-25", None),
        ("2016-10-10", None),
        (
            "2017-03-01",
            "nothing was captured from 2017-01-15 to 2017-06-01: the archive of 2017-03-01 is that of 2017-01-15",
        ),
        ("2018-02-19", None),
        ("2018-02-20", "nothing was captured after 2018-02-19: the archive of 2018-02-20 is that of this day"),
    ],
)
def test_the_archive_of_a_day_on_which_nobody_looked(
    connection: sqlite3.Connection, day: str, remark: str | None
) -> None:
    assert remark_on_day(connection, day) == remark
