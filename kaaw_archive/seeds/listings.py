"""Listings: pages of HTML whose purpose is to link articles, one row an article, and the next page of the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms import page_number
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.html.trees import matches_of
from kaaw_archive.seeds import entries, languages, links, lists, next_pages, selected
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.anchors import anchors_of
from kaaw_archive.seeds.beside import without_beside
from kaaw_archive.seeds.records import SeedPage
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor
    from kaaw_archive.seeds.lists import NewsList
    from kaaw_archive.seeds.records import SeedKind

_ENOUGH_ARTICLES = 3  # linked by address alone, to be a list; fewer are the neighbours of an article
_MOST_SEEDS = 60
_MOST_HEADS = 5
_FEW_LINKS = 3
_SHOWN_CHARACTERS = 400
_AGREED = 0.5
_TITLE_PARTS = re.compile(r"\s[|–—»:·-]\s")


def read(tree: HtmlElement, addresses: Addresses) -> SeedPage:
    """Return the links of a page: a ``listing`` has rows, a next page or the address of a list, a ``page`` none."""
    all_anchors = anchors_of(tree, addresses)
    if (chosen := selected.read(tree, all_anchors, addresses, addresses.rules)) is not None:
        return chosen
    anchors = _without_furniture(tree, all_anchors, addresses)
    next_url = next_pages.next_page(tree, anchors, addresses)
    of_rows, found = _of_rows(tree, anchors, addresses, is_paged=next_url is not None)
    articles = distinct(_in_order([*of_rows, *_by_address(anchors, addresses)], anchors))
    is_list = next_url is not None or addresses.is_listing(addresses.url)
    if not is_list and not _says_article(tree, addresses):
        is_list = bool(of_rows) or len(articles) >= _ENOUGH_ARTICLES
    taken = {article.url for article in articles}
    named = [*links.feeds(tree, anchors, addresses), *links.listings(anchors, addresses, taken)]
    if is_list and next_url is None:  # years are another way to turn pages
        named += links.years(anchors, addresses, taken)
    seeds = distinct(named)[:_MOST_SEEDS]
    beside = [anchor for one in found for anchor in one.others]
    kind: SeedKind = "listing" if is_list else "page"
    is_empty = not articles and len(anchors) < _FEW_LINKS and _needs_script(tree)
    return SeedPage(
        kind,
        addresses.system.name,
        articles,
        next_url,
        seeds,
        doubtful=tuple(_doubtful(one, anchors) for one in found if one.judgement == "doubtful"),
        sections=links.possible_sections(anchors, addresses, taken, beside),
        languages=languages.others(tree, anchors, addresses),
        problem="needs_script" if is_empty else None,
        named=without_beside(tree, articles, anchors),
    )


def _needs_script(tree: HtmlElement) -> bool:
    """Return True for a page that runs scripts and shows hardly anything without them."""
    body = tree.find("body")
    text = text_of(body) if body is not None else None
    return len(text or "") < _SHOWN_CHARACTERS and next(tree.iter("script"), None) is not None


def _of_rows(
    tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses, *, is_paged: bool
) -> tuple[list[SeedEntry], list[NewsList]]:
    """Return the articles of the rows, and the lists among which they were found.

    A content system that the rules of a site name is asked for its rows first, one that was detected last.
    """
    selected = list(entries.of_selected_rows(tree, anchors, addresses)) if addresses.is_system_given else []
    if selected or (addresses.is_system_given and addresses.knows_articles and _by_address(anchors, addresses)):
        return selected, []
    found = _news_lists(tree, anchors, addresses, is_paged=is_paged)
    rows = [entries.of_repeated_row(row, anchors) for one in found if one.judgement == "news" for row in one.group.rows]
    selected = list(entries.of_selected_rows(tree, anchors, addresses))
    agreed = {urls.key(row.url) for row in rows} & {urls.key(entry.url) for entry in selected}
    takes_all = not rows or len(agreed) > len(selected) * _AGREED  # the selectors find what repetition finds, and more
    return [*(entry for entry in selected if takes_all or urls.key(entry.url) in agreed), *rows], found


def _by_address(anchors: Sequence[Anchor], addresses: Addresses) -> list[SeedEntry]:
    """Return the links that are articles by their address alone."""
    return [
        entries.entry_of_anchor(anchor)
        for anchor in anchors
        if addresses.is_article(anchor.url) or addresses.is_wanted_document(anchor.url)
    ]


def _news_lists(
    tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses, *, is_paged: bool
) -> list[NewsList]:
    name = urls.path_of(addresses.url).rstrip("/").rpartition("/")[2]
    heads = [text_of(head) or "" for tag in ("title", "h1") for head in tree.iter(tag)][:_MOST_HEADS]
    parts = (part for head in heads for part in _TITLE_PARTS.split(head))
    is_news_page = sections.is_news_label(name) or any(map(sections.is_news_label, parts))
    is_paged = is_paged or page_number(addresses.url) is not None
    return lists.lists(anchors, addresses, is_news_page=is_news_page, is_paged=is_paged)


def _doubtful(found: NewsList, anchors: Sequence[Anchor]) -> tuple[SeedEntry, ...]:
    return distinct(entries.of_repeated_row(row, anchors) for row in found.group.rows)


def _says_article(tree: HtmlElement, addresses: Addresses) -> bool:
    """Return True if a page is an article by its address or its metadata: then its list names its neighbours."""
    if addresses.has_article_address(addresses.url):
        return True
    kinds = (meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:type")
    return next(kinds, None) == "article"


def _without_furniture(tree: HtmlElement, anchors: list[Anchor], addresses: Addresses) -> list[Anchor]:
    """Return the links without those of a row's category, author and the like; print views stay."""
    unwanted = {
        anchor
        for selector in addresses.system.row_drop_selectors
        for element in matches_of(selector, tree)
        for anchor in element.iter("a")
    }
    return [anchor for anchor in anchors if anchor.element not in unwanted or urls.printed_page(anchor.url)]


def _in_order(entries: Sequence[SeedEntry], anchors: Sequence[Anchor]) -> list[SeedEntry]:
    place: dict[str, int] = {}
    for number, anchor in enumerate(anchors):
        place.setdefault(urls.printed_page(anchor.url) or anchor.url, number)
    return sorted(entries, key=lambda entry: place.get(entry.url, len(place)))
