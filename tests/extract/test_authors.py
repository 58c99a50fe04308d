"""Names at the headline: in boxes with an office below the name, glued to their label, of first names and offices."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.stadt.example/news/quay"
TEXT = "<p>The council discussed the budget for the quay on Monday and passed it after two hours of debate.</p>" * 4


def author_of(line: str, end: str = "", names: str = "") -> tuple[str | None, str | None]:
    head = (
        '<head><title>A quay for the town - Town</title><meta property="og:title" content="A quay for the town"></head>'
    )
    article = f'<article class="{names}"><h1>A quay for the town</h1>{line}{TEXT}{end}</article>'
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
