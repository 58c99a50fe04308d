"""The search index says by which analysis it was made, and is made again by whoever may write."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive import search
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import search as queries
from tests.derive.histories import World, shows

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


@pytest.fixture
def archive(archive_path: Path) -> Path:
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        world.happens(0, shows("Der Rat tagt im Bürgerhaus."))
        world.happens(5, shows("Der Rat tagt im Rathaus."))
    return archive_path


def texts(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT text FROM search_texts")]


def test_an_index_of_another_analysis_is_noticed_and_made_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "analyse", lambda text: text.upper())
    newer = search.ANALYSIS_VERSION + 1
    for module in (search, queries):
        monkeypatch.setattr(module, "ANALYSIS_VERSION", newer)
    with closing(open_for_reading(archive)) as reader:
        assert not queries.is_index_current(reader)
        assert texts(reader) == ["der rat tagt im rathaus."]
    with closing(open_for_writing(archive)) as writer:
        assert queries.is_index_current(writer)
        assert texts(writer) == ["DER RAT TAGT IM RATHAUS."]
        writer.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


def test_an_index_of_this_analysis_is_left_alone(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "analyse", lambda text: text.upper())
    with closing(open_for_writing(archive)) as writer:
        assert queries.is_index_current(writer)
        assert texts(writer) == ["der rat tagt im rathaus."]
