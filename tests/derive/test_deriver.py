"""From captures to rows through the workers: live, left over, and everything again give the same."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive import derive_all
from kaaw_archive.derive.deriver import Deriver, LeftOver
from kaaw_archive.derive.outdated import outdated_parts
from kaaw_archive.derive.workers import ReadingPool, WorkerTask
from tests.derive.live import HTML, SITE, Live, a_fortnight, address
from tests.derive.tables import Rows, assert_same, assert_sound, derived
from tests.german_pages import address_path, page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from kaaw_archive.items import Capture, Reading


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


@pytest.mark.slow
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
    assert (report.captures, 2 * report.pages, report.articles) == (20, len(told), 7)  # read, then folded
    assert told[-1] == (2 * report.pages, 2 * report.pages)


@pytest.mark.slow
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
    assert killed.deriver.left_over() == LeftOver(0, 0)  # a crawl that runs reads its own
    killed.end("killed")
    told: list[tuple[int, int]] = []
    assert killed.deriver.left_over(lambda done, total: told.append((done, total))) == LeftOver(5, 0)
    assert killed.deriver.left_over() == LeftOver(0, 0)
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
    assert live.deriver.left_over() == LeftOver(2, 0)
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
    asyncio.run(live.deriver.derive(late))
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


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_derive_that_ended_early_is_noted_until_it_is_run_again(
    archive_path: Path, pool: ReadingPool, share: float
) -> None:
    live = Live(archive_path, pool)
    a_fortnight(live)
    live.end()
    live.close()
    expected = rows_of(archive_path)

    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        derive_all(archive_path, workers=1, progress=stop)
    assert is_half(archive_path)
    derive_quietly(archive_path)
    assert not is_half(archive_path)
    assert_same(expected, rows_of(archive_path))


def is_half(path: Path) -> bool:
    with closing(open_for_reading(path)) as connection:
        return "a derive that has begun" in str(outdated_parts(connection, path))


NOT_FOLDED = "SELECT count(*) FROM captures WHERE page_id IS NULL AND kind = 'page'"


def derive_quietly(path: Path) -> None:
    derive_all(path, workers=1, progress=lambda done, total: None)


@pytest.mark.slow
def test_what_a_crawl_captures_while_all_is_derived_again_stays_folded(
    archive_path: Path, pool: ReadingPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(archive_path, pool)
    live.look(0, address(1), page(1))
    live.look(0, address(2), page(2))
    live.look(0, address(3), page(3))
    plain = "http://stadt.example"
    addresses = folding.captured_urls

    def then_the_crawl_goes_on(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
        yield from addresses(connection)
        live.look(1, address(1), page(1, edition=2))  # a known address
        live.look(2, plain + address_path(2), page(2, edition=2))  # a known page under a new address
        live.look(3, address(4), page(4))  # a new page

    monkeypatch.setattr(folding, "captured_urls", then_the_crawl_goes_on)
    unseen: list[Capture] = []

    def progress(done: int, total: int) -> None:
        if done == 1:  # all pages are read by now, and two are not folded yet
            live.look(4, address(3), None, status=410)
            unseen.append(live.keep(5, "http://www.stadt.example" + address_path(2), page(2)))  # not folded yet

    derive_all(archive_path, workers=1, progress=progress)
    monkeypatch.undo()
    assert ask(archive_path, NOT_FOLDED) == [(0,)]
    asyncio.run(live.deriver.derive(unseen[0]))
    live.close()
    as_derived = rows_of(archive_path)
    assert ask(archive_path, "SELECT count(*) FROM events WHERE kind = 'edited'") == [(3,)]
    derive_quietly(archive_path)
    assert_same(as_derived, rows_of(archive_path))


@pytest.mark.slow
def test_one_capture_that_cannot_be_derived_keeps_no_other_from_it_and_is_asked_for_once(
    archive_path: Path, pool: ReadingPool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(archive_path, pool)
    live.look(9, address(2), page(2, edition=2))
    for number in range(1, 5):
        live.keep(2, address(number), page(number))
    for hour in range(3):
        live.keep(hour, address(2), page(2, noise=str(hour)))  # all before the one that is folded
    live.end("killed")
    folded = Deriver.refold
    refolds: list[str] = []

    def refold(self: Deriver, url_key: str) -> None:
        refolds.append(url_key)
        folded(self, url_key)

    add_snapshot = derivations.add_snapshot

    def stumbles(connection: sqlite3.Connection, article_id: int, *arguments: Any, **named: Any) -> int:
        url = connection.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
        if url == address(2):
            raise ZeroDivisionError("a defect of ours")
        return add_snapshot(connection, article_id, *arguments, **named)

    with monkeypatch.context() as broken:
        broken.setattr(Deriver, "refold", refold)
        broken.setattr(derivations, "add_snapshot", stumbles)
        assert live.deriver.left_over() == LeftOver(derived=3, failed=4)
    assert len(refolds) == 1
    assert "waits for a corrected version" in caplog.text
    assert live.deriver.left_over() == LeftOver(derived=4, failed=0)
    live.close()
    as_derived = rows_of(archive_path)
    derive_quietly(archive_path)
    assert_same(as_derived, rows_of(archive_path))


def test_what_was_not_read_when_the_pool_closed_is_left_without_a_problem(
    archive_path: Path, pool: ReadingPool
) -> None:
    closed = ReadingPool(1)
    closed.close()
    live = Live(archive_path, closed)
    live.look(0, address(1), page(1))
    live.end("killed")
    assert live.deriver.left_over() == LeftOver(0, 0)
    assert ask(archive_path, NOT_FOLDED) == [(1,)]
    assert Deriver(archive_path, live.writer, pool).left_over() == LeftOver(1, 0)
    assert ask(archive_path, "SELECT problem FROM readings") == [(None,)]
    live.close()


@pytest.mark.slow
def test_a_304_is_read_as_the_type_of_what_it_confirms_and_only_where_the_page_differed(
    archive_path: Path, pool: ReadingPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str | None]] = []
    submit, read = ReadingPool.submit, ReadingPool.read

    def submitted(self: ReadingPool, function: Any, *args: Any) -> WorkerTask[Reading]:
        asked.append(args[-3:-1])
        return submit(self, function, *args)

    async def awaited(self: ReadingPool, function: Any, *args: Any) -> Reading:
        asked.append(args[-3:-1])
        return await read(self, function, *args)

    monkeypatch.setattr(ReadingPool, "submit", submitted)
    monkeypatch.setattr(ReadingPool, "read", awaited)
    live = Live(archive_path, pool)
    secure, plain = address(1), "http://stadt.example" + address_path(1)
    first = live.look(0, secure, page(1))
    confirmed: dict[str, Any] = {"status": 304, "not_modified_digest": first.payload_digest, "headers": {}}
    live.look(1, secure, None, **confirmed)
    live.look(2, plain, page(1, edition=2), headers={"content-type": ["text/html"]})
    live.look(3, secure, None, **confirmed)
    live.look(4, plain, None, **confirmed)
    live.end()
    expected = [(secure, HTML["content-type"][0]), (plain, "text/html"), (secure, HTML["content-type"][0])]
    assert asked == expected
    live.close()
    as_crawled = rows_of(archive_path)
    asked.clear()
    derive_quietly(archive_path)
    assert asked == expected[:2]  # each payload once
    assert_same(as_crawled, rows_of(archive_path))


@pytest.mark.slow
def test_a_304_left_over_beside_what_it_confirms_is_read_alike(archive_path: Path, pool: ReadingPool) -> None:
    live = Live(archive_path, pool)
    plain = "http://stadt.example" + address_path(1)
    first = live.keep(0, address(1), page(1))
    live.keep(1, plain, page(1, edition=2))
    live.keep(2, plain, None, status=304, not_modified_digest=first.payload_digest, headers={})
    live.end("killed")
    assert live.deriver.left_over() == LeftOver(3, 0)
    live.close()
    as_derived = rows_of(archive_path)
    assert ask(archive_path, "SELECT version FROM snapshots ORDER BY version") == [(1,), (2,), (3,)]
    derive_quietly(archive_path)
    assert_same(as_derived, rows_of(archive_path))
