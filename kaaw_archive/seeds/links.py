"""Links of a page that lead to further pages of links: feeds, listings, archives by year, sections of the menu."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.extract.html.trees import base_of
from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds.lists import is_outside
from kaaw_archive.seeds.next_pages import stem
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor

_YEAR_LABEL = re.compile(r"\A(?:Jahr\s|Archiv\s)?(?:199|20[0-4])[0-9](?:\s?[(\[][0-9]+[)\]])?\Z", re.IGNORECASE)
_YEAR_ADDRESS = re.compile(r"/(?:199|20[0-4])[0-9](?:/[01][0-9])?/?\Z")
_FEED_ADDRESS = re.compile(
    r"format=feed|sp(?::|%3A)out=rss|/(?:feed|rss|atom)/?(?:[?#]|$)|/index\.xml$|(?:rss|atom|feed|news)[\w-]*\.(?:xml|rss|json)\b"
    r"|/RSSFeed/.*\.xml",
    re.IGNORECASE,
)
_LABEL_CHARACTERS = 40  # of an entry of a menu
_LABEL_WORDS = 4
_MOST_SECTIONS = 100  # of one group


def is_feed_address(url: str) -> bool:
    """Return True for an address that has the form of a feed's."""
    return _FEED_ADDRESS.search(url) is not None


def feeds(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> Iterator[SeedEntry]:
    """Yield the feeds that the head of a page or its links name."""
    base = base_of(tree, addresses.url)
    for link in tree.iter("link"):
        kind, rel = (link.get("type") or "").lower(), (link.get("rel") or "").lower().split()
        is_feed = "rss" in kind or "atom" in kind or kind == "application/feed+json"
        if "alternate" in rel and is_feed and (href := link.get("href")):
            url = addresses.absolute(base, href)
            if url is not None and not addresses.is_trap(url):
                yield SeedEntry(url, one_line(link.get("title")))
    for anchor in anchors:
        if is_feed_address(anchor.url) and not addresses.is_trap(anchor.url):
            yield SeedEntry(anchor.url, anchor.text)


def listings(anchors: Sequence[Anchor], addresses: Addresses, taken: set[str]) -> Iterator[SeedEntry]:
    """Yield the links with a text that names more articles, and the frames of a page, which are its content."""
    for anchor in _free(anchors, addresses, taken):
        if anchor.element.tag == "frame" or (anchor.text and sections.is_news_label(anchor.text)):
            yield SeedEntry(anchor.url, anchor.text)


def years(anchors: Sequence[Anchor], addresses: Addresses, taken: set[str]) -> Iterator[SeedEntry]:
    """Yield the archives of a list by year: another way to turn pages."""
    for anchor in _free(anchors, addresses, taken):
        if anchor.text and _YEAR_LABEL.match(anchor.text):
            yield SeedEntry(anchor.url, anchor.text)


def _is_archive(anchor: Anchor) -> bool:
    """Return True for a link to the articles of a year or month."""
    is_year = anchor.text is not None and _YEAR_LABEL.match(anchor.text) is not None
    return is_year or _YEAR_ADDRESS.search(anchor.url.partition("?")[0]) is not None


def possible_sections(
    anchors: Sequence[Anchor], addresses: Addresses, taken: set[str], of_rows: Iterable[Anchor]
) -> tuple[tuple[SeedEntry, ...], ...]:
    """Return links that may lead to listings, in groups, the likeliest first.

    The groups: labels and addresses that name news; links below a list that say "all" or "more"; the menu; what rows
    link beside their article (``of_rows``: office, author) and other short links; tags and categories.
    """
    own, known = stem(addresses.url), set(taken)
    ranked: list[list[SeedEntry]] = [[], [], [], [], []]
    offered = [(_rank(anchor), anchor) for anchor in _free(anchors, addresses, taken)]
    offered += [(_rank_in_row(anchor), anchor) for anchor in _free(of_rows, addresses, taken)]
    for rank, anchor in offered:
        if rank is None or stem(anchor.url) == own or urls.key(anchor.url) in known:
            continue
        known.add(urls.key(anchor.url))
        ranked[rank].append(SeedEntry(anchor.url, anchor.text))
    return tuple(tuple(group[:_MOST_SECTIONS]) for group in ranked)


def _rank(anchor: Anchor) -> int | None:
    label = anchor.text or ""
    is_short = len(label) <= _LABEL_CHARACTERS and label.count(" ") < _LABEL_WORDS
    of_folder = _folder_kind(anchor.url)
    kind = sections.kind_of(label) or sections.kind_of(urls.path_of(anchor.url).rstrip("/").rpartition("/")[2])
    if "taxonomy" in (kind, of_folder):
        return 4
    if kind == "news" and is_short:
        return 0
    if sections.says_more(label) or (is_short and _is_archive(anchor)):
        return 1
    if not is_short or (kind or of_folder) in ("events", "others"):
        return None
    is_of_menu = is_outside(anchor.element)
    return 0 if is_of_menu and of_folder == "news" else 2 if is_of_menu else 3


def _rank_in_row(anchor: Anchor) -> int:
    return 4 if _folder_kind(anchor.url) == "taxonomy" else 3


def _folder_kind(url: str) -> str | None:
    segments = urls.path_of(url).strip("/").split("/")
    return next((kind for part in reversed(segments) if (kind := sections.kind_of(part)) is not None), None)


def _free(anchors: Iterable[Anchor], addresses: Addresses, taken: set[str]) -> Iterator[Anchor]:
    """Yield the links to other pages that are no articles of this one, no files and no traps."""
    for anchor in anchors:
        url = anchor.url
        if url in taken or urls.is_file(url) or addresses.is_trap(url) or urls.is_home(url):
            continue
        if urls.key(url) != addresses.key:
            yield anchor
