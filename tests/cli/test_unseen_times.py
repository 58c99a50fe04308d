"""Commands that count or list texts of a time say when nobody looked: blind years read as silent ones otherwise."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import open_for_writing
from tests.archive.queries.builder import Builder, article
from tests.cli.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

NO_LOOK = "the archive has no look"
BLIND = "from 2016-09-21 to 2018-02-05"


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose publisher nobody looked at for more than a year."""
    path = tmp_path_factory.mktemp("blind") / "archive.db"
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        for number, day in enumerate(("2016-09-20", "2016-09-21", "2018-02-05")):
            builder.begin(f"{day}T06:00:00.000Z")
            url = f"https://www.amt.example/{number}"
            text = f"Die Umlage sinkt um {number + 2} Euro."
            builder.page(url, f"{day}T06:00:01.000Z", article(url, "Umlage", text, published_on=day))
            builder.end("finished", f"{day}T06:00:10.000Z")
    return path


@pytest.mark.parametrize(
    ("command", "is_blind"),
    [
        (("trend", "--since", "2017-01-01", "--until", "2017-12-31"), True),
        (("trend", "--by", "year"), True),
        (("trend", "--by", "source", "--by", "month"), True),
        (("trend", "--by", "source"), False),
        (("trend", "--until", "2016-09-21", "--since", "2016-09-20"), False),
        (("search", "Umlage", "--since", "2017-01-01"), True),
        (("search", "Gebühr", "--until", "2017-12-31"), True),
        (("search", "Umlage", "--facets"), True),
        (("search", "Umlage"), False),
        (("events", "--since", "2017-01-01", "--until", "2017-12-31"), True),
    ],
)
def test_a_time_without_a_look_is_named(run: Kaaw, blind: Path, command: tuple[str, ...], *, is_blind: bool) -> None:
    result = run(blind, *command)
    assert (BLIND in result.stderr) == is_blind
    assert (NO_LOOK in result.stderr) == is_blind
    assert NO_LOOK not in result.stdout


def test_exports_and_releases_name_it(run: Kaaw, blind: Path, tmp_path: Path) -> None:
    for command, name in (("export", "a.csv"), ("release", "a.zip")):
        assert BLIND in run(blind, command, "--since", "2017-01-01", "--to", str(tmp_path / name)).stderr
        assert NO_LOOK not in run(blind, command, "--to", str(tmp_path / f"all-{name}")).stderr


def test_programs_find_it_among_the_remarks(run: Kaaw, blind: Path) -> None:
    (remark,) = document(run(blind, "search", "Umlage", "--since", "2017-01-01", "--json"))["remarks"]
    assert remark.startswith(f"{NO_LOOK} {BLIND}: ")


def test_python_warns_of_it(blind: Path) -> None:
    with kaaw_archive.open(blind) as archive:
        for ask in (archive.articles, archive.works):
            with pytest.warns(UserWarning, match=BLIND):
                assert ask(since="2017-01-01", until="2017-12-31").to_list() == []
            assert len(ask().to_list()) == 3


def test_status_names_the_widest_gap(run: Kaaw, blind: Path) -> None:
    (source,) = document(run(blind, "status", "--json"))["sources"]
    assert (source["widest_gap_days"], source["days_unseen_at_the_end"]) == (502, 0)
    assert "502 days" in run(blind, "status").stdout
