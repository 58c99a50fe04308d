"""The search index says which analysis made it; that of another is searched as well as can be, and made again."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from kaaw_archive.analysis import ANALYSIS_VERSION
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import integrity, search_index
from kaaw_archive.archive.queries.search import NOT_CURRENT, search
from kaaw_archive.archive.store import search as store
from tests.archive.queries.builder import Builder, article
from tests.derive.histories import World, shows

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

NEW = "https://www.amt.example/presse/9"
PAGES = [f"https://www.amt.example/presse/{n}" for n in range(1, 8)]


@pytest.fixture
def archive(empty_path: Path) -> Path:
    with closing(open_for_writing(empty_path)) as connection:
        world = World(connection)
        for n, url in enumerate(PAGES):
            world.happens(n, shows(f"Der Rat tagt zum {n}. Mal in Häusern der Stadt.", url=url))
        world.happens(30, shows("Der Rat tagt im Rathaus für die Förderung.", url=PAGES[0]))
    return empty_path


@pytest.fixture
def newer(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another analysis than the one that made the index of the archive."""
    assert archive.exists()
    for module in (store, search_index):
        monkeypatch.setattr(module, "ANALYSIS_VERSION", ANALYSIS_VERSION + 1)
    monkeypatch.setattr(store, "BATCH", 2)


def add(connection: sqlite3.Connection, text: str) -> None:
    builder = Builder(connection)
    builder.begin("2017-01-01T12:00:00.000Z")
    builder.page(NEW, "2017-01-01T12:00:01.000Z", article(NEW, "Meldung", text))


def make_all(connection: sqlite3.Connection, most: int = 100) -> int:
    steps = 0
    while steps < most and store.make_next(connection):
        steps += 1
    return steps


def assert_whole(connection: sqlite3.Connection) -> None:
    assert search_index.is_index_current(connection)
    assert integrity.versions_not_searched(connection) == []
    assert store.check_index(connection) is None
    assert (search(connection, "Haus").total, search(connection, "fördern").total) == (7, 1)


def test_a_version_that_is_gone_is_found_and_said_to_be_gone(archive: Path) -> None:
    with closing(open_for_reading(archive)) as connection:
        result = search(connection, "Häuser Rat")
        (hit,) = [hit for hit in result.hits if hit["url"] == PAGES[0]]
        assert (hit["matching_versions"], hit["removed_in"], hit["versions"]) == ([1], 2, 2)
        (hit,) = search(connection, "Rathaus").hits
        assert (hit["matching_versions"], hit["removed_in"]) == ([2], None)


@pytest.mark.usefixtures("newer")
def test_an_index_of_another_analysis_is_noticed_and_searched_by_words(archive: Path) -> None:
    with closing(open_for_reading(archive)) as connection:
        result = search(connection, "Häusern")
        assert (result.total, result.remarks) == (7, (NOT_CURRENT,))
        assert search(connection, "Haeusern").total == 7
        assert search(connection, "Haus").total == 0


@pytest.mark.usefixtures("newer")
def test_it_is_made_again_step_by_step(archive: Path) -> None:
    with closing(open_for_writing(archive)) as connection:
        assert not search_index.is_index_current(connection)
        assert make_all(connection) == 4
        assert_whole(connection)


@pytest.mark.usefixtures("newer")
def test_what_is_added_and_deleted_meanwhile_is_right_in_the_end(archive: Path) -> None:
    with closing(open_for_writing(archive)) as connection:
        assert make_all(connection, most=2) == 2
        add(connection, "Neues in alten Häusern.")
        store.remove_article(connection, 1)
        assert search_index.indexed_up_to(connection) == 0
        make_all(connection)
        assert integrity.versions_not_searched(connection) == []
        assert search(connection, "Haus").total == 8


def test_a_damaged_index_is_made_again(archive: Path) -> None:
    with closing(open_for_writing(archive)) as connection:
        connection.execute(
            "INSERT INTO snapshots_fts (snapshots_fts, rowid, title, text) VALUES ('delete', 1, 'x', 'y')"
        )
        assert store.check_index(connection) is not None
        store.mend_index(connection)
        make_all(connection)
        assert_whole(connection)


def test_words_that_are_known_need_no_dictionary(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaaw_archive.analysis.lexicon.dictionary", None)
    with closing(open_for_writing(archive)) as connection:
        add(connection, "Die Förderung der Stadt.")
        assert search(connection, "Förderung Häusern OR Stadt").total == 8


def test_every_sqlite_program_finds_words_with_umlauts_as_typed(archive: Path) -> None:
    with closing(open_for_reading(archive)) as connection:
        db = Database(connection)
        assert db["snapshots"].detect_fts() == "snapshots_fts"  # type: ignore[union-attr]
        for word, number in (("Häusern", 7), ("häusern", 7), ("FÖRDERUNG", 1), ("Forderung", 0)):
            assert len(list(db["snapshots"].search(word))) == number  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "number"), [("Haus", 7), ("wo die Häuser sind", 7), ("tagen -Rathaus", 7), ('"Häuser der Stadt"', 7),
                          ("fördern OR Stadt", 7), ("fördern", 1), ("Stadthaus*", 0)]
)  # fmt: skip
def test_the_function_of_sql_finds_what_a_search_finds(archive: Path, query: str, number: int) -> None:
    sql = "SELECT count(DISTINCT rowid >> 16) FROM search_index WHERE search_index MATCH kaaw_search(?)"
    with closing(open_for_reading(archive)) as connection:
        assert connection.execute(sql, (query,)).fetchone()[0] == search(connection, query).total == number


def test_the_function_of_sql_makes_null_of_null(archive: Path) -> None:
    with closing(open_for_reading(archive)) as connection:
        assert connection.execute("SELECT kaaw_search(NULL)").fetchone()[0] is None
