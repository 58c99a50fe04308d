"""The links of a seed page, resolved once: what every rule of this room looks at."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml.cssselect import CSSSelector

from kaaw_archive.extract.html.text import one_line
from kaaw_archive.http import join

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses

_MOST_ANCHORS = 5_000
_LONGEST_TEXT = 500


class Anchor(NamedTuple):
    """A link to a web address of the site: absolute, without fragment and session id."""

    element: HtmlElement
    url: str
    text: str | None


def anchors_of(tree: HtmlElement, addresses: Addresses) -> list[Anchor]:
    """The page's links to its own site, in order; those of its ``<head>`` are asked for elsewhere."""
    base = base_of(tree, addresses.url)
    found = []
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
            found.append(Anchor(element, url, one_line("".join(element.itertext())[:_LONGEST_TEXT])))
    return found


def base_of(tree: HtmlElement, url: str) -> str:
    """What the page's addresses are resolved against: its first ``<base href>``, else its own address."""
    for element in tree.iter("base"):
        if href := element.get("href"):
            return join(url, str(href)) or url
    return url


def matches(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    """The elements that a CSS selector finds, in the order of the page."""
    # selectors find elements only; the stubs know every result an XPath may have
    return cast("list[HtmlElement]", _compiled(selector)(tree))


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
