"""A value that changed in a row of facts or decisions is named, and one turned bit is turned back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive import row_digests
from kaaw_archive.archive.connect import migrate, open_for_writing
from kaaw_archive.archive.salvage import Salvage, salvage
from kaaw_archive.archive.store.decisions import lift_block
from kaaw_archive.archive.verify import Finding, verify
from tests.archive import damage, flips
from tests.archive.test_databases import DATABASES

if TYPE_CHECKING:
    from pathlib import Path

FULL = DATABASES[-1]  # nearly every column has a value
DERIVED = [("captures", "page_id"), *(("link_checks", name) for name in ("verdict", "rule", "reason", "rules_version"))]


def columns() -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{FULL}?mode=ro", uri=True)) as db:
        return [
            (table, name)
            for table in row_digests.TABLES
            for name, kind in row_digests.digest_columns(db, table).items()
            if db.execute(f"SELECT count({name}) FROM {table}").fetchone()[0]
        ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    shutil.copy(FULL, path)
    return path


def no_progress(_done: int, _of: int) -> None:
    pass


def changed_rows(path: Path) -> list[Finding]:
    findings = verify(path, is_quick=False, progress=no_progress).findings
    return [finding for finding in findings if finding.what == "changed_value" and "row_digest" in finding.text]


def recovered(path: Path) -> Salvage:
    return salvage(path, path.with_name("new.db"), no_progress)


def change(path: Path, table: str, column: str) -> None:
    """Give a value of the type of its column to the first row that has one, as a bit on the disk may."""
    with closing(sqlite3.connect(path)) as db, db:
        row_id, value = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL").fetchone()
        other = (
            value + 64
            if isinstance(value, int | float)
            else value[:-1] + type(value)(b"~" if isinstance(value, bytes) else "~")
        )
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (other, row_id))


@pytest.mark.parametrize(("table", "column"), columns())
def test_each_changed_value_of_a_fact_is_named(own: Path, table: str, column: str) -> None:
    change(own, table, column)
    findings = verify(own, is_quick=False, progress=no_progress).findings
    assert [finding.fate for finding in findings if finding.what == "changed_value" and finding.table == table] != []


@pytest.mark.parametrize(("table", "column"), DERIVED)
def test_a_derived_value_may_change(own: Path, table: str, column: str) -> None:
    change(own, table, column)
    assert changed_rows(own) == []


@pytest.mark.parametrize("path", DATABASES, ids=lambda path: path.stem)
def test_rows_of_older_schemas_get_a_digest(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(path, copy)
    migrate(copy)
    assert changed_rows(copy) == []
    change(copy, "captures", "status")
    assert [finding.table for finding in changed_rows(copy)] == ["captures"]


def test_a_row_that_we_change_keeps_its_digest(own: Path) -> None:
    with closing(open_for_writing(own)) as connection:
        assert lift_block(connection, "privat.example", made_by="Anna", made_at="2016-09-30T08:00:00.000Z") == 1
        connection.execute("UPDATE crawls SET state = 'failed' WHERE id = 1")
        connection.execute("UPDATE payloads SET data = NULL WHERE rowid = 1")
    assert changed_rows(own) == []


def test_a_row_of_another_program_is_named_and_saved(own: Path) -> None:
    with closing(sqlite3.connect(own)) as db, db:
        db.execute("INSERT INTO urls (url, site) VALUES ('https://fremd.example/', 'fremd.example')")
        number = db.execute("SELECT count(*) FROM urls").fetchone()[0]
    assert [(finding.table, finding.number) for finding in changed_rows(own)] == [("urls", 1)]
    assert recovered(own).saved["urls"] == number


@pytest.mark.parametrize("old", [b"https://land.example/erlass/3", b"dns_not_found", b"asked by letter"])
def test_a_turned_bit_is_turned_back(own: Path, old: bytes) -> None:
    sound = own.read_bytes()
    own.write_bytes(sound.replace(old, bytes([old[0] ^ 1]) + old[1:]))
    assert changed_rows(own) != []
    report = recovered(own)
    assert sum(report.mended.values()) >= 1
    assert flips.facts(own.with_name("new.db"))["captures"] == flips.facts(FULL)["captures"]
    assert flips.facts(own.with_name("new.db"))["urls"] == flips.facts(FULL)["urls"]
    assert flips.facts(own.with_name("new.db"))["decisions"] == flips.facts(FULL)["decisions"]


def test_a_number_with_a_turned_bit_is_turned_back() -> None:
    row: dict[str, row_digests.Value] = {
        "id": 7,
        "status": 200,
        "similarity": 0.75,
        "url": b"https://amt.example/",
        "etag": None,
    }
    digest = row_digests.row_digest(row)
    changes: tuple[dict[str, row_digests.Value], ...] = (
        {"status": 204}, {"similarity": -0.75}, {"id": 5}, {"url": b"https://amt.example."}, {},
    )  # fmt: skip
    for changed in changes:
        assert row_digests.undo_bit_flip(row | changed, digest) == row
    assert row_digests.undo_bit_flip(row | {"status": 404}, digest) is None
    assert row_digests.undo_bit_flip(row, bytes([digest[0] ^ 4]) + digest[1:]) == row


def test_a_row_that_changed_in_many_places_is_left_out_and_named(own: Path) -> None:
    with closing(sqlite3.connect(own)) as db, db:
        db.execute("UPDATE captures SET method = 'BREW' WHERE id = 3")
    report = recovered(own)
    assert [loss.table == "captures" and loss.examples[0].startswith("3: ") for loss in report.losses].count(True) == 1
    with closing(sqlite3.connect(own.with_name("new.db"))) as db:
        assert db.execute("SELECT count(*) FROM captures WHERE id = 3").fetchone()[0] == 0


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flips") / "archive.db"
    damage.build(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("make", [flips.turned_bit, flips.zeroed_sector])
def test_what_changed_is_named_and_the_rest_is_saved(sound: Path, tmp_path: Path, make: flips.Damage) -> None:
    """A sample; python -m bench.damage takes 200 bits and 60 sectors."""
    random, whole = Random(14), sound.read_bytes()
    for _ in range(12):
        seen = flips.outcome(sound, *make(whole, random), tmp_path / "case")
        assert seen.is_named or not seen.changed, seen
        assert seen.wrong == (), seen
