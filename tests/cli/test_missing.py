"""Readers see that an article was missing at the last look, before a look on another day says that it is withdrawn."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import Builder, article
from tests.cli.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

URL = "https://www.amt.example/aktuelles/umlage.html"


def look(path: Path, *statuses: int) -> None:
    """Show the article on one day, and answer with these statuses on the days after it."""
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="amt.example")
        builder.page(URL, "2016-09-22T12:00:00.000Z", article(URL, "Umlage beschlossen", "Die Umlage sinkt."))
        for day, status in enumerate(statuses, 23):
            builder.page(URL, f"2016-09-{day}T12:00:00.000Z", status=status)
        find_works(connection)


def test_an_article_that_is_missing_for_the_first_time_waits_for_a_second_look(run: Kaaw, archive_path: Path) -> None:
    look(archive_path, 404)
    assert "since 2016-09-23: status 404; waits for a second look" in run(archive_path, "show", URL).stdout
    (shown,) = document(run(archive_path, "show", URL, "--json"))["articles"]
    assert (shown["state"], shown["missing_since_at"], shown["missing_rule"]) == (
        "live",
        "2016-09-23T12:00:00.000Z",
        "status 404",
    )
    assert "1 missing article to look for again" in run(archive_path, "status").stdout
    assert document(run(archive_path, "status", "--json"))["backlog"]["missing_once"] == 1


def test_an_article_that_is_withdrawn_or_there_waits_for_none(run: Kaaw, archive_path: Path) -> None:
    look(archive_path, 404, 404)
    (shown,) = document(run(archive_path, "show", URL, "--json"))["articles"]
    assert (shown["state"], shown["missing_since_at"], shown["missing_rule"]) == ("withdrawn", None, None)
    assert document(run(archive_path, "status", "--json"))["backlog"]["missing_once"] == 0
