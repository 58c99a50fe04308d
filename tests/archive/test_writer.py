"""The writer thread: what it says to be kept is on the disk, and whoever fails fails alone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.store import writer as writer_module
from kaaw_archive.archive.store.writer import GROUP_MAX_JOBS, Writer, write_once
from kaaw_archive.errors import ArchiveError, ArchiveReadOnly, DiskFull, NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path


@pytest.fixture
def writer(empty_path: Path) -> Iterator[Writer]:
    opened = Writer(empty_path)
    yield opened
    opened.close()


def add(url: str) -> Callable[[sqlite3.Connection], int]:
    def job(connection: sqlite3.Connection) -> int:
        row = connection.execute("INSERT INTO urls (url) VALUES (?) RETURNING id", (url,)).fetchone()
        return int(row[0])

    return job


def kept(path: Path) -> set[str]:
    with closing(open_for_reading(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {row[0] for row in connection.execute("SELECT url FROM urls")}


class Gate:
    """Keeps the writer thread busy until it is opened, so that jobs wait behind it."""

    def __init__(self, writer: Writer) -> None:
        self._open = threading.Event()
        self.future = writer.submit(self._wait)

    def _wait(self, connection: sqlite3.Connection) -> int:
        assert self._open.wait(10)
        return connection.total_changes

    def open(self) -> None:
        self._open.set()


def test_a_result_is_there_only_after_commit(writer: Writer, archive_path: Path) -> None:
    for number in range(5):
        assert writer.submit(add(f"u{number}")).result(10) == number + 1
        assert f"u{number}" in kept(archive_path)


def test_await_leaves_the_loop_free(writer: Writer) -> None:
    gate = Gate(writer)

    async def both() -> list[str]:
        seen = []

        async def write() -> None:
            await writer.write(add("u"))
            seen.append("written")

        async def other() -> None:
            seen.append("other")
            gate.open()

        await asyncio.gather(write(), other())
        return seen

    assert asyncio.run(both()) == ["other", "written"]


def test_jobs_that_wait_are_committed_in_groups(writer: Writer, archive_path: Path) -> None:
    commits: list[str] = []
    jobs = GROUP_MAX_JOBS * 2
    writer.submit(lambda connection: connection.set_trace_callback(commits.append)).result(10)
    gate = Gate(writer)
    futures = [writer.submit(add(f"u{n}")) for n in range(jobs)]
    gate.open()
    assert [future.result(10) for future in futures] == list(range(1, jobs + 1))
    assert 2 <= sum(statement == "COMMIT" for statement in commits) <= 20
    assert len(kept(archive_path)) == jobs


def test_facts_go_before_derivations_and_each_keeps_its_order(writer: Writer, archive_path: Path) -> None:
    gate = Gate(writer)
    derivations = [writer.submit(add(f"derived{n}"), is_derivation=True) for n in range(3)]
    facts = [writer.submit(add(f"fact{n}")) for n in range(3)]
    gate.open()
    order = [future.result(10) for future in facts + derivations]
    assert order == sorted(order)
    assert len(kept(archive_path)) == 6


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO urls (url) VALUES ('u0')",  # not unique
        "INSERT INTO urls (url) VALUES (NULL)",
        "INSERT INTO captures (crawl_id) VALUES (99)",
        "SELECT * FROM no_such_table",
        "SELECT * FROM search_index WHERE search_index MATCH '\"'",
        "this is no SQL",
        "ROLLBACK TO nowhere",
    ],
)
def test_a_job_that_fails_takes_nobody_with_it(writer: Writer, archive_path: Path, statement: str) -> None:
    writer.submit(add("u0")).result(10)

    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO urls (url) VALUES ('half')")
        connection.execute(statement)

    gate = Gate(writer)
    before, bad, after = writer.submit(add("u1")), writer.submit(half_done), writer.submit(add("u2"))
    gate.open()
    before.result(10)
    after.result(10)
    with pytest.raises(sqlite3.Error):
        bad.result(10)
    assert writer.submit(add("u3")).result(10) > 0
    assert kept(archive_path) == {"u0", "u1", "u2", "u3"}


def test_any_exception_of_a_job_is_its_own(writer: Writer, archive_path: Path) -> None:
    def stumbles(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO urls (url) VALUES ('half')")
        raise ZeroDivisionError("a defect")

    with pytest.raises(ZeroDivisionError, match="a defect"):
        writer.submit(stumbles).result(10)
    writer.submit(add("u")).result(10)
    assert kept(archive_path) == {"u"}


def test_a_job_that_ends_the_transaction_itself_hangs_nobody(writer: Writer) -> None:
    def misbehaves(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")
        raise ValueError("and then fails")

    gate = Gate(writer)
    bad, other = writer.submit(misbehaves), writer.submit(add("u"))
    gate.open()
    assert isinstance(bad.exception(10), ValueError | ArchiveError)
    other.exception(10)
    assert writer.submit(add("later")).result(10) > 0


def test_a_job_whose_waiter_has_gone_is_done_all_the_same(writer: Writer, archive_path: Path) -> None:
    gate = Gate(writer)
    forgotten, other = writer.submit(add("forgotten")), writer.submit(add("other"))
    assert forgotten.cancel()
    gate.open()
    other.result(10)
    assert kept(archive_path) == {"forgotten", "other"}


def test_many_threads_write_at_once(writer: Writer, archive_path: Path) -> None:
    def work(name: str) -> None:
        for number in range(25):
            writer.submit(add(f"{name}-{number}")).result(10)

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(kept(archive_path)) == 200


def test_a_lock_of_another_program_is_waited_for(writer: Writer, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO urls (url) VALUES ('other')")
        future = writer.submit(add("ours"))
        with pytest.raises(TimeoutError):
            future.result(0.08)
        other.execute("COMMIT")
    assert future.result(10) == 2
    assert kept(archive_path) == {"other", "ours"}


def fill_the_disk(connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 4}")


def test_a_full_disk_is_named_now_and_later_and_nothing_is_torn(writer: Writer, archive_path: Path) -> None:
    writer.submit(add("safe")).result(10)
    writer.submit(fill_the_disk).result(10)
    gate = Gate(writer)
    futures: list[Future[int]] = [writer.submit(add("u")), writer.submit(add("x" * 100_000)), writer.submit(add("v"))]
    gate.open()
    errors = [future.exception(10) for future in futures]
    assert isinstance(errors[1], DiskFull)
    with pytest.raises(DiskFull, match="make room"):
        writer.submit(add("later")).result(10)
    writer.close()
    told = {url for url, error in zip(("u", "xxx", "v"), errors, strict=True) if error is None}
    assert kept(archive_path) == {"safe"} | told


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_is_taken_away_is_named_now_and_later(
    writer: Writer, archive_path: Path, monkeypatch: pytest.MonkeyPatch, is_replaced: bool
) -> None:
    monkeypatch.setattr(writer_module, "LOOK_EVERY_S", 0.0)
    writer.submit(add("safe")).result(10)
    archive_path.rename(archive_path.with_name("elsewhere.db"))
    if is_replaced:
        open_for_writing(archive_path.with_name("other.db")).close()
        archive_path.with_name("other.db").rename(archive_path)
    with pytest.raises(ArchiveReadOnly, match="was moved or deleted while it was in use"):
        writer.submit(add("lost")).result(10)
    archive_path.unlink(missing_ok=True)
    archive_path.with_name("elsewhere.db").rename(archive_path)
    with pytest.raises(ArchiveReadOnly, match="was moved or deleted"):
        writer.submit(add("too late")).result(10)
    writer.close()
    assert kept(archive_path) == {"safe"}


def test_closing_commits_what_waits_and_may_be_done_twice(writer: Writer, archive_path: Path) -> None:
    gate = Gate(writer)
    futures = [writer.submit(add(f"u{n}")) for n in range(10)]
    gate.open()
    writer.close()
    writer.close()
    assert all(future.done() for future in futures)
    assert len(kept(archive_path)) == 10
    with pytest.raises(ArchiveError, match="closed"):
        writer.submit(add("late")).result(10)


def test_no_job_is_left_without_an_answer_while_the_writer_closes(archive_path: Path) -> None:
    writer = Writer(archive_path)
    gate = Gate(writer)
    closers = [threading.Thread(target=writer.close) for _ in range(2)]
    for closer in closers:
        closer.start()
    late = [writer.submit(add(f"u{n}")) for n in range(20)]
    gate.open()
    for closer in closers:
        closer.join(10)
    answered = [future.exception(10) is None for future in late]
    assert len(kept(archive_path)) == sum(answered)


def test_what_cannot_be_opened_is_said_at_once(archive_path: Path) -> None:
    archive_path.write_bytes(b"no database")
    with pytest.raises(NotAnArchive):
        Writer(archive_path)


def test_one_job_without_a_thread(archive_path: Path) -> None:
    assert write_once(archive_path, add("once")) == 1
    assert kept(archive_path) == {"once"}


def test_one_job_that_fails_leaves_nothing(archive_path: Path) -> None:
    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO urls (url) VALUES ('half')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_once(archive_path, half_done)
    assert kept(archive_path) == set()
