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


def page_links(payload: bytes, url: str, content_type: str | None) -> PageLinks:
    """Return the title of a page and its links to web addresses, each address once; none of a payload without HTML.

    Left out are places within the page itself, and what prints, mails or shares it.
    """
    tree = trees.tree_of_payload(payload, content_type) if medium(payload, content_type) == "html" else None
    if tree is None:
        return PageLinks(None, ())
    base = trees.base_of(tree, url)
    links: dict[str, str] = {}
    for element, href in _references(tree):
        absolute = resolve(base, href)
        if absolute is None or urls.is_print_or_share(absolute, of=url):
            continue
        fragment = href.strip().partition("#")[2]
        address = urls.cut_if_long(f"{absolute}#{fragment}" if fragment else absolute)
        links[address] = links.get(address) or _text(element)
        if len(links) == _MOST_LINKS:
            break
    title = one_line(tree.findtext(".//title"))
    return PageLinks(title[:TITLE_CHARACTERS] if title else None, tuple(PageLink(*pair) for pair in links.items()))


def _references(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in tree.iter("a", "area", "iframe"):
        href = element.get("src" if element.tag == "iframe" else "href")
        if href and not href.lstrip().startswith("#"):
            yield element, href


def _text(element: HtmlElement) -> str:
    """Return the text of a link, or that of its picture; "" if it has none."""
    picture = next(element.iter("img"), None)
    alternative = picture.get("alt") if picture is not None else element.get("alt") or element.get("title")
    return (text_of(element) or one_line(alternative) or "")[:_TEXT_CHARACTERS]
