"""Links of a seed page, resolved once for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.html.trees import base_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses

_MOST_ANCHORS = 5_000
_LONGEST_TEXT = 500


class Anchor(NamedTuple):
    """Link to a web address of the site: absolute, without fragment and session id."""

    element: HtmlElement
    url: str
    text: str | None


def anchors_of(tree: HtmlElement, addresses: Addresses) -> list[Anchor]:
    """Return the page's links to its own site, in order, but for those of its ``<head>``."""
    base = base_of(tree, addresses.url)
    anchors = []
    resolved: dict[str, str | None] = {}  # a page links most addresses more than once
    for number, element in enumerate(tree.iter("a")):
        if number == _MOST_ANCHORS:
            break
        href = element.get("href")
        if not href or href.startswith("#"):
            continue
        if href not in resolved:
            resolved[href] = addresses.absolute(base, href)
        url = resolved[href]
        if url is not None:
            anchors.append(Anchor(element, url, (text_of(element) or "")[:_LONGEST_TEXT] or None))
    return anchors
