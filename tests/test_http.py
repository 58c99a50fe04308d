"""Addresses are joined as browsers join them, redirects lead to one place, and secrets are no header fields for us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import urls
from kaaw_archive.http import Headers, is_secret, media_type, redirect_target, shows_content

CASES = Path(__file__).parent / "http"
BASE = "http://amt.example/a/b?x=1#f"
PIECES = ["http:", "https:", "ftp:", "x:", "//", "/", "\\", "..", ".", "%2e", "?", "#", ":", "@", "[", "]", "a", "ü",
          " ", "\t", "\n", "\x00", "\x85", "80", "99999", "amt.example", "\ud800"]  # fmt: skip
references = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=10).map("".join)


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((CASES / name).read_text(encoding="utf-8"))
    assert found
    return [pytest.param(case, id=case["why"]) for case in found]


@pytest.mark.parametrize("case", cases("references.json"))
def test_a_reference_is_joined_as_browsers_join_it(case: dict[str, Any]) -> None:
    assert urls.join(case.get("base", BASE), case["reference"]) == case["address"]


@pytest.mark.parametrize("case", cases("redirects.json"))
def test_a_redirect_leads_to_one_place(case: dict[str, Any]) -> None:
    headers = Headers([("Location", case["location"])] if case["location"] is not None else [])
    assert redirect_target("http://amt.example/a/b", case["status"], headers) == case["target"]


@given(references, references)
def test_no_reference_fails_and_what_is_joined_stays_as_it_is(base: str, reference: str) -> None:
    address = urls.join(f"http://{base}", reference)
    if address is not None and urls.is_web(address):
        assert urls.join("", address) == address
        assert urls.without_userinfo(address) == address


def test_a_field_has_one_name_in_any_case_and_its_values_in_order() -> None:
    headers = Headers([("X-Robots-Tag", "noindex"), ("Content-Type", "Text/HTML; charset=utf-8"), ("x-robots-tag", "")])
    assert headers == {"x-robots-tag": ("noindex", ""), "content-type": ("Text/HTML; charset=utf-8",)}
    assert headers["X-ROBOTS-TAG"] == ("noindex", "")
    assert (headers.first("X-Robots-Tag"), headers.first("ETag")) == ("noindex", None)
    assert headers == Headers.of_fields({"x-robots-tag": ["noindex", ""], "content-type": ["Text/HTML; charset=utf-8"]})


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [("Text/HTML; charset=utf-8", "text/html"), (" application/pdf ", "application/pdf"), ("", ""), (None, "")],
)
def test_a_media_type_is_what_stands_before_its_parameters(content_type: str | None, expected: str) -> None:
    assert media_type(content_type) == expected
    assert Headers([] if content_type is None else [("Content-Type", content_type)]).media_type == expected


@pytest.mark.parametrize(
    "name",
    ["Cookie", "Set-Cookie", "set-cookie2", "Authorization", "Proxy-Authorization", "Authentication-Info", "X-Api-Key",
     "X-CSRF-Token", "X-Auth-User", "X-Session-Id"],
)  # fmt: skip
def test_a_field_that_opens_a_session_is_a_secret(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["WWW-Authenticate", "X-Author", "ETag", "Location", "Server", "Cache-Control"])
def test_what_everybody_may_see_is_no_secret(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [(200, None, True), (206, None, False), (304, None, True), (301, None, False), (404, None, False),
     (None, "timeout", False), (200, "too_large", False), (None, None, False)],
)  # fmt: skip
def test_an_answer_shows_content_if_it_is_what_was_asked_for(
    status: int | None, error: str | None, expected: bool
) -> None:
    assert shows_content(status, error) is expected
