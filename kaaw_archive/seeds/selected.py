"""Rows that a spider names by CSS selectors: for a site whose lists are found by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.extract.html.trees import matches_of
from kaaw_archive.seeds import entries
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.records import SeedPage
from kaaw_archive.seeds.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor
    from kaaw_archive.seeds.records import SeedRules


def read(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses, rules: SeedRules) -> SeedPage | None:
    """Return the rows that the selectors of the rules find; None if the rules have none, or they find nothing here."""
    if rules.rows is None:
        return None
    articles = distinct(_selected_entries(tree, anchors, addresses, rules))
    next_url = _next_url(tree, anchors, rules)
    if not articles and next_url is None:
        return None
    return SeedPage("listing", addresses.system.name, articles, next_url)


def _selected_entries(
    tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses, rules: SeedRules
) -> Iterator[SeedEntry]:
    assert rules.rows is not None
    by_element = {anchor.element: anchor for anchor in anchors}
    for element in matches_of(rules.rows, tree):
        linked = matches_of(rules.link, element) if rules.link is not None else list(element.iter("a"))
        found = (by_element[one] for one in (*linked, element, *element.iterancestors("a")) if one in by_element)
        anchor = next((one for one in found if addresses.may_be_article(one.url)), None)
        if anchor is not None:
            yield entries.of_repeated_row(Row(anchor, element, " ".join(element.text_content().split())), anchors)


def _next_url(tree: HtmlElement, anchors: Sequence[Anchor], rules: SeedRules) -> str | None:
    if rules.next_page is None:
        return None
    by_element = {anchor.element: anchor.url for anchor in anchors}
    for element in matches_of(rules.next_page, tree):
        for one in (element, *element.iter("a"), *element.iterancestors("a")):
            if one in by_element:
                return by_element[one]
    return None
