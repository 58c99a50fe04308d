"""Rows of a list on a page of an unknown system: elements that repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms import page_number
from kaaw_archive.extract import german_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor
    from kaaw_archive.seeds.records import SeedEntry

_FEWEST_ROWS = 3
_MOST_ANCESTORS = 40
_HALF = 0.5
_WORDS = 4  # of a row's text, on average; menus have one to three
_HEADINGS = ("h2", "h3", "h4", "h5")
_OUTSIDE = frozenset({"nav", "header", "footer"})
_OUTSIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:igation)?|menu?e?|breadcrumbs?|footer|header|social|share|pagination)(?:$|[\s_-])", re.I
)


def rows(
    anchors: Sequence[Anchor],
    addresses: Addresses,
    read_row: Callable[[HtmlElement, Sequence[Anchor], Addresses], SeedEntry | None],
) -> Iterator[SeedEntry]:
    """Yield the articles of repeated rows that look like news: most have a day, a heading or whole sentences."""
    able = [a for a in anchors if addresses.may_be_article(a.url) and not _is_outside(a.element)]
    groups: dict[tuple[HtmlElement, str], dict[HtmlElement, list[Anchor]]] = defaultdict(lambda: defaultdict(list))
    keys_below = _keys_below(able)
    for anchor in able:
        row = _row_of(anchor, keys_below)
        parent = row.getparent()
        if parent is not None:
            groups[parent, str(row.tag)][row].append(anchor)
    # the last page of a list may hold a single row
    fewest = _FEWEST_ROWS if page_number(addresses.url) is None else 1
    for group in groups.values():
        if len(group) >= fewest and _is_news(list(group), [a for found in group.values() for a in found]):
            for row, found in group.items():
                if (one := read_row(row, found, addresses)) is not None:
                    yield one


def _keys_below(anchors: Sequence[Anchor]) -> dict[HtmlElement, set[str]]:
    """Return the pages that each element links; an element with one page is a row or a part of one."""
    below: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor in anchors:
        key = urls.key(anchor.url)
        for number, element in enumerate((anchor.element, *anchor.element.iterancestors())):
            if number == _MOST_ANCESTORS:
                break
            below[element].add(key)
    return below


def _row_of(anchor: Anchor, keys_below: dict[HtmlElement, set[str]]) -> HtmlElement:
    row = anchor.element
    while (parent := row.getparent()) is not None and len(keys_below[parent]) == 1:
        row = parent
    return row


def _is_news(rows_found: Sequence[HtmlElement], anchors: Sequence[Anchor]) -> bool:
    texts = [" ".join(" ".join(row.itertext()).split()) for row in rows_found]
    words = sum(text.count(" ") + 1 for text in texts) / len(texts)
    dated = sum(german_dates.day(text[:400]) is not None for text in texts) / len(texts)
    headed = sum(next(row.iter(*_HEADINGS), None) is not None for row in rows_found) / len(texts)
    slugs = sum(len(re.findall(r"[^\W_]+", a.url.rpartition("/")[2])) >= _FEWEST_ROWS for a in anchors) / len(anchors)
    return words >= _WORDS and (dated > _HALF or headed > _HALF or (slugs > _HALF and words >= 2 * _WORDS))


def _is_outside(element: HtmlElement) -> bool:
    return any(
        above.tag in _OUTSIDE or _OUTSIDE_NAME.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        for above in element.iterancestors()
    )
