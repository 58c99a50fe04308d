"""A sample is read again and compared with what is stored; nothing is changed, and the same sample is drawn again."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.derive import derive_all
from kaaw_archive.derive.compare_extractors import compare_extractors
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.live import Live, a_fortnight, address
from tests.derive.test_deriver import ask, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.derive.compare_extractors import ExtractorComparison

pytestmark = pytest.mark.slow

BOX = (
    "<p>Pressekontakt: Stadt Moorland, Pressestelle, Am Markt 1, 12345 Moorland, Telefon 0 12 34 / 56 78.</p>"
    "<p>Die Pressestelle ist an allen Werktagen von acht bis zwölf Uhr zu erreichen, auch schriftlich.</p>"
)


def boxed_page(number: int) -> bytes:
    """A page whose article ends with what all articles of its site end with."""
    sentences = "".join(
        f"<p>Der Rat hat in der Sitzung Nummer {number} den Punkt {n} beraten und einstimmig beschlossen.</p>"
        for n in range(9)
    )
    title = f"Aus der Sitzung {number} des Rates"
    main = f"<main><h1>{title}</h1>{sentences}{BOX}</main>"
    return f"<html><head><title>{title}</title></head><body>{main}</body></html>".encode()


@pytest.fixture
def archive(archive_path: Path) -> Path:
    pool = ReadingPool(1)
    try:
        live = Live(archive_path, pool)
        a_fortnight(live)
        for number in range(10, 16):
            live.look(60 + number, address(number), boxed_page(number))
        live.deriver.refold_waiting()
        live.end()
        live.close()
    finally:
        pool.close()
    return archive_path


def trial(path: Path, size: int | None = None, seed: int = 0) -> ExtractorComparison:
    return compare_extractors(path, size=size, seed=seed, workers=1, progress=lambda done, total: None)


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


def test_what_many_pages_end_with_is_cut_alike_by_a_crawl_and_from_nothing(archive: Path) -> None:
    texts = "SELECT text FROM latest WHERE title LIKE 'Aus der Sitzung%'"
    assert len(ask(archive, texts)) == 6
    assert not any("Pressestelle" in text for (text,) in ask(archive, texts))
    as_crawled = rows_of(archive)
    assert as_crawled["_boilerplate"]
    derive_all(archive, workers=1, progress=lambda done, total: None)
    assert rows_of(archive) == as_crawled


def test_the_same_extractor_changes_nothing_and_the_archive_stays_as_it_is(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = hashlib.sha256(archive.read_bytes()).digest()
    with closing(sqlite3.connect(archive, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # a crawl that writes keeps nobody from it
        report = trial(archive)
    assert (report.differences, report.changed) == ([], {})
    assert report.sampled == report.readings == sum(report.by_source.values()) > 10
    assert hashlib.sha256(archive.read_bytes()).digest() == before


def test_each_field_that_would_change_is_named(archive: Path) -> None:
    change(
        archive,
        "UPDATE snapshots SET title = 'Alt', published_on = '1999-01-01' WHERE title LIKE 'Aus der Sitzung 10 %'",
    )
    change(archive, "UPDATE snapshots SET text = 'Anders.' || char(10) || text WHERE title LIKE 'Aus der Sitzung 11 %'")
    change(archive, "UPDATE readings SET problem = 'listing', page_kind = 'listing' WHERE problem = 'empty'")
    report = trial(archive)
    assert report.changed == {"title": 1, "published_on": 1, "text": 1, "problem": 1, "page_kind": 1}
    changes = {(one.url, change.field): change for one in report.differences for change in one.changes}
    assert changes[address(10), "title"].after == "Aus der Sitzung 10 des Rates"
    assert changes[address(11), "text"].diff == ("@@ -1 +0,0 @@", "-Anders.")
    assert changes["https://www.stadt.example/leer", "problem"].after == "empty"


def test_a_sample_is_drawn_by_its_seed_from_every_source(archive: Path) -> None:
    change(
        archive, f"UPDATE pages SET source = 'andere' WHERE url IN ('{address(10)}', '{address(11)}', '{address(12)}')"
    )
    change(archive, "UPDATE snapshots SET title = 'Alt'")

    def drawn(size: int, seed: int) -> list[str]:
        report = trial(archive, size, seed)
        assert report.by_source == {"andere": 2, "stadt.example": 2}
        return [one.capture_uid for one in report.differences]

    assert drawn(4, 1) == drawn(4, 1)
    assert len({tuple(drawn(4, seed)) for seed in range(4)}) > 1
