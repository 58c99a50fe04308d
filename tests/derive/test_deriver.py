"""From captures to rows through the workers: live, left over, and everything again give the same."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.derive import derive_all
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.live import SITE, Live, a_fortnight, address
from tests.derive.tables import Rows, assert_same, assert_sound, derived
from tests.german_pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    readers = ReadingPool(2)
    yield readers
    readers.close()


def rows_of(path: Path) -> dict[str, Rows]:
    with closing(open_for_writing(path)) as connection:
        assert_sound(connection)
        return derived(connection)


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_for_reading(path)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def test_everything_again_is_what_the_crawl_derived(archive_path: Path, pool: ReadingPool) -> None:
    live = Live(archive_path, pool)
    a_fortnight(live)
    live.end()
    live.close()
    as_crawled = rows_of(archive_path)
    states = "SELECT state, count(*) FROM articles GROUP BY state ORDER BY state"
    assert ask(archive_path, states) == [("live", 5), ("moved", 1), ("withdrawn", 1)]
    assert ask(archive_path, "SELECT max(version) FROM snapshots") == [(3,)]
    told: list[tuple[int, int]] = []
    report = derive_all(archive_path, workers=1, progress=lambda done, total: told.append((done, total)))
    assert_same(as_crawled, rows_of(archive_path))
    assert (report.captures, report.pages, report.articles) == (20, len(told), 7)
    assert told[-1] == (report.pages, report.pages)


def test_what_a_killed_crawl_left_unread_is_derived_alike(
    archive_path: Path, tmp_path: Path, pool: ReadingPool
) -> None:
    live = Live(archive_path, pool)
    killed = Live(tmp_path / "killed.db", pool)
    for number, body in ((1, page(1)), (1, page(1, edition=2)), (2, page(2)), (1, page(1))):
        hour = live.crawl.id + len(ask(archive_path, "SELECT 1 FROM captures"))
        live.look(hour, address(number), body)
        killed.keep(hour, address(number), body)
    live.look(20, address(2), None, status=410)
    killed.keep(20, address(2), None, status=410)
    assert killed.deriver.left_over() == 0  # a crawl that runs reads its own
    killed.end("killed")
    told: list[tuple[int, int]] = []
    assert killed.deriver.left_over(lambda done, total: told.append((done, total))) == 5
    assert killed.deriver.left_over() == 0
    assert told[-1] == (5, 5)
    live.close()
    killed.close()
    assert_same(rows_of(archive_path), rows_of(tmp_path / "killed.db"))


def test_a_damaged_payload_is_a_reading_with_a_problem(archive_path: Path, pool: ReadingPool) -> None:
    live = Live(archive_path, pool)
    capture = live.keep(0, address(1), page(1))
    live.keep(1, address(2), page(2))
    live.end("killed")
    damage = "UPDATE payloads SET data = x'00' WHERE digest = ?"
    live.writer.submit(lambda c: c.execute(damage, (capture.payload_digest,)).rowcount).result(30)
    assert live.deriver.left_over() == 2
    live.close()
    found = (
        "SELECT u.url, g.problem FROM readings g JOIN captures c ON c.id = g.capture_id JOIN urls u ON u.id = c.url_id"
    )
    expected = [(address(1), "damaged_payload"), (address(2), None)]
    assert sorted(ask(archive_path, found)) == expected
    derive_all(archive_path, workers=1, progress=lambda done, total: None)
    assert sorted(ask(archive_path, found)) == expected


def test_a_capture_that_comes_late_folds_its_page_anew(archive_path: Path, pool: ReadingPool) -> None:
    live = Live(archive_path, pool)
    late = live.keep(1, address(1), page(1, edition=2))
    live.look(2, address(1), page(1))
    asyncio.run(live.deriver.derive(late, None))
    live.close()
    assert ask(archive_path, "SELECT version, first_seen_at FROM snapshots ORDER BY version") == [
        (1, "2016-09-22T01:00:00.000Z"),
        (2, "2016-09-22T02:00:00.000Z"),
    ]


def test_pages_under_keys_of_older_rules_are_made_anew(archive_path: Path, pool: ReadingPool) -> None:
    live = Live(archive_path, pool)
    live.look(0, address(1), page(1))
    live.look(1, SITE + "/leer", b"")
    live.end()
    live.close()
    expected = rows_of(archive_path)
    with closing(open_for_writing(archive_path)) as connection:
        connection.execute("UPDATE pages SET url_key = 'old ' || url_key, key_version = 0")
    derive_all(archive_path, workers=1, progress=lambda done, total: None)
    assert_same(expected, rows_of(archive_path))
