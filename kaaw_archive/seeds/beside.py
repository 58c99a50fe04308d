"""Links beside the list of a page: menus, side columns, boxes that lead elsewhere, which change without the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article.page_tools import leads_elsewhere
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.seeds.lists import is_outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds.anchors import Anchor

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_BOX = frozenset({"body", "main", "html"})
_LEVELS = 3  # elements from a heading up to its box


def without_beside(
    tree: HtmlElement, articles: Sequence[SeedEntry], anchors: Sequence[Anchor]
) -> tuple[SeedEntry, ...]:
    """Return the articles of a page that its list links; all of them if nothing outside of side columns links any."""
    boxes = {box for head in tree.iter(*_HEADINGS) if (box := _box_of(head)) is not None}
    listed = {
        urls.key(urls.printed_page(anchor.url) or anchor.url)
        for anchor in anchors
        if not is_outside(anchor.element) and boxes.isdisjoint(anchor.element.iterancestors())
    }
    return tuple(one for one in articles if urls.key(one.url) in listed) or tuple(articles)


def _box_of(head: HtmlElement) -> HtmlElement | None:
    """Return the element that holds a heading such as "Auch interessant" and its links; None for other headings."""
    if not leads_elsewhere(text_of(head) or ""):
        return None
    box = head
    for _ in range(_LEVELS):
        parent = box.getparent()
        if parent is None or parent.tag in _NO_BOX:
            return None
        box = parent
        if next(box.iter("a"), None) is not None:
            return box
    return None
