"""Pages changed as a site's next design would change them: what a reader sees stays, what a rule may lean on goes.

A reading that falls far on changed pages leans on names and declarations that it knows; pages of sites that nobody has
looked at have others. The same page gives the same changed page.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import lxml.html

from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
_KEPT_META = ("viewport", "description", "generator")
_WRAPPED = frozenset({"p", "h1", "h2", "ul", "ol", "table", "blockquote", "figure"})
_MARK = b"\xef\xbb\xbf"  # the encoding of what is written


def perturb(payload: bytes, kind: str) -> bytes:
    """Return a page changed in one of the ways of ``KINDS``; as it is if it cannot be parsed."""
    tree = trees.parse_tree(decode(payload, "text/html"))
    if tree is None:
        return payload
    KINDS[kind](tree)
    written: bytes = lxml.html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")
    return _MARK + written


def rename(tree: HtmlElement) -> None:
    """Give all classes and ids names without a meaning; equal names stay equal, and links to them stay true."""
    for element in tree.iter():
        for name in ("class", "id", *_REFERENCES):
            if value := element.get(name):
                element.set(name, " ".join(map(_meaningless, value.split())))
        href = element.get("href") or ""
        if href.startswith("#") and len(href) > 1:
            element.set("href", f"#{_meaningless(href[1:])}")


def _meaningless(name: str) -> str:
    # letters that are in no word of any list
    return "x" + hashlib.md5(name.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:7]


def undeclare(tree: HtmlElement) -> None:
    """Remove JSON-LD, microdata and the declarations of ``meta`` but those that every page has."""
    for element in list(tree.iter("script", "meta")):
        is_data = element.tag == "script" and "ld+json" in (element.get("type") or "")
        name = (element.get("property") or element.get("name") or "").lower()
        if is_data or (element.tag == "meta" and name and name not in _KEPT_META) or element.get("itemprop"):
            element.drop_tree()
    for element in tree.iter():
        for name in ("itemprop", "itemtype", "itemscope"):
            element.attrib.pop(name, None)


def wrap(tree: HtmlElement) -> None:
    """Put each paragraph, heading, list and table into a box of its own, and these into one more."""
    for element in [one for one in tree.iter() if one.tag in _WRAPPED]:
        above = element.getparent()
        if above is None or above.tag in _WRAPPED:
            continue
        box = above.makeelement("div")
        box.tail, element.tail = element.tail, None
        above.replace(element, box)
        box.append(element)


def flatten(tree: HtmlElement) -> None:
    """Make the elements that tell a page's parts boxes without a meaning."""
    for element in tree.iter("main", "article", "section", "header", "hgroup", "aside", "nav", "footer"):
        element.tag = "div"
        element.attrib.pop("role", None)


KINDS: dict[str, Callable[[HtmlElement], None]] = {
    "renamed": rename, "undeclared": undeclare, "wrapped": wrap, "flattened": flatten,
}  # fmt: skip
