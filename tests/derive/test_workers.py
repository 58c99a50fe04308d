"""Workers: what they read is what is read here, and one that hangs, hogs or dies is killed and named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.derive.reading import read_payload
from kaaw_archive.derive.workers import ReadingPool
from tests.german_pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://www.stadt.example/aktuelles/1"
TYPE = "text/html; charset=utf-8"
# What trafilatura does to it grows with the square of its length: some 15 s, and 130 MB.
LONG = b"<html><body><article><h1>Titel</h1>" + b"<p>Ein Satz, der keiner ist, steht hier.</p>" * 60_000


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    readers = ReadingPool(1)
    yield readers
    readers.close()


def test_a_worker_reads_what_is_read_here(pool: ReadingPool) -> None:
    reading = pool.result(pool.submit(page(1), URL, TYPE))
    assert reading == read_payload(page(1), URL, TYPE)
    assert reading.articles
    assert asyncio.run(pool.read(page(1), URL, TYPE)) == reading


def test_a_payload_that_cannot_be_loaded_is_a_named_problem(pool: ReadingPool) -> None:
    reading = pool.result(pool.submit_stored(lambda: None, URL, TYPE))
    assert (reading.problem, reading.articles) == ("damaged_payload", ())


def test_a_reading_that_takes_too_long_is_killed_and_named_and_the_next_is_read() -> None:
    readers = ReadingPool(1, timeout_s=0.4)
    try:
        slow = readers.submit(LONG, URL, TYPE)
        assert readers.result(slow).problem == "timeout"
        assert asyncio.run(readers.read(LONG, URL, TYPE)).problem == "timeout"
        assert readers.result(readers.submit(b"<h1>Amt</h1><p>Kurz.</p>", URL, TYPE)).problem != "timeout"
    finally:
        readers.close()


def test_a_reading_that_eats_memory_is_named_and_the_next_is_read() -> None:
    readers = ReadingPool(1, timeout_s=10, memory_mb=160)
    try:
        assert readers.result(readers.submit(LONG, URL, TYPE)).problem in {"out_of_memory", "worker_died"}
        assert readers.result(readers.submit(page(1), URL, TYPE)).articles
    finally:
        readers.close()
