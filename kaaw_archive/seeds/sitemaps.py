"""Sitemaps, news sitemaps and the indexes that name them (sitemaps.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.xml import children, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from kaaw_archive.seeds.addresses import Addresses

_SNIFFED_LINES = 20
MOST_ENTRIES = 50_000  # of one sitemap, by its protocol


class SitemapPages(NamedTuple):
    """Pages of the site that a sitemap names: articles, others that may be articles, and all of them."""

    articles: tuple[SeedEntry, ...]
    others: tuple[SeedEntry, ...]
    named: tuple[SeedEntry, ...]


def pages(root: _Element, addresses: Addresses) -> SitemapPages:
    """Return the pages of a sitemap; articles are those by their address, or because a news sitemap says so.

    Only the entries of a news sitemap have a title.
    """
    return _judged_pages(_named_pages(root, addresses))


def _judged_pages(found: Iterable[tuple[SeedEntry, bool | None]]) -> SitemapPages:
    """Return pages by what they are: True for an article, None for what cannot be one."""
    judged = list(found)
    articles, others = (
        distinct(entry for entry, is_article in judged if is_article is wanted) for wanted in (True, False)
    )
    return SitemapPages(articles, others, distinct(entry for entry, _ in judged))


def of_text(text: str, addresses: Addresses) -> SitemapPages | None:
    """Return the pages of a text sitemap, one address a line, as :func:`pages`; None if the text is something else."""
    lines = text.removeprefix("\ufeff").split("\n", MOST_ENTRIES)[:MOST_ENTRIES]
    named = [line.strip() for line in lines if line.strip()]
    if not named or not all(map(urls.is_web, named[:_SNIFFED_LINES])):
        return None
    if not text.endswith("\n"):
        named = named[:-1] or named  # the last line may have been cut off
    found = (url for line in named if (url := addresses.absolute(addresses.url, line)))
    return _judged_pages((SeedEntry(url), _is_article(url, addresses)) for url in found)


def sitemaps(root: _Element, addresses: Addresses) -> tuple[SeedEntry, ...]:
    """Return the sitemaps of an index without itself. They may form a ring: the caller must remember those it read."""
    found = []
    for entry in _entries(root, "sitemap"):
        url = addresses.absolute(addresses.url, text_of(next(children(entry, "loc"), None)))
        if url is not None and urls.key(url) != addresses.key:
            found.append(SeedEntry(url, None, _lastmod(entry)))
    return distinct(found)


def _is_article(url: str, addresses: Addresses) -> bool | None:
    return addresses.looks_like_article(url) if addresses.may_be_article(url) else None


def _named_pages(root: _Element, addresses: Addresses) -> Iterator[tuple[SeedEntry, bool | None]]:
    for entry in _entries(root, "url"):
        url = addresses.absolute(addresses.url, text_of(next(children(entry, "loc"), None)))
        if url is None:
            continue
        news = next(children(entry, "news"), None)
        if news is not None:
            published = text_of(next(children(news, "publication_date"), None))
            title = one_line(text_of(next(children(news, "title"), None)))
            yield (
                SeedEntry(url, title, _lastmod(entry) or written_days.instant(published[:100])),
                (addresses.may_be_article(url) or None),
            )
        else:
            yield SeedEntry(url, None, _lastmod(entry)), _is_article(url, addresses)


def _entries(root: _Element, name: str) -> Iterator[_Element]:
    for count, entry in enumerate(children(root, name)):
        if count == MOST_ENTRIES:
            return
        yield entry


def _lastmod(entry: _Element) -> str | None:
    return written_days.instant(text_of(next(children(entry, "lastmod"), None))[:100])
