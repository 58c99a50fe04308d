"""Header fields are read back exactly, however they were shared, and those that repeat are stored once."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaaw_archive.archive.connect import open_for_writing
from tests.archive.crawl import page, store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

NAMES = [
    "date",
    "server",
    "etag",
    "last-modified",
    "set-cookie",
    "x-a",
    "vary",
    "content-type",
    'x"quote',
    "x\\b",
    "ü",
    "",
]
values = st.lists(st.sampled_from(["", "1", "text/html", "max-age=0", 'W/"a\\b"', "null", "ß\u2028"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12), max_size=3)  # fmt: skip
answers = st.tuples(
    st.sampled_from(["https://a.example/", "https://b.example/"]),
    st.sampled_from([200, 304]),
    st.dictionaries(st.sampled_from(NAMES), values, max_size=8),
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(tmp_path_factory.mktemp("headers") / "archive.db")) as opened:
        yield opened


def read_back(connection: sqlite3.Connection) -> list[dict[str, list[str]]]:
    return [json.loads(row[0]) for row in connection.execute("SELECT headers_json FROM visits ORDER BY id")]


@settings(deadline=None, max_examples=100)
@given(st.lists(answers, max_size=8))
def test_any_sequence_of_headers_is_read_back_exactly(
    connection: sqlite3.Connection, told: list[tuple[str, int, dict[str, list[str]]]]
) -> None:
    connection.execute("BEGIN")
    try:
        target = store(connection)
        for url, status, headers in told:
            target.keep(connection, page(url, None, status=status, headers=headers))
        assert read_back(connection) == [headers for _, _, headers in told]
    finally:
        connection.execute("ROLLBACK")


def test_what_repeats_is_stored_once_and_what_differs_beside_it(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        target = store(connection)
        common = {"server": ["Apache"], "x-frame-options": ["DENY"], "vary": ["Accept-Encoding"]}
        told = [common | {"date": [f"Thu, 22 Sep 2016 12:00:{n:02d} GMT"], "etag": [f'"{n}"']} for n in range(30)]
        for headers in told:
            target.keep(connection, page("https://a.example/", None, headers=headers))
        assert read_back(connection) == told
        assert [json.loads(row[0]) for row in connection.execute("SELECT json FROM headers")] == [common]
        longest = connection.execute("SELECT max(length(headers_rest_json)) FROM captures").fetchone()[0]
        assert longest < 60
    finally:
        connection.execute("ROLLBACK")


def test_headers_without_fields_take_no_row(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        store(connection).keep(connection, page("https://a.example/", None, headers={}))
        assert tuple(connection.execute("SELECT headers_id, headers_rest_json FROM captures").fetchone()) == (
            None,
            None,
        )
    finally:
        connection.execute("ROLLBACK")
