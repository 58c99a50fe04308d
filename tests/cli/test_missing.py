"""Readers see that an article was missing at the last look, before a look on another day says that it is withdrawn."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import Builder, article
from tests.cli.conftest import document
from tests.docs.pages import fences

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

URL = "https://www.amt.example/aktuelles/umlage.html"


def look(path: Path, *statuses: int) -> None:
    """Show the article on one day, and answer with these statuses on the days after it."""
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="amt.example")
        shown = article(URL, "Umlage beschlossen", "Die Umlage sinkt.")
        for day, status in enumerate((200, *statuses), 22):
            builder.page(URL, f"2016-09-{day}T12:00:00.000Z", *([shown] if status == 200 else []), status=status)
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


@pytest.mark.parametrize(("statuses", "missing"), [((404,), 1), ((200,), 0), ((404, 404), 0), ((404, 200), 0)])
def test_every_way_out_names_live_texts_that_the_last_look_did_not_find(
    run: Kaaw, archive_path: Path, tmp_path: Path, statuses: tuple[int, ...], missing: int
) -> None:
    look(archive_path, *statuses)
    since = datetime(2016, 9, 23, 12, tzinfo=UTC) if missing else None
    with kaaw_archive.open(archive_path) as archive:
        assert [one.missing_since_at for one in archive.articles()] == [since]
        assert [one.missing_since_at for one in archive.works()] == [since]
        assert archive.sql("SELECT count(missing_since_at) AS n FROM latest").to_dicts() == [{"n": missing}]
    exported = run(archive_path, "export", "--to", str(tmp_path / "a.csv"))
    counted = run(archive_path, "trend", "--by", "source", "--state", "live")
    (hit,) = document(run(archive_path, "search", "Umlage", "--json"))["hits"]
    assert ("1 of these were missing" in exported.stdout, "1 of these were missing" in counted.stderr) == (
        bool(missing),
        bool(missing),
    )
    assert hit["missing_since_at"] == ("2016-09-23T12:00:00.000Z" if missing else None)
    released = run(archive_path, "release", "--to", str(tmp_path / "release"))
    assert ("though missing at the last look (missing_since_at): 1." in released.stdout) == bool(missing)


def test_an_article_that_was_missing_on_the_last_day_is_named_as_of_that_day(archive_path: Path) -> None:
    look(archive_path, 404, 404)
    with kaaw_archive.open(archive_path) as today, today.as_of("2016-09-23") as then:
        assert [(one.state, one.missing_since_at is None) for one in then.works()] == [("live", False)]
        assert [(one.state, one.missing_since_at is None) for one in today.works()] == [("withdrawn", True)]


def test_events_of_a_time_say_how_many_may_have_happened_in_it_and_became_known_later(
    run: Kaaw, archive_path: Path
) -> None:
    look(archive_path, 404, 404)
    period = ("--kind", "withdrawn", "--since", "2016-09-23", "--until", "2016-09-23")
    found = run(archive_path, "events", *period)
    assert "1 event may have happened in this time and became known later" in found.stderr
    assert "no event became known in this time" in found.stderr
    asked = document(run(archive_path, "events", *period, "--json"))
    assert (asked["total"], asked["known_later"]) == (0, 1)
    before = document(run(archive_path, "events", "--kind", "withdrawn", "--until", "2016-09-21", "--json"))
    assert before["known_later"] == 0


def test_a_day_before_the_first_capture_brings_a_warning(archive_path: Path) -> None:
    look(archive_path)
    with kaaw_archive.open(archive_path) as archive:
        with pytest.warns(UserWarning, match="until 2016-09-01: the first capture is of 2016-09-22"):
            before = archive.as_of("2016-09-01")
        with before:
            assert before.works().count() == 0


@pytest.mark.parametrize(("later", "unseen"), [("2016-12-01", 0), ("2018-02-05", 1)])
def test_live_texts_that_no_look_reached_of_late_are_named(
    run: Kaaw, archive_path: Path, tmp_path: Path, later: str, unseen: int
) -> None:
    look(archive_path)
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin(f"{later}T12:00:00.000Z", source="amt.example")
        other = "https://www.amt.example/aktuelles/gebuehr.html"
        builder.page(other, f"{later}T12:00:01.000Z", article(other, "Gebühr beschlossen", "Die Gebühr steigt."))
        find_works(connection)
    remark = "1 of these had their last look more than 90 days before the end of the archive"
    assert (remark in run(archive_path, "trend", "--by", "source", "--state", "live").stderr) == bool(unseen)
    assert remark not in run(archive_path, "trend", "--by", "source").stderr
    for number, options in enumerate(([], ["--state", "live"], ["--state", "withdrawn"])):
        exported = run(archive_path, "export", *options, "--to", str(tmp_path / f"{number}.csv"))
        assert (remark in exported.stdout) == bool(unseen and "live" in options)
    (recipe,) = (query.text for query in fences("sql") if "julianday(last_seen_at) <= 90" in query.text)
    with kaaw_archive.open(archive_path) as archive:
        assert archive.sql(recipe).count() == 2 - unseen
