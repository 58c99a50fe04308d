"""Texts of others that were made to be slow: each took seconds to years, and is read at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import bounds, cms
from kaaw_archive.extract import rights
from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.wordings import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_S = 1.0  # of CPU
URL = "https://amt.example/"


def _reading_of_meta(body: str) -> Callable[[], object]:
    return lambda: rights.signals({}, f"<head>{body}</head>".encode(), "text/html")


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda: phrases.IS_ABSENCE.match("fehlercode" * 50), id="title of errors"),
        pytest.param(lambda: phrases.IS_ABSENCE.match("Seite " + "ups sorry " * 50), id="title of apologies"),
        pytest.param(_reading_of_meta(f"<meta name={' ' * 130_000}robots-x>"), id="blanks before the name of a meta"),
        pytest.param(_reading_of_meta(f"<meta name{' ' * 130_000}robots>"), id="blanks behind the word name"),
        pytest.param(_reading_of_meta("<meta name=robots content " + "content " * 16_000 + ">"), id="no content"),
        pytest.param(
            lambda: cms.detect(b"", f"{URL}SharedDocs/Presse/" + "a/" * 60 + "#"), id="address of nested folders"
        ),
        pytest.param(
            lambda: cms.system_by_name("gsb").articles[0].search(f"{URL}SharedDocs/Presse/" + "a/" * 60),
            id="folders of GSB",
        ),
        pytest.param(
            lambda: cms.is_trap(URL + "?" * 100_000, cms.system_by_name("gsb")), id="address of question marks"
        ),
        pytest.param(lambda: cms.page_number(URL + "?page=" + "[" * 100_000), id="field of brackets"),
    ],
)
def test_it_is_read_at_once(read: Callable[[], object]) -> None:
    begun = time.thread_time()
    read()
    assert time.thread_time() - begun < LONGEST_S


def test_title_headings_and_opening_of_a_page_are_cut() -> None:
    body = f"<title>{'t' * 9_000}</title><h1>{'h' * 9_000}</h1><p>{'p' * 9_000}</p>"
    page = inspect_page(body.encode(), url=URL, content_type="text/html")
    assert page.title == "t" * bounds.TITLE_CHARACTERS
    assert page.headings == ("h" * bounds.HEADING_CHARACTERS,)
    assert len(page.opening) == bounds.OPENING_CHARACTERS
