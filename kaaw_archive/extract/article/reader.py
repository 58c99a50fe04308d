"""Articles of HTML pages: decoded, parsed, and read as a list of articles or as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive.extract.article import list_page
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decoded
from kaaw_archive.extract.problems import ReadingProblem
from kaaw_archive.extract.results import PageResult

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.items import ContentSystem

MOST_BYTES = 20_000_000  # trafilatura's own limit
MOST_TAGS = 200_000  # of opening ones; a tree of as many elements takes 180 to 500 MB, and half a minute


def of_html(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> PageResult:
    """Return the article of an HTML page, or the name of the problem that kept it from being found."""
    if len(payload) > MOST_BYTES:
        return PageResult(problem=ReadingProblem.TOO_LARGE)
    text, evidence = decoded(payload, content_type)
    if len(text) > 3 * MOST_TAGS and text.count("<") - text.count("</") > MOST_TAGS:
        return PageResult(problem=ReadingProblem.TOO_LARGE, options=evidence)
    tree = trees.parsed(text)
    if tree is None:
        return PageResult(problem=ReadingProblem.UNREADABLE_MARKUP, options=evidence)
    result = _of_parsed(tree, url, trees.narrowed(system, tree))
    return replace(result, options={**result.options, **evidence})


def _of_parsed(tree: HtmlElement, url: str, system: ContentSystem) -> PageResult:
    rows = list_page.articles(tree, url, system)
    if rows is not None:
        return PageResult("listing", rows, None if rows else ReadingProblem.LISTING)
    if (own := list_page.own_page(tree, url, system)) is not None:
        return PageResult("article", (own,))
    page = ArticlePage(tree, url, system)
    if page.problem is not None:
        return PageResult(problem=page.problem, options=page.options())
    return PageResult("article", (page.record(),), options=page.options())
