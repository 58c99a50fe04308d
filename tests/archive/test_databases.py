"""An archive of each schema that has landed is migrated, whole afterwards, and has kept all that it held."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import migrate, open_as_it_is, open_for_reading, open_for_writing
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.derive import derive_all
from kaaw_archive.errors import UnreleasedSchema
from tests.databases.make import describe

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[1] / "databases"
DATABASES = sorted(FOLDER.glob("v*.db"), key=lambda path: int(path.stem[1:]))
UNRELEASED = sorted((FOLDER / "unreleased").glob("v*.db"))  # an archive of each schema before the first release
OPENERS = (open_for_reading, open_for_writing, open_as_it_is, migrate)


@pytest.fixture(params=DATABASES, ids=lambda path: path.stem)
def landed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return copied(request.param, tmp_path)


def copied(database: Path, folder: Path) -> Path:
    """Return the path of a copy of an archive, with what is known of it beside it."""
    for source in (database, database.with_suffix(".json")):
        shutil.copy(source, folder / f"archive{source.suffix}")
    return folder / "archive.db"


def test_there_is_one_of_every_schema_and_each_is_small() -> None:
    assert [path.stem for path in DATABASES] == [f"v{n}" for n in range(1, SCHEMA_VERSION + 1)]
    assert all(path.stat().st_size < 200_000 for path in DATABASES)


def test_it_is_whole_after_a_migration_and_has_kept_everything(landed: Path) -> None:
    assert migrate(landed).to_version == SCHEMA_VERSION
    with closing(open_for_reading(landed)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert describe(landed) == json.loads(landed.with_suffix(".json").read_text(encoding="utf-8"))


def test_every_payload_is_read_back(landed: Path) -> None:
    migrate(landed)
    with closing(open_for_reading(landed)) as connection:
        rows = connection.execute("SELECT digest, size_bytes FROM payloads").fetchall()
        assert rows
        for digest, size_bytes in rows:
            body = payloads.read(connection, digest)
            assert (payloads.digest(body), len(body)) == (digest, size_bytes)


def test_every_kind_of_row_is_in_it(landed: Path) -> None:
    known = json.loads(landed.with_suffix(".json").read_text(encoding="utf-8"))
    assert all(count > 0 for count in known["counts"].values())
    assert known["codecs"].keys() >= {"raw", "zstd", "zstd-delta"}


@pytest.mark.slow
def test_all_is_derived_again_and_what_was_left_over_too(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for database in DATABASES:
        folder = tmp_path / database.stem
        folder.mkdir()
        with subtests.test(database.stem):
            check_is_derived_again(copied(database, folder))


def check_is_derived_again(landed: Path) -> None:
    migrate(landed)
    with closing(open_for_reading(landed)) as connection:
        waiting = "SELECT count(*) FROM captures WHERE page_id IS NULL AND kind = 'page'"
        assert connection.execute(waiting).fetchone()[0] == 2
    derive_all(landed, workers=1, progress=lambda done, total: None)
    with closing(open_for_writing(landed)) as connection:
        assert connection.execute(waiting).fetchone()[0] == 0
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


@pytest.mark.parametrize("opened", OPENERS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("old", UNRELEASED, ids=lambda path: path.stem)
def test_a_schema_from_before_the_first_release_is_refused_and_stays_as_it_is(
    old: Path, opened: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "archive.db"
    shutil.copy(old, path)
    with pytest.raises(UnreleasedSchema, match=rf"schema {old.stem[1:]} from before the first release.*new file"):
        opened(path)
    assert path.read_bytes() == old.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["archive.db"]


def test_there_is_one_of_every_schema_before_the_first_release() -> None:
    assert [path.stem for path in UNRELEASED] == ["v1", "v2", "v3"]
    assert all(path.stat().st_size < 70_000 for path in UNRELEASED)
