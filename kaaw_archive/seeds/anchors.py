"""Links of a seed page, resolved once for all rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.html.trees import base_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses

_MOST_ANCHORS = 5_000
_BY_SCRIPT = ("data-href", "data-url", "data-link")
_NO_LINKS = frozenset({"link", "area", "form", "img", "iframe", "script"})
_LOCATION = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]{1,2000})['\"]")
_LONGEST_TEXT = 500


class Anchor(NamedTuple):
    """Link to a web address of the site: absolute, without fragment and session id."""

    element: HtmlElement
    url: str
    text: str | None


def _links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the links with what they lead to, also elements that a script makes links."""
    for element in tree.iter(etree.Element):
        name = element.tag
        href = element.get("href") if name == "a" else element.get("src") if name == "frame" else None
        if href is None and name not in _NO_LINKS:
            href = next((value for attribute in _BY_SCRIPT if (value := element.get(attribute))), None)
            if href is None and (found := _LOCATION.search(element.get("onclick") or "")):
                href = found[1]
        if href and not href.startswith(("#", "javascript:")):
            yield element, href


def anchors_of(tree: HtmlElement, addresses: Addresses) -> list[Anchor]:
    """Return the page's links to its own site, in order, but for those of its ``<head>``."""
    base = base_of(tree, addresses.url)
    anchors = []
    resolved: dict[str, str | None] = {}  # a page links most addresses more than once
    for number, (element, href) in enumerate(_links(tree)):
        if number == _MOST_ANCHORS:
            break
        if href not in resolved:
            resolved[href] = addresses.absolute(base, href)
        url = resolved[href]
        if url is not None:
            anchors.append(Anchor(element, url, (text_of(element) or "")[:_LONGEST_TEXT] or None))
    return anchors
