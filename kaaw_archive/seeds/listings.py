"""Listings: pages of HTML whose purpose is to link articles, one row an article, and the next page of the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import german_dates
from kaaw_archive.extract.article.titles import heading
from kaaw_archive.extract.html.text import one_line, text_of, visible
from kaaw_archive.extract.html.trees import base_of, matches_of
from kaaw_archive.seeds import next_pages, repeated
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.anchors import Anchor, anchors_of
from kaaw_archive.seeds.records import SeedEntry, SeedPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.records import SeedKind

_ENOUGH_ARTICLES = 3  # linked by address alone, to be a list; fewer are the neighbours of an article
_MOST_SEEDS = 60
_ROW_TAGS = frozenset({"li", "tr", "article", "dd", "dt", "section"})
_ROW_CHARACTERS = 1_500  # an element with more text is no row
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# links that lead to an article and do not say to which
_MUTE = re.compile(
    r"\A(?:weiter(?:lesen)?|mehr(?: (?:lesen|erfahren|infos?\w*|dazu))?|zu[mr] \w+|lesen sie mehr|details?|hier"
    r"|read more|link)\b[\s.:…»›→>]*.{0,3}\Z",
    re.IGNORECASE,
)
_LISTING_LABEL = re.compile(
    r"\A(?:(?:alle|aktuelle|weitere|unsere)\s)?(?:presse(?:mitteilung(?:en)?|meldung(?:en)?|information(?:en)?|bereich|archiv"
    r"|portal|stelle|service)?|aktuelles?|aktuelle (?:meldung(?:en)?|nachrichten|informationen)"
    r"|meldung(?:en)?|nachrichten?|mitteilung(?:en)?|news(?:room|archiv)?|neuigkeiten|neues|reden|interviews?|bekanntmachungen|kurzmeldungen|archiv)"
    r"(?:\s(?:und|&|/)\s\w+|\s(?:der|des|aus|zum|archiv)\s.{1,40}|\s\d{4})?\Z",
    re.IGNORECASE,
)
_YEAR_LABEL = re.compile(r"\A(?:Jahr\s|Archiv\s)?(?:199|20[0-4])[0-9]\Z")
_FEED_ADDRESS = re.compile(
    r"format=feed|sp(?::|%3A)out=rss|/feed/?$|/rss/?$|(?:rss|atom|feed|news)[\w-]*\.(?:xml|rss)\b|/RSSFeed/.*\.xml",
    re.IGNORECASE,
)


def read(tree: HtmlElement, addresses: Addresses) -> SeedPage:
    """Return the links of a page: a ``listing`` has rows, a next page or the address of a list, a ``page`` none."""
    anchors = _without_furniture(tree, anchors_of(tree, addresses), addresses)
    by_rows = list(_of_rows(tree, anchors, addresses))
    by_address = [
        _mentioned(anchor)
        for anchor in anchors
        if addresses.is_article(anchor.url) or addresses.is_wanted_document(anchor.url)
    ]
    if not by_rows and (not addresses.knows_articles or not by_address):
        by_rows = list(repeated.rows(anchors, addresses, _of_row))
    articles = distinct(_in_order([*by_rows, *by_address], anchors))
    next_url = next_pages.next_page(tree, anchors, addresses)
    is_list = next_url is not None or addresses.is_listing(addresses.url)
    if not is_list and not _says_article(tree, addresses):
        is_list = bool(by_rows) or len(articles) >= _ENOUGH_ARTICLES
    taken = {article.url for article in articles}
    named = [*_feeds(tree, anchors, addresses), *_listings(anchors, addresses, taken, _LISTING_LABEL)]
    if is_list and next_url is None:  # years are another way to turn pages
        named += _listings(anchors, addresses, taken, _YEAR_LABEL)
    seeds = distinct(named)
    kind: SeedKind = "listing" if is_list else "page"
    return SeedPage(kind, addresses.system.name, articles, next_url, seeds[:_MOST_SEEDS])


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


def _of_rows(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> Iterator[SeedEntry]:
    """Yield the articles of rows, by the first selector of the content system that finds any."""
    by_element = {anchor.element: anchor for anchor in anchors}
    for selector in addresses.system.row_selectors:
        rows = (_of_row(row, _within(row, by_element), addresses) for row in matches_of(selector, tree))
        if articles := [article for article in rows if article is not None]:
            yield from articles
            return


def _within(row: HtmlElement, by_element: dict[HtmlElement, Anchor]) -> list[Anchor]:
    inside = [by_element[a] for a in row.iter("a") if a in by_element]
    return inside or [by_element[a] for a in row.iterancestors("a") if a in by_element]  # the whole row is one link


def _of_row(row: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> SeedEntry | None:
    """Return the article of one row: the link of its heading, else its first; title and day are taken from the row."""
    candidates = [anchor for anchor in anchors if addresses.may_be_article(anchor.url)]
    if not candidates:  # a title without a link, but with one to its print view
        printed = [a._replace(url=page, text=None) for a in anchors if (page := urls.printed_page(a.url))]
        candidates = [anchor for anchor in printed if addresses.may_be_article(anchor.url)]
    if not candidates:
        return None
    heads = [head for head in row.iter(*_HEADINGS) if text_of(head)]
    of_head = {a for head in heads for a in (*head.iter("a"), *head.iterancestors("a"))}
    chosen = next((anchor for anchor in candidates if anchor.element in of_head), None) or _with_text(candidates)
    key = urls.key(chosen.url)
    head = heading(heads[0]) if heads else None
    texts = [text for a in candidates if urls.key(a.url) == key and (text := _text(a))]
    title = head.title if head else max(texts, key=len, default=None)
    day = (head.on if head else None) or _day(row)
    return SeedEntry(chosen.url, title, f"{day}T00:00:00.000Z" if day else None)


def _with_text(anchors: Sequence[Anchor]) -> Anchor:
    return next((anchor for anchor in anchors if _text(anchor)), anchors[0])


def _mentioned(anchor: Anchor) -> SeedEntry:
    """Return an article that is linked outside a known row, with the day of the list item or table row around it."""
    for element in (anchor.element, *anchor.element.iterancestors()):
        if element.tag in _ROW_TAGS:
            day = _day(element)
            return SeedEntry(anchor.url, _text(anchor), f"{day}T00:00:00.000Z" if day else None)
    return SeedEntry(anchor.url, _text(anchor))


def _text(anchor: Anchor) -> str | None:
    """Return the title that an anchor gives its target; None for a text such as "weiterlesen"."""
    if anchor.text is None:
        return None
    inner = next(anchor.element.iter(*_HEADINGS), None)
    if inner is None and len(anchor.element) > 1:  # a whole teaser is one link
        inner = next(anchor.element.iter("strong", "b"), None)
    head = heading(inner if inner is not None else anchor.element)
    text = head.title if head else None
    return text if text and not _MUTE.match(text) else None


def _day(row: HtmlElement) -> str | None:
    for element in row.iter("time"):
        if day := german_dates.day(element.get("datetime") or "") or german_dates.day(text_of(element) or ""):
            return day
    text = visible(" ".join(row.itertext()))
    return german_dates.day(text) if len(text) <= _ROW_CHARACTERS else None


def _in_order(entries: Sequence[SeedEntry], anchors: Sequence[Anchor]) -> list[SeedEntry]:
    place: dict[str, int] = {}
    for number, anchor in enumerate(anchors):
        place.setdefault(urls.printed_page(anchor.url) or anchor.url, number)
    return sorted(entries, key=lambda entry: place.get(entry.url, len(place)))


def _feeds(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> Iterator[SeedEntry]:
    base = base_of(tree, addresses.url)
    for link in tree.iter("link"):
        kind, rel = (link.get("type") or "").lower(), (link.get("rel") or "").lower().split()
        if "alternate" in rel and ("rss" in kind or "atom" in kind) and (href := link.get("href")):
            url = addresses.absolute(base, href)
            if url is not None and not addresses.is_trap(url):
                yield SeedEntry(url, one_line(link.get("title")))
    for anchor in anchors:
        if _FEED_ADDRESS.search(anchor.url) and not addresses.is_trap(anchor.url):
            yield SeedEntry(anchor.url, anchor.text)


def _listings(
    anchors: Sequence[Anchor], addresses: Addresses, taken: set[str], label: re.Pattern[str]
) -> Iterator[SeedEntry]:
    """Yield the links with a text that names more articles."""
    for anchor in anchors:
        if (
            anchor.text
            and anchor.url not in taken
            and label.match(anchor.text)
            and not urls.is_file(anchor.url)
            and not addresses.is_trap(anchor.url)
            and urls.key(anchor.url) != addresses.key
        ):
            yield SeedEntry(anchor.url, anchor.text)
