"""Trees of HTML: made once a page, narrowed to the article element, handed to trafilatura."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import lxml.etree
import lxml.html
import trafilatura
from lxml.cssselect import CSSSelector
from trafilatura.settings import Document

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from kaaw_archive.items import ContentSystem

# characters in an article element, below which the whole page is read: trafilatura's own MIN_EXTRACTED_SIZE
_ENOUGH_TEXT = 250
# Below so many characters, trafilatura's other algorithms are asked too. Measured on the 783 pages of the corpus, F1 of
# full texts: always 0.939, never 0.936, below 1,500 characters 0.944, which a sixth of the pages are.
_SHORT_TEXT = 1_500


class Part(NamedTuple):
    """The part of a page that is read: a tree of its own, and the selector that found it (None: the whole page)."""

    tree: HtmlElement
    selector: str | None


def parsed(text: str) -> HtmlElement | None:
    """The tree of a decoded page; None where nothing can be made of it."""
    # repairs two kinds of doctype and html tags on which libxml2 gives up, but refuses fragments
    tree = trafilatura.load_html(text)
    if tree is not None:
        return tree
    try:
        return lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.LxmlError, ValueError):
        return None


def article_part(tree: HtmlElement, system: ContentSystem) -> Part:
    """The first element with enough text that the system's selectors find, copied; else the page itself, changed.

    What the system's drop selectors find is taken out of it.
    """
    for selector in system.article_selectors:
        matches = _matches(selector, tree)
        # several matches are a list of articles or teasers, for which no single one stands
        if len(matches) == 1 and len(matches[0].text_content()) >= _ENOUGH_TEXT:
            return Part(_without(_document_of(matches[0]), system), selector)
    return Part(_without(tree, system), None)


def extracted(part: Part) -> _Element | None:
    """The body that trafilatura makes of a part (its own tags, see ``blocks``); None where it finds no text.

    The part itself stays as it is.
    """
    quick = _extracted(part.tree, is_fast=True)
    if quick is not None and sum(map(len, quick.itertext())) >= _SHORT_TEXT:
        return quick
    return _extracted(part.tree, is_fast=False)


def _extracted(tree: HtmlElement, *, is_fast: bool) -> _Element | None:
    document = trafilatura.bare_extraction(
        tree, fast=is_fast, include_comments=False, include_tables=True, deduplicate=False
    )
    return document.body if isinstance(document, Document) else None


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _matches(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    # selectors find elements only; the stubs know every result an XPath may have
    return cast("list[HtmlElement]", _compiled(selector)(tree))


def _document_of(element: HtmlElement) -> HtmlElement:
    document = lxml.html.document_fromstring("<html><body></body></html>")
    body = document.find("body")
    assert body is not None  # it stands in the line above
    body.append(deepcopy(element))
    return document


def _without(tree: HtmlElement, system: ContentSystem) -> HtmlElement:
    for selector in system.drop_selectors:
        for element in _matches(selector, tree):
            if element.getparent() is not None:
                element.drop_tree()
    return tree
