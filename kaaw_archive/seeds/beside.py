"""Links beside the list of a page: menus, side columns, boxes that lead elsewhere, which change without the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article.page_tools import leads_elsewhere
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.seeds.entries import of_repeated_row
from kaaw_archive.seeds.lists import is_outside, words
from kaaw_archive.seeds.rows import groups, names_day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds.anchors import Anchor
    from kaaw_archive.seeds.rows import Row, RowGroup

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_BOX = frozenset({"body", "main", "html"})
_LEVELS = 3  # elements from a heading up to its box
_TEASER_WORDS = 4
_MOST_OF_BOX = 5  # links
_HALF = 0.5


def without_beside(
    tree: HtmlElement, articles: Sequence[SeedEntry], anchors: Sequence[Anchor]
) -> tuple[SeedEntry, ...]:
    """Return the articles of a page that its list links; all of them if nothing but side columns links any.

    Links alone, such as those of a box with three other articles, are no list on a page that has rows with more: a
    heading, a day or a teaser.
    """
    boxes = {box for head in tree.iter(*_HEADINGS) if (box := _box_of(head)) is not None}
    by_key = {urls.key(one.url): one for one in articles}
    inside = [
        anchor
        for anchor in anchors
        if not is_outside(anchor.element) and boxes.isdisjoint(anchor.element.iterancestors())
    ]
    if rows := _rows(inside, by_key):
        return tuple(_titled_in(row, by_key[key], anchors) for key, row in rows.items())
    listed = set(map(_key, inside))
    return tuple(one for key, one in by_key.items() if key in listed) or tuple(articles)


def _rows(anchors: Sequence[Anchor], articles: Collection[str]) -> dict[str, Row]:
    """Return the rows of lists of articles by their url keys, in the order of the page; {} if all are links alone."""
    place = {anchor.element: number for number, anchor in enumerate(anchors)}
    found = [_of_articles(group, articles) for group in groups(anchors)]
    most = sum(len(group.rows) for group in found if _has_more(group))
    listed = [row for group in found if most and _is_list(group, most) for row in group.rows]
    rows: dict[str, Row] = {}
    for row in sorted(listed, key=lambda row: place[row.anchor.element]):
        rows.setdefault(_key(row.anchor), row)
    return rows


def _of_articles(group: RowGroup, articles: Collection[str]) -> RowGroup:
    return group._replace(rows=tuple(row for row in group.rows if _key(row.anchor) in articles))


def _titled_in(row: Row, entry: SeedEntry, anchors: Sequence[Anchor]) -> SeedEntry:
    """Return an entry with the title of its row, if what stands as its title is that of a box which links it, too."""
    if (entry.title or "") in row.text:
        return entry
    return replace(entry, title=of_repeated_row(row, anchors).title or entry.title)


def _key(anchor: Anchor) -> str:
    return urls.key(urls.printed_page(anchor.url) or anchor.url)


def _is_list(group: RowGroup, most: int) -> bool:
    """Return True for rows that most have more than a link, and for more links than a box has, and than ``most``."""
    return _has_more(group) or len(group.rows) > max(most, _MOST_OF_BOX)


def _has_more(group: RowGroup) -> bool:
    return sum(map(_says_more, group.rows)) > len(group.rows) * _HALF


def _says_more(row: Row) -> bool:
    """Return True if a row has more than a link: it stands in a heading, or a day or a teaser stands with it."""
    text = f"{text_of(row.element) or ''} {''.join(row.beside[:1])}"
    is_dated = names_day(text) or next(row.element.iter("time"), None) is not None
    return is_dated or row.is_title or words(text) >= words(row.anchor.text) + _TEASER_WORDS


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
