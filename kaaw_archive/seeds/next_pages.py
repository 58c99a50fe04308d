"""Next page of a listing: one rule for all systems, with selectors of the systems that need them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms import page_number
from kaaw_archive.extract.html.trees import base_of, matches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor

_NEXT = re.compile(
    r"\A\W*(?:vor|weiter|nächste|next|ältere(?: (?:beiträge|meldungen|artikel))?|zur nächsten|eine seite vor|(?=[›»>]))"
    r"(?:\s(?:seite|page|meldungen|ergebnisse|einträge))?\W*\Z",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(r"nächste|\bnext\b|\bvor(?:wärts)?\b|\bweiter\b", re.IGNORECASE)
_PAGER = re.compile(r"pagin|pager|page-?nav|nav-?index|blaetter|blätter|browse|seiten(?:navi|zahl)|page-numbers", re.I)
_GTP = re.compile(r"[?&](?:cms_)?gtp=")
_MOST_ANCESTORS = 5


def next_page(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> str | None:
    """Return the address of the next page as it is linked; None on the last page and without pages.

    Sources in this order: the content system's selectors, the ``gtp`` number after this page's, ``rel=next``, and the
    text or label of a link in a pager.
    """
    own = page_number(addresses.url)
    for url in _candidates(tree, anchors, addresses, 1 if own is None else own):
        number = page_number(url)
        # a pager's link may lead back where a list ends; the first page has no number, the second is 1 or 2. Without
        # a number it is a page of the same path, or else the neighbour of an article, which blogs call next too
        is_further = _is_same_path(url, addresses.url) if number is None else number > (own or 0)
        if is_further and urls.key(url) != addresses.key and not addresses.is_trap(url):
            return url
    return None


def _candidates(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses, current: int) -> Iterator[str]:
    by_element = {anchor.element: anchor.url for anchor in anchors}
    for selector in addresses.system.next_selectors:
        yield from (by_element[element] for element in matches_of(selector, tree) if element in by_element)
    for anchor in anchors:
        if _GTP.search(anchor.url) and page_number(anchor.url) == current + 1:
            yield anchor.url
    base = base_of(tree, addresses.url)
    for link in tree.iter("link", "a"):
        if "next" in (link.get("rel") or "").lower().split() and (href := link.get("href")):
            url = addresses.absolute(base, href)
            if url is not None and not addresses.is_article(url):
                yield url
    for anchor in anchors:
        if _says_next(anchor) and _is_of_pager(anchor, addresses):
            yield anchor.url


def _says_next(anchor: Anchor) -> bool:
    labels = (anchor.element.get("aria-label"), anchor.element.get("title"))
    if anchor.text and _NEXT.match(anchor.text):
        return True
    return any(label and len(label) < 60 and _NEXT_LABEL.search(label) for label in labels)


def _is_of_pager(anchor: Anchor, addresses: Addresses) -> bool:
    """Return True if a link "weiter" belongs to a pager; teasers have such links, too."""
    if addresses.is_article(anchor.url):
        return False
    for number, element in enumerate(anchor.element.iterancestors()):
        if number == _MOST_ANCESTORS:
            break
        if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"):
            return True
    return _is_same_path(anchor.url, addresses.url) and page_number(anchor.url) is not None


def _is_same_path(url: str, own: str) -> bool:
    path, mark, _ = url.partition("?")
    return bool(mark) and urls.key(path) == urls.key(own.partition("?")[0])
