"""List pages that carry whole articles, as Joomla's do: each row is an article under its own address.

Only rows that show all of it count: one that says "Weiterlesen" is a teaser, and its article has to be visited. Only
addresses of the page's own group (``urls.group``) count, too, as an article that is read from two pages must be
derived from both together.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article import links
from kaaw_archive.extract.article.list_row import ListRow, heading
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata.record import metadata_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.items import ArticleRecord, ContentSystem

_MARGINS, _MARGIN_ROLES = frozenset({"aside", "nav", "footer"}), ("complementary", "navigation")
_ENOUGH_TEXT = 250  # characters of an article
_MORE = re.compile(r"(?:weiterlesen|mehr lesen|read more|lesen sie mehr)\b", re.IGNORECASE)


def articles(tree: HtmlElement, url: str, system: ContentSystem) -> tuple[ArticleRecord, ...] | None:
    """Return the whole articles of a list page, in its order; () for a list of teasers, None if it is no such list.

    Rows in a margin, or beside an article of the page's own, are teasers. The tree stays as it is.
    """
    if urls.group(url) == urls.key(url) or not (elements := _elements(tree, system)):
        return None
    if _has_own_article(tree, elements, system):
        return None
    metadata = metadata_of(tree)
    base = trees.base_among(metadata.bases, url)
    row_of = partial(ListRow, system=system, base=base, metadata=metadata)
    addresses = {element: own for element in elements if (own := _address(element, base, url, system)) is not None}
    found: dict[str, ArticleRecord] = {}
    for element, own in addresses.items():
        if not _is_teaser(element, system) and (row := row_of(element, own)).problem is None:
            found.setdefault(urls.key(own), row.record())
    return tuple(found.values()) if addresses else None


def own_page(tree: HtmlElement, url: str, system: ContentSystem) -> ListRow | None:
    """Return the article of a page that a list may also show whole; None for other pages."""
    if urls.group(url) == urls.key(url):
        return None
    for selector in system.page_selectors:
        found = trees.matches_of(selector, tree)
        if len(found) == 1:
            metadata = metadata_of(tree)
            base = trees.base_among(metadata.bases, url)
            row = ListRow(found[0], url, system=system, base=base, metadata=metadata, is_own_page=True)
            return row if row.problem is None else None
    return None


def _elements(tree: HtmlElement, system: ContentSystem) -> list[HtmlElement]:
    for selector in system.row_selectors:
        found = trees.matches_of(selector, tree)
        if found:
            inner = {below for element in found for below in element.iterdescendants()}
            return [element for element in found if element not in inner and not _is_in_margin(element)]
    return []


def _is_in_margin(element: HtmlElement) -> bool:
    return any(above.tag in _MARGINS or above.get("role") in _MARGIN_ROLES for above in element.iterancestors())


def _has_own_article(tree: HtmlElement, rows: list[HtmlElement], system: ContentSystem) -> bool:
    """Return True if the system's article element is there once, with a text and apart from all rows."""
    inside = {below for row in rows for below in row.iter()}
    for selector in system.article_selectors:
        found = [one for one in trees.matches_of(selector, tree) if one not in inside]
        if len(found) == 1 and not any(row in set(found[0].iter()) for row in rows):
            return len(text_of(found[0]) or "") >= _ENOUGH_TEXT
    return False


def _address(element: HtmlElement, base: str, url: str, system: ContentSystem) -> str | None:
    """Return the address of a row's article: another page of the group of the list; None if it links none."""
    for href in _hrefs(element, system):
        own = links.resolve(base, urls.without_session(href))
        if own is not None and urls.group(own) == urls.group(url) and urls.key(own) != urls.key(url):
            return urls.printed_page(own) or own
    return None


def _hrefs(element: HtmlElement, system: ContentSystem) -> Iterator[str]:
    """Yield the hrefs that may lead to a row's article: of its heading, of a print view, of "Weiterlesen"."""
    head = heading(element, system)
    if head is not None:
        yield from (href for anchor in head.iter("a") if (href := anchor.get("href")))
    everywhere = [anchor for anchor in element.iter("a") if anchor.get("href")]
    yield from (anchor.get("href", "") for anchor in everywhere if urls.printed_page(anchor.get("href", "")))
    yield from (anchor.get("href", "") for anchor in everywhere if _is_more(anchor))


def _is_teaser(element: HtmlElement, system: ContentSystem) -> bool:
    marked = any(trees.matches_of(selector, element) for selector in system.teaser_selectors)
    return marked or any(_is_more(anchor) for anchor in element.iter("a"))


def _is_more(anchor: HtmlElement) -> bool:
    return _MORE.match(text_of(anchor) or "") is not None
