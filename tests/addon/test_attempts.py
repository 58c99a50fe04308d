"""What an attempt of a foreign project says, whatever handler made its response."""

from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy import Request
from scrapy.http import Response

from kaaw_archive.addon.attempts import Attempt, attempt_of_error, attempt_of_response, capture_of
from kaaw_archive.errors import Problem
from kaaw_archive.scrapy_private import brotli

URL = "https://amt.example/a"
TEXT = "<p>Größe</p>".encode()


def attempt(body: bytes = TEXT, *, url: str = URL, flags: list[str] | None = None, **headers: str) -> Attempt:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Response(url, body=body, headers=fields, flags=flags)
    return attempt_of_response(Request(url), response, at="2016-09-22T12:00:00.000Z", elapsed_ms=5, max_bytes=1000)


def test_a_handler_that_decodes_and_leaves_the_field_is_believed() -> None:
    capture = capture_of(attempt(Content_Encoding="gzip"))
    assert (capture.body, capture.error, capture.content_encoding) == (TEXT, None, None)


def test_several_encodings_come_off_in_their_order() -> None:
    capture = capture_of(attempt(gzip.compress(gzip.compress(TEXT)), Content_Encoding="gzip, gzip"))
    assert (capture.body, capture.content_encoding) == (TEXT, "gzip, gzip")


CUT = {
    "gzip": gzip.compress(TEXT * 9, mtime=0)[:-12],
    "deflate": zlib.compress(TEXT * 9)[:1],
    "br": brotli.compress(TEXT * 9)[:-1],
    "zstd": b"(",
    "x-gzip": b"",
    "gzip, br": b"!",
}


@pytest.mark.parametrize(("encoding", "body"), CUT.items(), ids=CUT)
def test_a_body_whose_stream_ends_early_is_kept_as_it_came(encoding: str, body: bytes) -> None:
    capture = capture_of(attempt(body, Content_Encoding=encoding))
    assert (capture.body, capture.error) == (body, Problem.BAD_ENCODING)


def test_a_missing_checksum_is_noted() -> None:
    capture = capture_of(attempt(gzip.compress(TEXT)[:-3], Content_Encoding="gzip"))
    assert (capture.body, capture.error_text) == (TEXT, "gzip: the checksum at the end lacks 3 bytes")


def test_a_bomb_is_named_and_not_kept() -> None:
    capture = capture_of(attempt(gzip.compress(bytes(10_000)), Content_Encoding="gzip"))
    assert (capture.body, capture.error) == (None, Problem.TOO_LARGE)


@pytest.mark.parametrize(("flag", "problem"), [("dataloss", "connection_lost"), ("download_stopped", "cancelled")])
def test_a_body_that_is_not_whole_is_no_payload(flag: str, problem: str) -> None:
    capture = capture_of(attempt(flags=[flag]))
    assert (capture.body, capture.error) == (None, problem)


def test_passwords_and_sessions_stay_out() -> None:
    kept = attempt(url="https://name:word@amt.example/a", Set_Cookie="sid=1", X_Other="y")
    assert (kept.capture.url, dict(kept.capture.headers)) == (URL, {"x-other": ("y",)})


def test_what_no_downloader_raises_has_a_name_too() -> None:
    assert (
        attempt_of_error(Request(URL), RuntimeError("der Browser ist weg"), at="", elapsed_ms=3).capture.error
        is Problem.UNKNOWN
    )
