"""Processes that share an archive: locks are kept while others come and go, and a lock of others is waited for."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import errors
from kaaw_archive.archive import connect, waiting
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.store.writer import write_once
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# A crawl in small: a writer, and a reader that is opened and closed beside it; told by its input what to write.
CRAWL = """
import sys
from pathlib import Path
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
path = Path(sys.argv[1])
writer = open_for_writing(path)
for line in sys.stdin:
    writer.execute("INSERT INTO urls (url) VALUES (?)", (line.strip(),))
    open_for_reading(path).close()
    print("kept", flush=True)
"""


class Crawl:
    """Another process that writes to the archive."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CRAWL, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )

    def keep(self, url: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(url + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "kept\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=120)


@pytest.mark.slow
def test_what_one_process_keeps_outlives_another_that_opens_writes_and_closes(archive_path: Path) -> None:
    crawl = Crawl(archive_path)
    try:
        crawl.keep("a1")
        crawl.keep("a2")
        with closing(open_for_writing(archive_path)) as connection:
            connection.execute("INSERT INTO urls (url) VALUES ('b')")
        for number in range(3, 6):
            crawl.keep(f"a{number}")
    finally:
        crawl.kill()
    with closing(open_for_writing(archive_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        kept = {row[0] for row in connection.execute("SELECT url FROM urls")}
    assert kept == {"a1", "a2", "a3", "a4", "a5", "b"}


@pytest.mark.slow
def test_a_file_whose_log_was_being_taken_over_is_still_ours(archive_path: Path) -> None:
    """Killed in the middle of it: the file is shorter than its first page says, and the log has the rest."""
    crawl = Crawl(archive_path)
    crawl.keep("a1")
    with closing(sqlite3.connect(archive_path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    crawl.kill()
    with archive_path.open("r+b") as file:
        file.truncate(8 * 4096)
    with closing(open_for_reading(archive_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("SELECT url FROM urls").fetchone()[0] == "a1"


@pytest.fixture
def locked(archive_path: Path) -> Iterator[Path]:
    open_for_writing(archive_path).close()
    with closing(sqlite3.connect(archive_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield archive_path


OPENERS: list[Callable[..., object]] = [
    open_for_writing,
    lambda path, on_wait=None: write_once(path, lambda c: None, on_wait),
]


@pytest.mark.parametrize("opener", OPENERS)
def test_a_lock_that_stays_is_waited_for_said_once_and_named(
    locked: Path, monkeypatch: pytest.MonkeyPatch, opener: Callable[..., object]
) -> None:
    monkeypatch.setattr(waiting, "SAY_AFTER_S", 0.05)
    monkeypatch.setattr(connect, "STEP_S", 0.02)
    monkeypatch.setattr(connect, "BUSY_TIMEOUT_S", 0.3)
    said: list[str] = []
    with pytest.raises(errors.ArchiveBusy, match="locked by another program"):
        opener(locked, on_wait=lambda: said.append("waiting"))
    assert said == ["waiting"]


@pytest.mark.parametrize("opener", OPENERS)
def test_an_interrupt_is_heard_while_it_waits(locked: Path, opener: Callable[..., object]) -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        opener(locked)
    assert time.monotonic() - began < connect.BUSY_TIMEOUT_S / 2  # which it would have waited


def test_a_reader_waits_for_nobody_who_writes(locked: Path) -> None:
    with closing(open_for_reading(locked)) as connection:
        assert connection.execute("SELECT count(*) FROM urls").fetchone()[0] == 0


def test_an_opened_archive_is_as_patient_as_ever(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as writer, closing(open_for_reading(archive_path)) as reader:
        found = [one.execute("PRAGMA busy_timeout").fetchone()[0] for one in (writer, reader)]
    assert found == [60_000, 60_000]
