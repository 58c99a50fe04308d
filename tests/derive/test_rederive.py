"""All is derived again: by a newer extractor, after kills, beside another derivation, with too little room."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import boilerplate
from kaaw_archive.derive import derivation, derive_all, rederive
from kaaw_archive.derive.derivation import DerivationStopped
from kaaw_archive.derive.deriver import submit_readings
from kaaw_archive.derive.reading_file import ReadingFile, path_beside
from kaaw_archive.errors import DiskFull, RunUnderWay
from kaaw_archive.extract import EXTRACTOR_VERSION
from kaaw_archive.items import ArticleLink, ArticleRecord, Reading
from tests.derive.live import Live, address
from tests.derive.tables import Rows, assert_same, assert_sound, derived
from tests.german_pages import page

if TYPE_CHECKING:
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.derive.workers import ReadingPool

pytestmark = pytest.mark.slow

OLD = "6+trafilatura-2.0.0"
PROJECT = Path(__file__).parents[2]
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from kaaw_archive.derive import derive_all

def progress(done, of):
    if done >= float(sys.argv[2]) * of:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    derive_all(Path(sys.argv[1]), workers=1, progress=progress)
"""


def rows_of(path: Path) -> dict[str, Rows]:
    with closing(open_for_writing(path)) as connection:
        assert_sound(connection)
        return derived(connection)


def derive(path: Path) -> list[int]:
    """Return the steps that were reported."""
    steps: list[int] = []
    derive_all(path, workers=1, progress=lambda done, of: steps.append(done))
    return steps


def read_by_the_old_extractor(path: Path) -> None:
    """Change an archive to what an older extractor, which read other texts, would have made of the same captures."""
    with closing(open_for_writing(path)) as connection:
        connection.execute("UPDATE readings SET extractor_version = ?", (OLD,))
        connection.execute("UPDATE snapshots SET text = text || ' (alt)', text_digest = 'alt' || id, lead = NULL")
        connection.execute("DELETE FROM mentions")


def test_another_extractor_makes_no_edit(archive: Path) -> None:
    expected = rows_of(archive)
    read_by_the_old_extractor(archive)
    derive(archive)
    assert_same(expected, rows_of(archive))
    with closing(open_for_reading(archive)) as connection:
        versions = connection.execute("SELECT DISTINCT extractor_version FROM readings").fetchall()
    assert [tuple(row) for row in versions] == [(EXTRACTOR_VERSION,)]


def test_a_crawl_before_the_derivation_makes_no_edit_either(archive: Path, pool: ReadingPool) -> None:
    edits = [row for row in rows_of(archive)["events"] if ("kind", "edited") in row]
    read_by_the_old_extractor(archive)
    later = Live(archive, pool, "20160929T060000Z-00000b")
    later.look(180, address(2), page(2, noise="another token"))
    later.look(180, address(3), None, status=304, not_modified_digest=_digest(archive, address(3)))
    later.end()
    later.close()
    assert [row for row in rows_of(archive)["events"] if ("kind", "edited") in row] == edits
    derive(archive)
    assert [row for row in rows_of(archive)["events"] if ("kind", "edited") in row] == edits


def _digest(path: Path, url: str) -> str:
    with closing(open_for_reading(path)) as connection:
        found = connection.execute("SELECT payload_digest FROM visits WHERE url = ? LIMIT 1", (url,)).fetchone()
        return str(found[0])


@pytest.mark.parametrize("share", [0.1, 0.45, 0.5, 0.6, 0.95, 1.0])
def test_it_goes_on_after_a_kill(archive: Path, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rows_of(archive)
    read_by_the_old_extractor(archive)
    command = [sys.executable, "-c", KILLED_AT, str(archive), str(share)]
    ended = subprocess.run(command, cwd=PROJECT, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(open_for_reading(archive)) as connection:
        assert boilerplate.is_half_derived(connection) is (share > 0.5)  # nothing is replaced before all is read
    asked: list[int] = []

    def counted(path: Path, pool: ReadingPool, keys: list[ReadingKey]) -> object:
        asked.append(len(keys))
        return submit_readings(path, pool, keys)

    monkeypatch.setattr(derivation, "submit_readings", counted)
    steps = derive(archive)
    assert_same(expected, rows_of(archive))
    assert not path_beside(archive).exists()
    total = 2 * len(expected["pages"])
    assert len(steps) <= total - int(share * total)  # nothing is done twice
    assert sum(asked) < len(expected["readings"]) if share < 0.5 else sum(asked) == 0  # all was read by then


def test_it_is_done_in_parts_between_which_crawls_make_no_edit(archive: Path, pool: ReadingPool) -> None:
    edits = [row for row in rows_of(archive)["events"] if ("kind", "edited") in row]
    read_by_the_old_extractor(archive)
    steps: list[int] = []
    parts = 0
    is_done = False
    while not is_done:
        parts, before = parts + 1, len(steps)
        try:
            derive_all(
                archive, workers=1, progress=lambda done, of: steps.append(done),
                is_over=lambda before=before: len(steps) >= before + 2,  # type: ignore[misc]
            )  # fmt: skip
            is_done = True
        except DerivationStopped:
            assert len(steps) > before
        if parts in (2, 4):
            later = Live(archive, pool, f"2016092{parts}T060000Z-00000b")
            later.look(180 + parts, address(2), page(2, noise=f"token {parts}"))
            later.end()
            later.close()
        assert [row for row in rows_of(archive)["events"] if ("kind", "edited") in row] == edits
    assert parts > 3
    in_parts = rows_of(archive)
    derive(archive)
    assert_same(rows_of(archive), in_parts)


def test_a_torn_record_is_cut_off(archive_path: Path) -> None:
    reading = Reading(
        page_kind="article",
        extractor="e",
        extractor_version="1",
        cms="plain",
        articles=(
            ArticleRecord(
                url="https://a.example/1", title="\ud83d", text="Text", structure=({"type": "paragraph", "text": "T"},),
                links=(ArticleLink(1, "/b", "https://a.example/b", "b", None, "related", None),), beside=(7, 8),
            ),
        ),
        options={"vote": "trafilatura"},
    )  # fmt: skip
    keys: list[ReadingKey] = [
        ("sha256:1", "https://a.example/1", None, False),
        ("sha256:2", "https://a.example/1", "text/html", True),
    ]
    with closing(ReadingFile(archive_path, "program 1")) as file:
        file.begin_again()
        for key in keys:
            file.store(key, reading)
        file.note("read", "example,a)/1")
        token = file.token
    whole = path_beside(archive_path).read_bytes()
    for size in range(len(whole) - 200, len(whole) + 1):
        path_beside(archive_path).write_bytes(whole[:size])
        with closing(ReadingFile(archive_path, "program 1")) as file:
            assert file.token == token
            assert file.is_done("read", "example,a)/1") is (size == len(whole))
            assert all(file.load(key) == reading for key in keys if key in file)
            file.store(keys[1], reading)
            assert file.load(keys[1]) == reading
    with closing(ReadingFile(archive_path, "program 2")) as file:
        assert not any(key in file for key in keys)
        assert not file.is_done("read", "example,a)/1")


def test_there_is_one_at_a_time(archive: Path) -> None:
    expected = rows_of(archive)
    with closing(ReadingFile(archive, "program")), pytest.raises(RunUnderWay, match="another kaaw derive"):
        derive(archive)
    assert_same(expected, rows_of(archive))


def test_without_room_it_does_not_begin_and_says_what_it_needs(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, int]] = []
    derive_all(archive, workers=1, progress=lambda done, of: None, on_room=lambda *room: said.append(room))
    ((needed, free),) = said
    assert 64_000_000 < needed < 80_000_000 < free
    read_by_the_old_extractor(archive)
    before = rows_of(archive)
    monkeypatch.setattr(rederive, "free_bytes", lambda path: needed - 1)
    with pytest.raises(DiskFull, match=r"kaaw derive needs about \d+ MB beside .*, and \d+ MB are free"):
        derive(archive)
    assert_same(before, rows_of(archive))
    assert not path_beside(archive).exists()
