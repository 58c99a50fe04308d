"""verify and recover on archives that are sound, and on such of which something is gone."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_as_it_is, open_for_reading
from kaaw_archive.archive.kinds import DECISIONS, FACTS
from kaaw_archive.archive.salvage import salvage
from kaaw_archive.archive.verify import Verification, verify
from kaaw_archive.errors import ArchiveError, DamagedPayload
from tests.archive import damage
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

Change = tuple[str, str]  # a statement, and the kind of finding that it leads to


def no_progress(_done: int, _of: int) -> None:
    pass


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "archive.db"
    damage.build(path)
    return path


@pytest.fixture
def own(sound: Path, tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    shutil.copy(sound, path)
    return path


def look(path: Path, *, is_quick: bool = False) -> Verification:
    return verify(path, is_quick=is_quick, progress=no_progress)


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def test_a_sound_archive_has_no_finding(sound: Path) -> None:
    report = look(sound)
    assert report.findings == []
    assert (report.payloads, report.payloads_checked, report.search_checked) == (2 * damage.PAGES,) * 2 + (True,)


def test_a_sound_archive_is_recovered_whole(sound: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    report = salvage(sound, new, no_progress)
    assert report.losses == []
    tables = tuple(table for table in (*FACTS, *DECISIONS) if table != "captures")
    assert damage.dump(new, tables) == damage.dump(sound, tables)
    assert report.saved["captures"] == 2 * damage.PAGES
    assert look(new).findings == []


CHANGES: list[tuple[str, str, str]] = [
    ("UPDATE payloads SET data = CAST(x'00' || data AS BLOB) WHERE rowid = 5", "damaged_payload", "lost"),
    ("UPDATE payloads SET data = substr(data, 1, length(data) - 3) WHERE rowid = 5", "damaged_payload", "lost"),
    ("UPDATE payloads SET size_bytes = size_bytes + 1 WHERE rowid = 5", "damaged_payload", "lost"),
    ("DELETE FROM payloads WHERE digest = (SELECT base_digest FROM payloads WHERE base_digest IS NOT NULL LIMIT 1)",
     "missing_base", "lost"),
    ("DELETE FROM payloads WHERE base_digest IS NOT NULL AND rowid % 9 = 0", "capture_without_payload", "lost"),
    ("DELETE FROM readings WHERE id = 3", "derived_without_fact", "derived"),
    ("UPDATE events SET proof_json = '[999999]' WHERE id = 1", "unproven_event", "derived"),
    ("INSERT INTO search_index (search_index) VALUES ('delete-all')", "search_index", "derived"),
    ("INSERT INTO snapshots_fts (snapshots_fts, rowid, title, text) SELECT 'delete', id, title, text FROM snapshots"
     " WHERE id = 5", "search_index", "derived"),
    ("DELETE FROM crawls WHERE id = 1", "points_to_nothing", "lost"),
    ("UPDATE captures SET headers_rest_json = '{\"a\"; 1}' WHERE id = 7", "changed_value", "lost"),
    ("UPDATE captures SET etag = CAST(x'22c3' AS TEXT) WHERE id = 7", "changed_value", "lost"),
    ("UPDATE captures SET etag = 'a' || char(2) WHERE id = 7", "changed_value", "lost"),
    ("UPDATE decisions SET until_at = '2016-09-0r' WHERE id = 1", "changed_value", "lost"),
    ("UPDATE snapshots SET text = text || 'r' WHERE id = 5", "changed_value", "derived"),
    ("UPDATE readings SET options_json = '{' WHERE id = 5", "changed_value", "derived"),
    ("INSERT INTO certificates (sha256, der) VALUES ('00', x'00')", "changed_value", "lost"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "what", "fate"), CHANGES, ids=[f"{c[1]}-{n}" for n, c in enumerate(CHANGES)])
def test_what_is_gone_is_named(own: Path, statement: str, what: str, fate: str) -> None:
    execute(own, statement)
    found = {finding.what: finding for finding in look(own).findings}
    assert found[what].fate == fate  # type: ignore[index]
    assert found[what].number >= 1  # type: ignore[index]


@pytest.mark.parametrize("statement", [change[0] for change in CHANGES])
def test_what_is_recovered_is_sound(own: Path, tmp_path: Path, statement: str) -> None:
    execute(own, statement)
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    new = tmp_path / "new.db"
    salvage(own, new, no_progress)
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before
    assert look(new).findings == []
    assert len(damage.dump(new, ("captures",))["captures"]) == 2 * damage.PAGES


STRANGE = [
    (("CREATE TRIGGER evil AFTER INSERT ON decisions BEGIN DELETE FROM link_checks; END",), "added: trigger evil"),
    (("CREATE VIEW evil AS SELECT 1",), "added: view evil"),
    (("CREATE TABLE evil (a)",), "added: table evil"),
    (("CREATE INDEX evil ON urls (url)",), "added: index evil"),
    (("ALTER TABLE decisions ADD COLUMN evil TEXT",), "changed: table decisions"),
    (
        (
            "DROP VIEW latest",
            "CREATE VIEW latest AS SELECT 1 AS url",
        ),
        "changed: view latest",
    ),
    (("DROP TRIGGER _snapshots_fts_deleted",), "missing: trigger _snapshots_fts_deleted"),
]


@pytest.mark.parametrize(("statements", "named"), STRANGE, ids=[named for _, named in STRANGE])
def test_what_a_stranger_changed_in_the_schema_is_named(
    own: Path, tmp_path: Path, statements: tuple[str, ...], named: str
) -> None:
    execute(own, *statements)
    for is_quick in (True, False):
        (finding,) = [one for one in look(own, is_quick=is_quick).findings if one.what == "foreign_schema"]
        assert (finding.fate, finding.examples) == ("foreign", (named,))
    new = tmp_path / "new.db"
    salvage(own, new, no_progress)
    assert look(new).findings == []


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, x AS url FROM n"


def test_a_view_in_the_place_of_a_table_is_not_read(own: Path, tmp_path: Path) -> None:
    execute(own, "ALTER TABLE urls RENAME TO hidden", f"CREATE VIEW urls AS {ENDLESS}")
    (finding,) = look(own).findings
    assert {"added: view urls", "missing: table urls"} <= set(finding.examples)
    with pytest.raises(ArchiveError, match="a view in the place of the table urls"):
        salvage(own, tmp_path / "new.db", no_progress)


def test_a_search_for_damage_calls_nothing_of_a_view(own: Path) -> None:
    execute(own, "DROP VIEW latest", "CREATE VIEW latest AS SELECT payload(digest) AS url FROM payloads")
    with closing(open_as_it_is(own)) as db, pytest.raises(sqlite3.OperationalError, match="unsafe use of payload"):
        db.execute("SELECT * FROM latest").fetchone()


@pytest.mark.parametrize("codec", ["zstd", "zstd-dictionary"])
def test_a_payload_that_says_any_size_is_damaged(own: Path, codec: str) -> None:
    size = 35 * 10**12
    frame = b"\x28\xb5\x2f\xfd\xe0" + size.to_bytes(8, "little") + b"\x01\x00\x00"  # RFC 8878, 3.1.1
    with closing(sqlite3.connect(own)) as db, db:
        changed = "UPDATE payloads SET data = ?, size_bytes = ?, codec = ?, base_digest = NULL WHERE rowid = 5"
        db.execute(changed, (frame, size, codec))
        (digest,) = db.execute("SELECT digest FROM payloads WHERE rowid = 5").fetchone()
    with (
        closing(open_for_reading(own)) as db,
        pytest.raises(DamagedPayload, match=r"35,000,000,000,000 bytes|needs dictionary"),
    ):
        payloads.read(db, digest)
    assert "damaged_payload" in {finding.what for finding in look(own).findings}


def test_of_a_lost_payload_the_addresses_are_said(own: Path, tmp_path: Path) -> None:
    execute(own, "UPDATE payloads SET data = x'00' WHERE rowid = (SELECT max(rowid) FROM payloads)")
    (finding,) = look(own).findings
    assert finding.examples == (f"{damage.address(damage.PAGES - 1)} (2016-09-02T06:00:59Z)",)
    report = salvage(own, tmp_path / "new.db", no_progress)
    assert finding.examples in [loss.examples for loss in report.losses]


def test_a_damaged_index_loses_nothing(own: Path) -> None:
    damage.overwrite_pages(own, [damage.root_page(own, "captures_by_url")], noise=1)
    report = look(own)
    assert report.is_file_damaged
    assert not report.is_anything_lost


def test_addresses_are_saved_out_of_their_index(own: Path, tmp_path: Path) -> None:
    damage.overwrite_pages(own, [damage.root_page(own, "urls")], noise=1)
    new = tmp_path / "new.db"
    salvage(own, new, no_progress)
    assert damage.dump(new, ("urls",))["urls"][0][1] == damage.address(0)


def test_an_existing_file_is_not_written_over(own: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    new.write_text("mine")
    with pytest.raises(ArchiveError, match="there is a file"):
        salvage(own, new, no_progress)
    assert new.read_text() == "mine"


@pytest.mark.slow
@at_most(2_000)
@given(places=st.lists(st.integers(1, 10_000), min_size=1, max_size=3), noise=st.integers(0, 255))
def test_whatever_pages_are_damaged(sound: Path, places: list[int], noise: int) -> None:
    """All but the first, in which the schema begins."""
    folder = sound.parent / f"noise-{noise}-{'-'.join(map(str, places))}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path, new = folder / "archive.db", folder / "new.db"
    shutil.copy(sound, path)
    count = path.stat().st_size // damage.page_size(path)
    damage.overwrite_pages(path, sorted({1 + place % (count - 1) for place in places}), noise)
    before = path.read_bytes()
    try:
        report = look(path)
        saved = salvage(path, new, no_progress)
    except ArchiveError:  # the schema itself goes over several pages
        assert not new.exists()
        return
    assert path.read_bytes() == before
    if not report.is_anything_lost:
        assert saved.losses == []
    assert look(new).findings == []
    with closing(open_for_reading(new)) as connection:
        for (digest,) in connection.execute("SELECT digest FROM payloads WHERE data IS NOT NULL"):
            payloads.read(connection, digest)
    shutil.rmtree(folder)
