"""Next page of a listing: one rule for all systems, with selectors of the systems that need them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms import page_number
from kaaw_archive.extract.html.trees import base_of, matches_of
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor

_PAGER = re.compile(r"pagin|pager|page-?nav|nav-?index|blaetter|blätter|browse|seiten(?:navi|zahl)|page-numbers", re.I)
_GTP = re.compile(r"[?&](?:cms_)?gtp=")
_NUMBER = re.compile(r"[0-9]{1,5}")
_NUMBERED = re.compile(
    r"/?(?:(?:page|seite|pagina|strona|sida|side|sivu|p|index)?[/_-]?[0-9]{1,5}|index)?(?:\.html?)?/?\Z"
)
_NUMBER_TEXT = re.compile(
    r"\A\W*+(?:page|seite|pagina|strona|sida|side|sivu|σελίδα)?\s*+([0-9]{1,4})\W*+\Z", re.IGNORECASE
)
_ARROW = re.compile(r"\A\W*[›»>→]+\W*\Z")
_MOST_ANCESTORS = 5
_CALENDAR = "td"
_MOST_LABEL = 60


def stem(url: str) -> str:
    """Return an address without what turns its pages, by which two pages of one list are the same.

    >>> stem("https://a.example/blog/page/2/") == stem("https://a.example/blog/3") == stem("https://a.example/blog?page=4")
    True
    """
    path, _, query = url.partition("?")
    kept = [field for field in query.split("&") if field and not _NUMBER.fullmatch(field.partition("=")[2])]
    return urls.key(_NUMBERED.sub("", path).rstrip("/")) + "?" + "&".join(kept)


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
        is_further = is_same_list(url, addresses.url) if number is None else number > (own or 0)
        if is_further and urls.key(url) != addresses.key and not addresses.is_trap(url):
            return url
    return _numbered(anchors, addresses, own)


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


def _numbered(anchors: Sequence[Anchor], addresses: Addresses, own: int | None) -> str | None:
    """Return the link of a pager whose text is the number after this page's: a list may have no other way on."""
    links = [(int(found[1]), a) for a in anchors if a.text and (found := _NUMBER_TEXT.match(a.text))]
    own = own if own is not None else _number_of_bare_path(addresses.url)
    for number, anchor in links:
        parent = anchor.element.getparent()
        if parent is not None and parent.tag == _CALENDAR:
            continue
        is_next = number == (own or 1) + 1 or (own is not None and page_number(anchor.url) == own + 1)
        if is_next and stem(anchor.url) == stem(addresses.url) and _is_free(anchor.url, addresses):
            return anchor.url
    return None


def _number_of_bare_path(url: str) -> int | None:
    """Return the number with which a path ends, such as /blog/2."""
    name = urls.path_of(url).rstrip("/").rpartition("/")[2]
    return int(name) if _NUMBER.fullmatch(name) else None


def _is_free(url: str, addresses: Addresses) -> bool:
    return urls.key(url) != addresses.key and not addresses.is_trap(url)


def _says_next(anchor: Anchor) -> bool:
    labels = (anchor.text, anchor.element.get("aria-label"), anchor.element.get("title"))
    if anchor.text and _ARROW.match(anchor.text):
        return True
    known = [label for label in labels if label and len(label) < _MOST_LABEL]
    return any(sections.says_next(label) or sections.says_load_more(label) for label in known)


def _is_of_pager(anchor: Anchor, addresses: Addresses) -> bool:
    """Return True if a link "weiter" belongs to a pager; teasers have such links, too."""
    if addresses.is_article(anchor.url):
        return False
    for number, element in enumerate(anchor.element.iterancestors()):
        if number == _MOST_ANCESTORS:
            break
        if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"):
            return True
    return is_same_list(anchor.url, addresses.url)


def is_same_list(url: str, own: str) -> bool:
    """Return True if two addresses are pages of one list, or the same."""
    return stem(url) == stem(own)
