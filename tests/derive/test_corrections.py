"""Corrections of people stand above what is read: through folds, derivations and searches, until they are lifted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.search import search
from kaaw_archive.archive.store import decisions
from kaaw_archive.corrections import COLUMNS, Correction, value_of
from kaaw_archive.derive import derive_all
from kaaw_archive.derive.corrections import renew
from tests.databases.make import short_page
from tests.derive.live import Live, address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaaw_archive.derive.workers import ReadingPool

URL = address(1)
AT = "2016-09-22T05:30:00.000Z"  # the captures are from 5 o'clock on
VALUES = {"title": "Berichtigter Titel", "date": "2016-01-02", "author": "Anna Beispiel", "kind": "speech"}


@pytest.fixture
def live(archive_path: Path, pool: ReadingPool) -> Iterator[Live]:
    live = Live(archive_path, pool)
    yield live
    live.close()


def correct(live: Live, field: str, value: str | None, at: str = AT) -> None:
    correction = Correction(URL, field, value, "Brief der Pressestelle", "Anna", at)

    def work(connection: sqlite3.Connection) -> None:
        decisions.add(
            connection, "correct", URL, made_by="Anna", made_at=at, reason=correction.reason,
            value_json=value_of(correction),
        )  # fmt: skip
        renew(connection, URL)

    live.writer.submit(work).result(30)


def lift(live: Live) -> None:
    def work(connection: sqlite3.Connection) -> None:
        decisions.end(connection, ("correct",), URL, made_by="Anna", made_at=AT)
        renew(connection, URL)

    live.writer.submit(work).result(30)


def latest(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM latest WHERE url = ?", (URL,)).fetchone())


def count(path: Path, sql: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        number: int = connection.execute(sql).fetchone()[0]
        return number


def derive(path: Path) -> None:
    derive_all(path, workers=1, progress=lambda _done, _total: None)


@pytest.mark.parametrize("field", [*VALUES, "state"])
def test_a_field_stands_through_everything_that_is_derived(archive_path: Path, live: Live, field: str) -> None:
    live.look(0, URL, short_page(1))
    live.look(0, address(2), short_page(2))
    before = latest(archive_path)
    value, column = VALUES.get(field, "withdrawn"), COLUMNS.get(field, field)
    correct(live, field, value)
    assert latest(archive_path)[column] == value
    live.look(1, URL, short_page(1, noise="other bytes"))
    live.look(2, URL, short_page(1, noise="other bytes"))
    assert latest(archive_path)[column] == value
    derive(archive_path)
    assert latest(archive_path)[column] == value
    assert count(archive_path, "SELECT count(*) FROM events WHERE kind = 'edited'") == 0
    lift(live)
    assert latest(archive_path)[column] == before[column]
    assert count(archive_path, "SELECT count(*) FROM _read_values") == 0


def test_a_corrected_title_is_found_and_the_one_that_was_read_is_not(archive_path: Path, live: Live) -> None:
    live.look(0, URL, short_page(1))

    def found(words: str) -> int:
        with closing(open_for_reading(archive_path)) as connection:
            return search(connection, words).total

    assert found("Berichtigter") == 0
    correct(live, "title", "Berichtigter Titel")
    assert found("Berichtigter") == 1
    derive(archive_path)
    assert found("Berichtigter") == 1
    lift(live)
    assert found("Berichtigter") == 0


def test_what_the_publisher_changes_afterwards_is_shown(archive_path: Path, live: Live) -> None:
    live.look(0, URL, short_page(1))
    correct(live, "title", "Berichtigter Titel", "2016-09-22T06:30:00.000Z")
    live.look(24, URL, short_page(1, edition=2))
    assert (latest(archive_path)["version"], latest(archive_path)["title"]) == (2, "Berichtigter Titel")
    live.look(48, URL, short_page(1, edition=2).replace(b"gibt Meldung 1 bekannt", b"nimmt Meldung 1 zurueck"))
    assert (latest(archive_path)["version"], latest(archive_path)["title"]) == (3, "Die Stadt nimmt Meldung 1 zurueck")
    derive(archive_path)
    assert latest(archive_path)["title"] == "Die Stadt nimmt Meldung 1 zurueck"
    assert count(archive_path, "SELECT count(*) FROM events WHERE kind = 'edited'") == 2


def test_an_article_without_author_or_date_is_one_without(archive_path: Path, live: Live) -> None:
    live.look(0, URL, short_page(1))
    correct(live, "author", "Anna Beispiel")
    correct(live, "author", None, "2016-09-22T05:31:00.000Z")
    correct(live, "date", None)
    article = latest(archive_path)
    assert (article["author"], article["published_on"], article["published_clue"]) == (None, None, "corrected")


def test_a_withdrawn_article_that_a_person_calls_live_is_live(archive_path: Path, live: Live) -> None:
    live.look(0, URL, short_page(1))
    live.look(1, URL, None, status=410)
    live.look(30, URL, None, status=410)
    live.find_works()
    assert latest(archive_path)["state"] == "withdrawn"
    correct(live, "state", "live")
    assert latest(archive_path)["state"] == "live"
    live.look(60, URL, None, status=410)
    live.find_works()
    assert latest(archive_path)["state"] == "live"
    derive(archive_path)
    assert latest(archive_path)["state"] == "live"
    assert count(archive_path, "SELECT count(*) FROM events WHERE kind = 'withdrawn'") == 1
