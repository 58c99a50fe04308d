"""Sitemaps, news sitemaps and the indexes that name them (sitemaps.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.xml import children, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from kaaw_archive.seeds.addresses import Addresses

_SNIFFED_LINES = 20
MOST_ENTRIES = 50_000  # of one sitemap, by its protocol


def pages(root: _Element, addresses: Addresses) -> tuple[tuple[SeedEntry, ...], tuple[SeedEntry, ...]]:
    """Return the pages of a sitemap that are articles, by their address or because a news sitemap says so; the others.

    Only the entries of a news sitemap have a title.
    """
    found = list(_pages(root, addresses))
    articles = distinct(entry for entry, is_article in found if is_article)
    return articles, distinct(entry for entry, is_article in found if not is_article)


def of_text(text: str, addresses: Addresses) -> tuple[tuple[SeedEntry, ...], tuple[SeedEntry, ...]] | None:
    """Return the pages of a text sitemap, one address a line, as :func:`pages`; None if the text is something else."""
    lines = text.removeprefix("\ufeff").split("\n", MOST_ENTRIES)[:MOST_ENTRIES]
    named = [line.strip() for line in lines if line.strip()]
    if not named or not all(map(urls.is_web, named[:_SNIFFED_LINES])):
        return None
    if not text.endswith("\n"):
        named = named[:-1] or named  # the last line may have been cut off
    found = [
        url for line in named if (url := addresses.absolute(addresses.url, line)) and addresses.may_be_article(url)
    ]
    articles = distinct(SeedEntry(url) for url in found if addresses.looks_like_article(url))
    return articles, distinct(SeedEntry(url) for url in found if not addresses.looks_like_article(url))


def sitemaps(root: _Element, addresses: Addresses) -> tuple[SeedEntry, ...]:
    """Return the sitemaps of an index without itself. They may form a ring: the caller must remember those it read."""
    found = []
    for entry in _entries(root, "sitemap"):
        url = addresses.absolute(addresses.url, text_of(next(children(entry, "loc"), None)))
        if url is not None and urls.key(url) != addresses.key:
            found.append(SeedEntry(url, None, _lastmod(entry)))
    return distinct(found)


def _pages(root: _Element, addresses: Addresses) -> Iterator[tuple[SeedEntry, bool]]:
    for entry in _entries(root, "url"):
        url = addresses.absolute(addresses.url, text_of(next(children(entry, "loc"), None)))
        if url is None:
            continue
        news = next(children(entry, "news"), None)
        if news is not None and addresses.may_be_article(url):
            published = text_of(next(children(news, "publication_date"), None))
            title = one_line(text_of(next(children(news, "title"), None)))
            yield SeedEntry(url, title, _lastmod(entry) or written_days.instant(published[:100])), True
        elif news is None and addresses.may_be_article(url):
            yield SeedEntry(url, None, _lastmod(entry)), addresses.looks_like_article(url)


def _entries(root: _Element, name: str) -> Iterator[_Element]:
    for count, entry in enumerate(children(root, name)):
        if count == MOST_ENTRIES:
            return
        yield entry


def _lastmod(entry: _Element) -> str | None:
    return written_days.instant(text_of(next(children(entry, "lastmod"), None))[:100])
