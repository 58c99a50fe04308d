"""Names at the headline: in boxes with an office below the name, glued to their label, of first names and offices."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.stadt.example/news/quay"
TEXT = "<p>The council discussed the budget for the quay on Monday and passed it after two hours of debate.</p>" * 4


def author_of(line: str, end: str = "", names: str = "", beside: str = "") -> tuple[str | None, str | None]:
    head = (
        '<head><title>A quay for the town - Town</title><meta property="og:title" content="A quay for the town"></head>'
    )
    article = f'<article class="{names}"><h1>A quay for the town</h1>{line}{TEXT}{end}</article>{beside}'
    page = f'<html lang="en">{head}<body><main>{article}</main></body></html>'.encode()
    (found,) = read(page, url=URL, content_type="text/html", system=cms.detect(page, URL)).articles
    return found.author, found.author_clue


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('<a class="post_author" href="/p"><div>Jo Edin</div><div>Research and Trade</div></a>', ("Jo Edin", "markup")),
        ('<div class="post_author"><p>Written by</p><p>Jo Edin</p><p>Tech Reporter</p></div>', ("Jo Edin", "markup")),
        ('<p class="meta_dateAndAuthor__3a">Dec 17, 2025<span>Jo Edin</span></p>', ("Jo Edin", "markup")),
        (
            '<div class="authors"><div class="authors-name">&amp; <a href="/p">Jo Edin</a></div></div>',
            ("Jo Edin", "markup"),
        ),
        ('<p class="bio author">This post was written by Jo Edin, Head of Trade</p>', ("Jo Edin", "markup")),
        ("<p><span>By</span><span>Jo Edin</span></p>", ("Jo Edin", "byline")),
        ("<p>by Amanda · Dec 20, 2025 at 3:00 am</p>", ("Amanda", "byline")),
        ("<p>by Marketing Team</p>", ("Marketing Team", "byline")),
        ("<p>By Monday the quay is open</p>", (None, None)),
    ],
)
def test_a_name_at_the_headline_is_the_author(line: str, name: tuple[str | None, str | None]) -> None:
    assert author_of(line) == name


def test_a_state_of_the_element_with_the_headline_makes_no_comment_of_its_author() -> None:
    line = '<p><a class="meta-item--author" href="/p">Jo Edin</a></p>'
    assert author_of(line, names="entry comments-open") == ("Jo Edin", "markup")
    assert author_of("", f'<div class="comment">{line}</div>') == (None, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            f'<p>On Monday <a href="/people/jo-edin">Jo Edin</a> told us {"that the quay is old and " * 3}</p>',
            None,
        ),
        (
            f'<p>Posted by <a href="/people/jo-edin">Jo Edin</a> in the town. Tags: {"quay, harbour, " * 6}</p>',
            "Jo Edin",
        ),
        ('<p><a href="/people/jo-edin">Jo Edin</a>, reporter</p>', "Jo Edin"),
    ],
)
def test_a_person_of_whom_a_sentence_tells_is_no_author(line: str, name: str | None) -> None:
    assert author_of(line)[0] == name


def test_a_name_below_a_heading_behind_the_text_is_no_author() -> None:
    assert author_of("", "<p>Text by Jo Edin</p>") == ("Jo Edin", "byline")
    assert author_of("", beside="<aside><h2>Also in town</h2><p>Text by Jo Edin</p></aside>") == (None, None)


@pytest.mark.parametrize("name", ["TYPO3 CMS", "Nordlicht Werbung", "Bad Segeberg"])
def test_a_program_an_agency_and_a_place_are_no_persons(name: str) -> None:
    assert author_of(f'<p class="author">{name}</p>') == (None, None)
