"""After an upgrade an archive is derived again in parts: verdicts and index alone where that is enough."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.derive import rederive
from kaaw_archive.derive.outdated import outdated_parts
from kaaw_archive.derive.upgrade import upgrade
from kaaw_archive.errors import DiskFull
from kaaw_archive.extract import EXTRACTOR_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def change(path: Path, sql: str) -> None:
    with closing(open_for_writing(path)) as connection:
        connection.execute(sql)


def outdated(path: Path) -> str:
    with closing(open_for_reading(path)) as connection:
        return str(outdated_parts(connection, path))


@pytest.mark.slow
def test_nothing_is_due_where_nothing_is_newer(archive: Path) -> None:
    assert (outdated(archive), upgrade(archive, workers=1, is_over=lambda: False)) == ("", None)


@pytest.mark.slow
def test_readings_of_another_extractor_are_made_again_in_parts(archive: Path) -> None:
    change(archive, "UPDATE readings SET extractor_version = '6'")
    with closing(open_for_reading(archive)) as connection:
        readings = connection.execute("SELECT count(*) FROM readings").fetchone()[0]
    assert outdated(archive) == f"{readings} readings by another extractor"
    asked = 0

    def is_over() -> bool:
        nonlocal asked
        asked += 1
        return asked % 8 == 0

    parts = [upgrade(archive, workers=1, is_over=is_over)]
    while parts[-1] is not None:
        assert parts[-1].problem is None
        parts.append(upgrade(archive, workers=1, is_over=is_over))
    done = [part.is_done for part in parts[:-1] if part is not None]
    assert done == [False] * (len(done) - 1) + [True]
    assert len(done) > 2
    with closing(open_for_reading(archive)) as connection:
        versions = connection.execute("SELECT DISTINCT extractor_version FROM readings").fetchall()
    assert [tuple(row) for row in versions] == [(EXTRACTOR_VERSION,)]


@pytest.mark.slow
def test_what_a_derive_of_today_left_is_not_derived_each_day(archive: Path) -> None:
    change(archive, "UPDATE readings SET extractor_version = '6'")
    done = upgrade(archive, workers=1, is_over=lambda: False)
    assert done is not None
    assert done.is_done
    change(archive, "UPDATE readings SET extractor_version = '6' WHERE id = (SELECT max(id) FROM readings)")
    assert outdated(archive) == ""
    change(archive, "UPDATE _state SET version = 0 WHERE name = 'derived_by'")
    assert outdated(archive) == "1 readings by another extractor"


@pytest.mark.slow
def test_the_index_alone_is_made_again(archive: Path) -> None:
    change(archive, "UPDATE _state SET version = 0 WHERE name = 'search'")
    assert outdated(archive) == "the search index by another analysis"
    done = upgrade(archive, workers=1, is_over=lambda: False)
    assert done is not None
    assert (done.is_done, outdated(archive)) == (True, "")


@pytest.mark.slow
def test_a_derive_that_finds_no_room_says_so_and_the_archive_stays(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(archive, "UPDATE readings SET extractor_version = '6'")
    monkeypatch.setattr(rederive, "free_bytes", lambda path: 0)
    found = upgrade(archive, workers=1, is_over=lambda: False)
    assert found is not None
    assert (found.is_done, "make room" in (found.problem or "")) == (False, True)
    with pytest.raises(DiskFull):
        rederive.derive_all(archive, workers=1, progress=lambda done, of: None)
