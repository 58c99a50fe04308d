"""Header lines are read back exactly, in order and case, however they are shared; what repeats is stored once."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries.folding import capture_fact
from tests.archive.crawl import page, store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Lines = tuple[tuple[str, str], ...]

URLS = ["https://a.example/", "https://b.example/"]
NAMES = [
    "Date",
    "DATE",
    "Server",
    "ETag",
    "etag",
    "Last-Modified",
    "Set-Cookie",
    "X-A",
    "vary",
    'x"quote',
    "x\\b",
    "x.y",
]
REQUEST_NAMES = ["Host", "Accept", "If-None-Match", "If-Modified-Since", "Referer"]
VALUES = st.sampled_from(["", "1", "text/html", "max-age=0", 'W/"a\\b"', "null", "ß\u2028"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)


def lines(names: list[str]) -> st.SearchStrategy[Lines]:
    return st.lists(st.tuples(st.sampled_from(names), VALUES), max_size=8).map(tuple)


ANSWERS = st.fixed_dictionaries(
    {
        "url": st.sampled_from(URLS),
        "status": st.sampled_from([200, 304]),
        "http_version": st.sampled_from(["HTTP/1.1", "HTTP/2", None]),
        "reason_phrase": st.sampled_from(["OK", "", "Nicht gefunden", None]),
        "header_lines": lines(NAMES),
        "request_headers": lines(REQUEST_NAMES),
    }
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(tmp_path_factory.mktemp("headers") / "archive.db")) as opened:
        yield opened


def fields(header_lines: Lines) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in header_lines:
        found.setdefault(name.lower(), []).append(value)
    return found


def keep_all(
    connection: sqlite3.Connection, answers: list[dict[str, Any]], *, at_once: int = 1
) -> list[dict[str, Any]]:
    """The rows of ``visits`` after a store of their own has kept each so many answers, as runs of a crawl do."""
    for number, answer in enumerate(answers):
        if number % at_once == 0:
            target = store(connection, f"20160922T120000Z-{number:06d}")
        url = answer.pop("url")
        target.keep(connection, page(url, None, headers=fields(answer["header_lines"]), **answer))
    return [dict(row) for row in connection.execute("SELECT * FROM visits ORDER BY id")]


@pytest.mark.slow
@given(st.lists(ANSWERS, max_size=8), st.integers(1, 4))
@example([{"url": URLS[0], "status": 200, "http_version": None, "reason_phrase": None,
           "header_lines": (("ETag", '"1"'), ("etag", '"2"'), ("Last-Modified", "")),
           "request_headers": (("If-None-Match", '"1"'),)}], 1)  # fmt: skip
def test_any_sequence_of_headers_is_read_back_exactly(
    connection: sqlite3.Connection, answers: list[dict[str, Any]], at_once: int
) -> None:
    connection.execute("BEGIN")
    try:
        kept = keep_all(connection, [dict(answer) for answer in answers], at_once=at_once)
        for row, answer in zip(kept, answers, strict=True):
            sent = answer["request_headers"]
            assert (row["http_version"], row["reason_phrase"]) == (answer["http_version"], answer["reason_phrase"])
            assert json.loads(row["headers_json"]) == fields(answer["header_lines"])
            assert json.loads(row["header_lines_json"] or "[]") == [list(line) for line in answer["header_lines"]]
            assert json.loads(row["request_header_lines_json"] or "[]") == [list(line) for line in sent]
            read = {name: list(values) for name, values in capture_fact(connection, row["id"]).headers.items()}
            assert read == fields(answer["header_lines"])
    finally:
        connection.execute("ROLLBACK")


def test_what_repeats_is_stored_once_and_what_differs_beside_it(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        common = (("Server", "Apache"), ("X-Frame-Options", "DENY"), ("Vary", "Accept-Encoding"))
        varying = [(("Date", f"Thu, 22 Sep 2016 12:00:{n:02d} GMT"), ("ETag", f'"{n}"')) for n in range(30)]
        kept = keep_all(
            connection, [{"url": URLS[0], "header_lines": (*varying[n], *common)} for n in range(30)], at_once=10
        )
        assert [json.loads(row["header_lines_json"])[:2] for row in kept] == [list(map(list, v)) for v in varying]
        stored = {"is_as_received": True, "lines": [["Date"], ["ETag"], *map(list, common)]}
        assert [json.loads(row[0]) for row in connection.execute("SELECT json FROM headers")] == [stored]
        longest = connection.execute("SELECT max(length(headers_rest_json)) FROM captures").fetchone()[0]
        assert longest < 50
    finally:
        connection.execute("ROLLBACK")


def test_a_value_that_every_answer_has_of_its_own_takes_no_row_a_run(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        told = [{"url": URLS[0], "header_lines": (("Server", "x"), ("X-Trace", str(n)))} for n in range(20)]
        kept = keep_all(connection, told)
        assert [json.loads(row["headers_json"])["x-trace"] for row in kept] == [[str(n)] for n in range(20)]
        assert connection.execute("SELECT count(*) FROM headers").fetchone()[0] == 1
    finally:
        connection.execute("ROLLBACK")


def test_the_validators_of_a_request_that_the_answer_repeats_take_no_bytes(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        tag, changed = ("ETag", '"abc"'), ("Last-Modified", "Thu, 22 Sep 2016 12:00:00 GMT")
        sent = (("Host", "a.example"), ("If-None-Match", tag[1]), ("If-Modified-Since", changed[1]))
        answer = {"url": URLS[0], "status": 304, "header_lines": (tag, changed), "request_headers": sent}
        (row,) = keep_all(connection, [answer])
        assert json.loads(row["request_header_lines_json"]) == [list(line) for line in sent]
        own = connection.execute("SELECT headers_rest_json, request_headers_rest_json FROM captures").fetchone()
        assert tuple(own) == (None, None)
    finally:
        connection.execute("ROLLBACK")


def test_fields_whose_order_is_not_known_are_not_given_back_as_lines(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        store(connection).keep(connection, page(URLS[0], None, headers={"server": ["Apache"], "x-a": ["1", "2"]}))
        (row,) = connection.execute("SELECT * FROM visits").fetchall()
        assert json.loads(row["headers_json"]) == {"server": ["Apache"], "x-a": ["1", "2"]}
        assert (row["header_lines_json"], row["request_header_lines_json"]) == (None, None)
    finally:
        connection.execute("ROLLBACK")


def test_headers_without_fields_take_no_row(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        store(connection).keep(connection, page(URLS[0], None, headers={}))
        named = "SELECT headers_id, headers_rest_json, request_headers_id FROM captures"
        assert tuple(connection.execute(named).fetchone()) == (None, None, None)
    finally:
        connection.execute("ROLLBACK")


def test_a_certificate_is_stored_once_and_given_back_with_each_capture(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        target = store(connection)
        for url in (*URLS, *URLS):
            target.keep(connection, page(url, None, cert_sha256="ab" * 32, certificate=b"DER"))
        target.keep(connection, page("http://a.example/", None))
        assert [row[0] for row in connection.execute("SELECT cert_sha256 FROM visits ORDER BY id")] == [
            *["ab" * 32] * 4,
            None,
        ]
        assert list(map(tuple, connection.execute("SELECT sha256, der FROM certificates"))) == [("ab" * 32, b"DER")]
    finally:
        connection.execute("ROLLBACK")
