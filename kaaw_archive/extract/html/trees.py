"""Trees of HTML: made once a page; and what a content system's selectors find in them."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

import lxml.etree
import lxml.html
from lxml.cssselect import CSSSelector

from kaaw_archive import urls
from kaaw_archive.extract.html import reader_view
from kaaw_archive.extract.html.decoding import decode_with_evidence
from kaaw_archive.extract.html.text import REFUSED
from kaaw_archive.items import ContentSystem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from kaaw_archive.extract.html.segments import Segments

# characters in an article element, below which the whole page is read: trafilatura's own MIN_EXTRACTED_SIZE
_ENOUGH_TEXT = 250


class Part(NamedTuple):
    """The article element of a page as a content system's selector found it: the boxes below it, the selector."""

    boxes: range
    selector: str


# two kinds of beginnings on which libxml2 gives up: a doctype of its own making, and <html .../> that closes itself
_DOCTYPE = re.compile(r"\A\s*<!doctype[^>]*>", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b[^>]*?)\s*/>", re.IGNORECASE)
_BEGINNING = 4_096
_LINKING = ("a", "area", "link", "iframe", "frame", "meta")  # a meta element may lead on
_ADDRESSES = frozenset({"href", "src", "content"})


def parse_tree(text: str) -> HtmlElement | None:
    """Return the tree of a decoded page, without comments; None if it cannot be parsed. Raises MemoryError."""
    return parse_markup(markup_of(text))


def markup_of(text: str) -> bytes:
    """Return a decoded page in UTF-8, without beginnings on which libxml2 gives up."""
    beginning = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", text[:_BEGINNING], count=1), count=1)
    return (beginning + text[_BEGINNING:]).encode("utf-8", "replace")


def parse_markup(markup: bytes) -> HtmlElement | None:
    """Return the tree of a page in UTF-8, as :func:`parse_tree` does."""
    try:
        tree = lxml.html.document_fromstring(markup, parser=_parser())
    except (lxml.etree.LxmlError, ValueError) as error:
        if is_want_of_memory(error):
            raise MemoryError from error
        return None
    reader_view.compose(tree, markup)
    return tree


def base_of(tree: HtmlElement, url: str) -> str:
    """Return the URL that the addresses of a page are resolved against: its first ``<base href>``, else its own."""
    return base_among((element.get("href") or "" for element in tree.iter("base")), url)


def base_among(bases: Iterable[str], url: str) -> str:
    """Return the URL that the first of these that is not empty makes of a page's own; the latter if it makes none."""
    first = next(filter(None, bases), None)
    base = (urls.join(url, first) or "").partition("#")[0] if first is not None else ""
    return base if urls.is_web(base) else url


def tree_of_payload(payload: bytes, content_type: str | None) -> HtmlElement | None:
    """Return the tree of a page with the queries of its links as browsers send them; None if it cannot be parsed."""
    text, evidence = decode_with_evidence(payload, content_type)
    tree = parse_tree(text)
    if tree is not None:
        write_queries_in(evidence["encoding"], tree)
    return tree


def write_queries_in(charset: str, tree: HtmlElement) -> None:
    """Write the queries of a page's links and frames in the page's charset, in which browsers send them.

    Control characters are percent-encoded, as browsers do: libxml2 reads them and refuses to be given them.
    """
    for element in tree.iter(*_LINKING):
        for name, address in element.items():
            if address.isascii() or name not in _ADDRESSES or (name == "content" and not element.get("http-equiv")):
                continue
            encoded = urls.with_query_in(charset, address)
            element.set(name, REFUSED.sub(lambda match: quote(match[0], errors="replace"), encoded))


def is_want_of_memory(error: Exception) -> bool:
    """Return True if libxml2 ran out of memory; lxml has no exception class for it."""
    return isinstance(error, lxml.etree.LxmlError) and ("emory" in str(error) or "unknown error" in str(error))


# one class for all elements: lxml.html would ask a Python function for the class of each, whenever one is met
_ELEMENTS = lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


def _parser() -> lxml.etree.HTMLParser:
    """Return a new parser each time, because a parser of lxml keeps state of the last page."""
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_ELEMENTS)
    return parser


def article_part(tree: HtmlElement, found: Segments, system: ContentSystem) -> Part | None:
    """Return the first element with enough text that the system's selectors find; None: the whole page is read."""
    for selector in system.article_selectors:
        matches = matches_of(selector, tree)
        # several matches are a list of articles or teasers, for which no single one stands
        if len(matches) == 1 and (boxes := found.below(matches[0])) and found.characters(boxes) >= _ENOUGH_TEXT:
            return Part(boxes, selector)
    return None


def drop(tree: HtmlElement, system: ContentSystem) -> bool:
    """Remove the elements that the system's drop selectors find; return True if there are any.

    The text behind an element stays.
    """
    has_dropped = False
    for selector in system.drop_selectors:
        for element in matches_of(selector, tree):
            if element.getparent() is not None and element.tag not in ("html", "body"):
                element.drop_tree()
                has_dropped = True
    return has_dropped


def narrow_selectors(system: ContentSystem, tree: HtmlElement) -> ContentSystem:
    """Return a content system with those of its selectors alone whose class names and ids are on a page.

    Two looks at all attributes take as long as one selector takes to find nothing.
    """
    if not any(getattr(system, name) for name in _SELECTORS):
        return system
    # attributes are strings; the stubs know every result an XPath may have
    names = {name for attribute in cast("list[str]", _classes(tree)) for name in attribute.split()}
    names.update(cast("list[str]", _ids(tree)))
    able: dict[str, Any] = {
        field: tuple(one for one in getattr(system, field) if _may_find(one, names)) for field in _SELECTORS
    }
    return replace(system, **able)


_SELECTORS = [field.name for field in fields(ContentSystem) if field.name.endswith("_selectors")]
_classes = lxml.etree.XPath("descendant-or-self::*/@class", smart_strings=False)
_ids = lxml.etree.XPath("descendant-or-self::*/@id", smart_strings=False)
_IN_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_NAME = re.compile(r"[.#]([\w-]+)")


def _may_find(selector: str, names: set[str]) -> bool:
    return any(names.issuperset(wanted) for wanted in _wanted(selector))


def with_itemprop(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements of a tree that have an ``itemprop``."""
    return [attribute.getparent() for attribute in cast("list[Any]", _itemprops(tree))]


# By way of the attributes takes two thirds of the time. Not by "/..": libxml2 compares the parents two by two.
_itemprops = lxml.etree.XPath("descendant::*/@itemprop")


@lru_cache(maxsize=512)
def _wanted(selector: str) -> tuple[tuple[str, ...], ...]:
    """Return the class names and ids without which each alternative of a selector finds nothing."""
    if "\\" in selector:
        return ((),)
    return tuple(tuple(_NAME.findall(one)) for one in _IN_BRACKETS.sub("", selector).split(","))


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def matches_of(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements that a CSS selector finds, in the order of the page."""
    # selectors find elements only; the stubs know every result an XPath may have
    return cast("list[HtmlElement]", _compiled(selector)(tree))


def canonical_of(tree: HtmlElement, url: str) -> str | None:
    """Return the address that a page states as its own (RFC 6596), absolute; None if it states none."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            return urls.join(url, element.get("href", ""))
    return None
