"""Broken pages made of whole ones: by structure (subtrees) and by bytes; the same number gives the same page."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import lxml.etree
import lxml.html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.html import HtmlElement

    Pages = Sequence[bytes]

MOST_BYTES = 4_000_000  # of a page that a mutation may make
_REPEATS = (2, 20, 300, 3_000, 10_000)
_DEPTHS = (50, 500, 5_000, 50_000)
_GARBAGE = (
    "2016-13-45", "31.02.2016", "99999999999", "0000-00-00T99:99:99+99:99", "http://[", "javascript:alert(1)", "//",
    "#", "data:text/html,<p>x", "http://x.example/" + "a" * 5_000, "\u202e\u200b\u00ad", "Ä" * 2_000, "{", "[[[[", '"',
    "22. September 2016 " * 400, "{% raw %}", "%00%ff", "../" * 200, "text/html; charset=x", "utf-7", "-1", "<!--",
)  # fmt: skip
_ENTITIES = (
    b"&#xD800;",
    b"&#0;",
    b"&#99999999999;",
    b"&amp;amp;amp;",
    b"&nbsp",
    b"&",
    b"&#;",
    b"&shy;" * 50,
    b"&bogus;",
)
_STARTS = (
    b"<plaintext>", b"<!--", b"<script>", b"<style>", b"<textarea>", b"<svg><title>", b"<table><tr><td>", b"<select>",
    b"<![CDATA[", b"<template>", b"<noscript>", b"<frameset>", b"<iframe srcdoc='", b"<a href='/x'>", b"<math><mi>",
    b"<base href='http://['>", b"<html/>", b"<meta charset=utf-16>", b"<br><br>" * 200, b"</body></html>", b"<?xml ?>",
)  # fmt: skip
_CHARSETS = ("utf-16", "utf-16-le", "cp1252", "utf-7", "cp037", "shift_jis", "utf-8-sig", "iso2022_jp", "utf-32")


def mutated(number: int, pages: Pages) -> tuple[bytes, str]:
    """The broken page of this number, and what was done to it."""
    draw = random.Random(number)
    page = draw.choice(pages)
    done = []
    if draw.random() < 0.75:
        page, names = _by_structure(page, draw, pages)
        done += names
    for _ in range(draw.choice((0, 1, 1, 2, 3)) if done else draw.choice((1, 2, 3))):
        change = draw.choice(_BYTE_CHANGES)
        page = change(page, draw, pages)[:MOST_BYTES]
        done.append(change.__name__)
    return page, " ".join(done)


def _by_structure(page: bytes, draw: random.Random, pages: Pages) -> tuple[bytes, list[str]]:
    tree = _tree(page)
    done = []
    for _ in range(draw.choice((1, 2, 4, 8))):
        below = [element for element in tree.iter() if isinstance(element.tag, str) and element.getparent() is not None]
        if not below:
            break
        change = draw.choice(_TREE_CHANGES)
        with suppress(ValueError):  # what HTML could hold and lxml will not write
            change(draw.choice(below), draw, pages)
        done.append(change.__name__)
    return lxml.html.tostring(tree, encoding="utf-8"), done


def _tree(page: bytes) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml.html.document_fromstring(page, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return lxml.html.document_fromstring("<p>x</p>")


def _drop(element: HtmlElement, _draw: random.Random, _pages: Pages) -> None:
    element.drop_tree()


def _unwrap(element: HtmlElement, _draw: random.Random, _pages: Pages) -> None:
    element.drop_tag()


def _repeat(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    """The element up to 10,000 times, as far as the page stays within its bound."""
    size = len(lxml.html.tostring(element))
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for _ in range(min(draw.choice(_REPEATS), MOST_BYTES // (2 * max(1, size)))):
        parent.insert(place, _copy(element))


def _copy(element: HtmlElement) -> HtmlElement:
    twin: HtmlElement = element.__copy__()
    twin.tail = element.tail
    return twin


def _move(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    """To below another element, wherever markup allows no such child."""
    root = element.getroottree().getroot()
    inside = set(element.iter())
    others = [other for other in root.iter() if isinstance(other.tag, str) and other not in inside]
    if others:
        draw.choice(others).append(element)


def _wrap(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tag = draw.choice(("div", "span", "ul", "li", "table", "td", "a", "blockquote", "nav", "article", "p", "h1"))
    place = parent.index(element)
    top = current = lxml.etree.SubElement(parent, tag)
    for _ in range(draw.choice((1, 3, 60, 200)) - 1):
        current = lxml.etree.SubElement(current, tag)
    top.tail = element.tail
    element.tail = None
    current.append(element)
    parent.insert(place, top)


def _retag(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    element.tag = draw.choice(("div", "p", "table", "tr", "li", "a", "h1", "time", "svg", "title", "nav", "x-y", "br"))


def _soil(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    names = [*element.attrib, "class", "datetime", "href", "content", "src", "lang", "width"]
    element.set(str(draw.choice(names)), _storable(draw.choice(_GARBAGE)))


def _swell(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    element.set(draw.choice(("class", "style", "title", "href", "id")), "x y-" * draw.choice((1_000, 100_000)))


def _say(element: HtmlElement, draw: random.Random, _pages: Pages) -> None:
    element.text = _storable(draw.choice(_GARBAGE) * draw.choice((1, 1, 30)))


def _splice(element: HtmlElement, draw: random.Random, pages: Pages) -> None:
    element.append(_tree(draw.choice(pages)))


def _storable(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _cut(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    return page[: draw.randrange(len(page) + 1)]


def _behead(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    return page[draw.randrange(len(page) + 1) :]


def _flip(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    changed = bytearray(page)
    for _ in range(draw.choice((1, 10, 300)) if changed else 0):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _join(page: bytes, draw: random.Random, pages: Pages) -> bytes:
    other = draw.choice(pages)
    return page[: draw.randrange(len(page) + 1)] + other[draw.randrange(len(other) + 1) :]


def _insert(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    pieces = [draw.choice((*_STARTS, *_ENTITIES, b"\x00" * 20, b"\xff\xfe", b"<" * 500, b"\xc3")) for _ in range(3)]
    for piece in pieces:
        place = draw.randrange(len(page) + 1)
        page = page[:place] + piece + page[place:]
    return page


def _nest(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    tag = draw.choice(
        (b"<div>", b"<b>", b"<ul><li>", b"<table><tr><td>", b"<a href=x>", b"<font>", b"<p><i>", b"<dl><dd>")
    )
    place = draw.randrange(len(page) + 1)
    return page[:place] + tag * draw.choice(_DEPTHS) + page[place:]


def _recode(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    return page.decode("utf-8", "replace").encode(draw.choice(_CHARSETS), "replace")


def _open(page: bytes, draw: random.Random, _pages: Pages) -> bytes:
    """Without some closing tags."""
    tag = draw.choice(
        (b"</div>", b"</p>", b"</a>", b"</li>", b"</script>", b"</style>", b"</td>", b"</title>", b">", b'"')
    )
    return page.replace(tag, b"", draw.choice((1, 10, -1)))


_TREE_CHANGES: tuple[Callable[[HtmlElement, random.Random, Pages], None], ...] = (
    _drop, _unwrap, _repeat, _repeat, _move, _wrap, _retag, _soil, _soil, _swell, _say, _splice,
)  # fmt: skip
_BYTE_CHANGES: tuple[Callable[[bytes, random.Random, Pages], bytes], ...] = (
    _cut, _behead, _flip, _join, _insert, _nest, _recode, _open,
)  # fmt: skip
