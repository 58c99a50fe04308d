"""Header fields as they are kept: whatever a server sends, text that every reader can take."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from kaaw_archive.download.answers import header_lines, headers_of


def fields(headers: dict[bytes, list[bytes]], status: int = 200) -> dict[str, list[str]]:
    found = headers_of(Response("https://amt.example/", status=status, headers=headers))
    return {name: list(values) for name, values in found.items()}


def test_names_are_lower_case_and_values_keep_their_order() -> None:
    assert fields({b"X-Robots-Tag": [b"noarchive", b"nosnippet"], b"ETag": [b'"a"']}) == {
        "x-robots-tag": ["noarchive", "nosnippet"],
        "etag": ['"a"'],
    }


def test_bytes_beyond_ascii_are_latin_1_and_control_characters_are_blanks() -> None:
    assert fields({b"Server": [b"B\xfcro\x00\x1b[31m\r\nX: y\x9b"]}) == {"server": ["Büro [31m X: y "]}


def test_an_address_is_utf_8_and_other_bytes_are_escaped() -> None:
    assert fields({b"Location": ["/Übersicht".encode()], b"Content-Location": ["/Übersicht".encode("latin-1")]}) == {
        "location": ["/Übersicht"],
        "content-location": ["/%DCbersicht"],
    }


def test_secrets_are_left_out_of_fields_and_lines() -> None:
    password = b"https://name:word@amt.example/"
    assert fields({b"Set-Cookie": [b"sid=1"], b"X-API-Key": [b"1"], b"Location": [password]}) == {
        "location": ["https://amt.example/"]
    }
    lines = [(b"SERVER", b"a"), (b"Set-Cookie", b"sid=1"), (b"location", password), (b"server", b"b")]
    assert header_lines(lines) == (("SERVER", "a"), ("location", "https://amt.example/"), ("server", "b"))


def test_a_value_without_end_is_cut() -> None:
    assert [len(value) for value in fields({b"X-Long": [b"a" * 1_000_000]})["x-long"]] == [8192]


def test_the_length_that_twisted_adds_to_an_answer_without_a_body_is_left_out() -> None:
    assert fields({b"Content-Length": [b"0"]}, status=304) == {}
    assert fields({b"Content-Length": [b"0"]}) == {"content-length": ["0"]}


@given(st.dictionaries(st.binary(max_size=12), st.lists(st.binary(max_size=30), max_size=3), max_size=5))
def test_no_header_breaks_it_and_nothing_unprintable_is_left(headers: dict[bytes, list[bytes]]) -> None:
    found = fields(headers)
    text = json.dumps(found, ensure_ascii=False)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text)
    assert text.encode()
    assert len(found) <= len(headers)
