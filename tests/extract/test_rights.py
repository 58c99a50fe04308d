"""Robots and rights signals of a response and of a site's tdmrep.json."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.extract import rights


def test_nothing_said_is_none() -> None:
    page = b"<html><head><meta name='description' content='robots'></head><body>tdm-policy</body>"
    assert rights.signals({"content-type": ["text/html"]}, page, "text/html") is None
    assert rights.signals({}, None, None) is None


def test_headers_are_kept_as_sent() -> None:
    headers = {
        "x-robots-tag": ["noindex", "otherbot: noarchive"],
        "content-usage": ["train-ai=n"],
        "tdm-reservation": ["1"],
        "tdm-policy": ["https://a.example/policy.json"],
    }
    assert rights.signals(headers, None, "application/pdf") == {
        "x_robots_tag": ["noindex", "otherbot: noarchive"],
        "content_usage": ["train-ai=n"],
        "tdm": 1,
        "tdm_from": "header",
        "tdm_policy": "https://a.example/policy.json",
    }


def test_markup_overrides_the_header_and_its_absence_resets_nothing() -> None:
    headers = {"tdm-reservation": ["1"], "tdm-policy": ["https://a.example/p"]}
    page = b'<HEAD><META content="NoIndex, Follow" NAME="ROBOTS"><meta name=tdm-reservation content=0></HEAD>'
    assert rights.signals(headers, page, "text/html; charset=utf-8") == {
        "robots": ["NoIndex, Follow"],
        "tdm": 0,
        "tdm_from": "meta",
        "tdm_policy": "https://a.example/p",
    }


@pytest.mark.parametrize("value", ["2", "", "yes", "01"])
def test_any_value_but_zero_and_one_is_unset(value: str) -> None:
    page = f'<head><meta name="tdm-reservation" content="{value}"></head>'.encode()
    assert rights.signals({"tdm-reservation": [value]}, page, "text/html") is None


def test_markup_of_other_types_and_of_the_body_is_no_signal() -> None:
    meta = b'<meta name="robots" content="noindex">'
    assert rights.signals({}, meta, "application/pdf") is None
    assert rights.signals({}, b"<head></head><body>" + meta, "text/html") is None
    assert rights.signals({}, b"<head>" + meta + b"</head>", None) == {"robots": ["noindex"]}


@pytest.mark.parametrize(
    ("location", "path", "covers"),
    [
        ("/", "/a?b", True),
        ("/a", "/b", False),
        ("/*.pdf$", "/x/y.pdf", True),
        ("/*.pdf$", "/x/y.pdf?v=1", False),
        ("/*.pdf", "/x/y.pdf?v=1", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a*b*c", "/aXbXc", True),
        ("/a*b*c", "/aXcXb", False),
        ("/ab*b$", "/ab", False),
        ("*", "/x", True),
        ("", "/x", False),
        (3, "/x", False),
    ],
)
def test_locations_are_as_in_robots_txt(location: object, path: str, covers: bool) -> None:
    body = json.dumps([{"location": location, "tdm-reservation": 1}]).encode()
    assert rights.tdmrep_for(rights.tdmrep_rules(body), path) == (
        {"tdm": 1, "tdm_from": "tdmrep.json"} if covers else None
    )


def test_the_first_location_that_matches_counts() -> None:
    rules = [
        {"location": "/frei/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"},
    ]
    body = json.dumps(rules).encode()
    assert rights.tdmrep_for(rights.tdmrep_rules(body), "/frei/x") == {"tdm": 0, "tdm_from": "tdmrep.json"}
    assert (rights.tdmrep_for(rights.tdmrep_rules(body), "/x") or {})["tdm_policy"] == "https://a.example/p"


LARGE = b'[{"location": "/", "tdm-reservation": 1}' + b" " * 520_000 + b"]"


@pytest.mark.parametrize(
    "body", [LARGE, b"", b"{}", b"[1, null]", b"<html>", b"\xff\xfe", b"[" * 100_000, b'[{"location": "/"}]']
)
def test_a_file_that_is_none_says_nothing(body: bytes) -> None:
    assert rights.tdmrep_for(rights.tdmrep_rules(body), "/") is None


@given(
    st.dictionaries(st.sampled_from(["x-robots-tag", "tdm-reservation", "tdm-policy"]), st.lists(st.text(max_size=9))),
    st.binary(max_size=500),
)
def test_anything_gives_json_or_none(headers: dict[str, list[str]], payload: bytes) -> None:
    found: dict[str, Any] | None = rights.signals(headers, b"<meta name=robots " + payload, "text/html")
    assert found is None or json.loads(json.dumps(found)) == found
    rights.tdmrep_for(rights.tdmrep_rules(payload), "/")
    assert rights.tdmrep_for(rights.tdmrep_rules(b'[{"location":"/' + payload), "/") is None
