"""A capture made from a response keeps what cannot be had later, and no secrets."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from scrapy import Request
from scrapy.http import Response
from twisted.internet.ssl import Certificate

from kaaw_archive.download.new_captures import from_failure, from_response, with_body
from kaaw_archive.download.request_context import Exchange, RequestContext
from kaaw_archive.errors import Problem
from tests.download.certificates import Authority

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2016-09-22T12:00:00.000Z"
SENT = "2016-09-22T11:59:59.000Z"
URL = "https://amt.example/a"
HTML = {"Content-Type": "Text/HTML; charset=utf-8"}


def test_facts_of_the_exchange_are_kept() -> None:
    exchange = Exchange(
        started_at=SENT, elapsed_ms=7, tls_error="hostname mismatch", reason_phrase=b"Alles gut\x00",
        request_lines=((b"User-Agent", b"x"), (b"Proxy-Authorization", b"Basic abc"),
                       (b"X-Functions-Key", b"abc"), (b"X-Customer", b"7")),
        response_lines=[(b"X-b", b"1"), (b"Set-Cookie", b"sid=1"), (b"x-A", b"2")],
    )  # fmt: skip
    context = RequestContext("seed", via_id=3, robots="allowed", robots_capture_id=2, exchange=exchange)
    new = from_response(Request(URL), Response(URL, headers=HTML, protocol="HTTP/1.1"), context, now=NOW)
    assert (new.kind, new.via_id, new.robots, new.robots_capture_id) == ("seed", 3, "allowed", 2)
    assert (new.captured_at, new.elapsed_ms, new.tls_error) == (SENT, 7, "hostname mismatch")
    assert (new.http_version, new.reason_phrase) == ("HTTP/1.1", "Alles gut ")
    assert new.header_lines == (("X-b", "1"), ("x-A", "2"))
    assert new.request_headers == (("User-Agent", "x"),)
    assert new.media_type == "text/html"


def test_a_client_that_reports_less_leaves_less() -> None:
    new = from_response(Request(URL), Response(URL), RequestContext(), now=NOW)
    assert (new.http_version, new.reason_phrase, new.certificate, new.cert_sha256) == (None, None, None, None)
    assert (new.header_lines, new.request_headers, new.captured_at) == ((), (), NOW)
    assert new.media_type == "application/octet-stream"


@pytest.mark.parametrize("is_der", [True, False])
def test_a_certificate_is_kept_whichever_handler_reports_it(tmp_path: Path, is_der: bool) -> None:
    certificate = Certificate.loadPEM(Authority(tmp_path, "amt").path.read_bytes())
    der = certificate.dump()
    response = Response(URL, certificate=der if is_der else certificate)
    new = from_response(Request(URL), response, RequestContext(), now=NOW)
    assert new.certificate == der
    assert new.cert_sha256 == sha256(der).hexdigest()


def test_signals_of_an_answer_override_those_of_the_site() -> None:
    headers = {**HTML, "X-Robots-Tag": "noarchive"}
    new = from_response(Request(URL), Response(URL, headers=headers), RequestContext(), now=NOW)
    kept = with_body(new, b'<head><meta name="tdm-reservation" content="0"></head>', tdm={"tdm": 1, "tdm_policy": "p"})
    assert kept.rights == {"tdm": 0, "tdm_policy": "p", "tdm_from": "meta", "x_robots_tag": ["noarchive"]}


@pytest.mark.parametrize(("status", "kept"), [(200, b""), (404, None), (301, None)])
def test_an_empty_body_is_a_payload_of_a_page_alone(status: int, kept: bytes | None) -> None:
    new = from_response(Request(URL), Response(URL, status=status), RequestContext(), now=NOW)
    assert with_body(new, b"").body == kept


def test_a_failure_has_no_password_in_its_address() -> None:
    new = from_failure("http://name:word@amt.example/", RequestContext(), Problem.TIMEOUT, "", now=NOW)
    assert (new.url, new.error, new.error_text, new.status) == ("http://amt.example/", "timeout", None, None)
