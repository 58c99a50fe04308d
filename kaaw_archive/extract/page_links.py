"""Links of a whole page with its menus and footer, for the audit of a site; articles have links of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.bounds import TITLE_CHARACTERS
from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.text import one_line, text_of
from kaaw_archive.extract.media import medium
from kaaw_archive.items import PageLink, PageLinks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_MOST_LINKS = 5_000
_TEXT_CHARACTERS = 200
_ADDRESSES = {"a": "href", "area": "href", "iframe": "src"}
_INVISIBLE = frozenset({"0", "1", "0px", "1px"})  # width or height of a picture that counts visits


def page_links(payload: bytes, url: str, content_type: str | None) -> PageLinks:
    """Return the title of a page with its links to web addresses and its pictures, each address once.

    Left out are places within the page itself, what prints, mails or shares it, and pictures that count visits. A
    payload that is no HTML has none.
    """
    tree = trees.tree_of_payload(payload, content_type) if medium(payload, content_type) == "html" else None
    if tree is None:
        return PageLinks(None, ())
    base = trees.base_of(tree, url)
    links: dict[str, PageLink] = {}
    for element, href in _references(tree):
        absolute = resolve(base, href)
        if absolute is None or urls.is_print_or_share(absolute, of=url):
            continue
        fragment = href.strip().partition("#")[2]
        address = urls.cut_if_long(f"{absolute}#{fragment}" if fragment else absolute)
        known = links.get(address, PageLink(address, "", is_picture=True))
        links[address] = PageLink(
            address, known.anchor_text or _text(element), is_picture=known.is_picture and element.tag == "img"
        )
        if len(links) == _MOST_LINKS:
            break
    title = one_line(tree.findtext(".//title"))
    return PageLinks(title[:TITLE_CHARACTERS] if title else None, tuple(links.values()))


def _references(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in tree.iter(*_ADDRESSES, "img"):
        if element.tag == "img":
            href = None if _counts_visits(element) else element.get("data-src") or element.get("src")
        else:
            href = element.get(_ADDRESSES[element.tag])
        if href and not href.lstrip().startswith("#"):
            yield element, href


def _counts_visits(picture: HtmlElement) -> bool:
    """Return True for a picture that readers do not see: it is requested to be counted, and must not be by us."""
    if _INVISIBLE & {picture.get("width", ""), picture.get("height", "")} or "hidden" in picture.attrib:
        return True
    in_noscript = next(picture.iterancestors("noscript"), None) is not None
    return in_noscript and not urls.is_picture(picture.get("src") or "")


def _text(element: HtmlElement) -> str:
    """Return the text of a link, or that of its picture; "" if it has none."""
    picture = next(element.iter("img"), None)  # the element itself, or within the link
    alternative = picture.get("alt") if picture is not None else element.get("alt") or element.get("title")
    return (text_of(element) or one_line(alternative) or "")[:_TEXT_CHARACTERS]
