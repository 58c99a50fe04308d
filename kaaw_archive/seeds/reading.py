"""Entry of the seeds: one payload in, one record out, for any bytes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import zstandard

from kaaw_archive.bounds import SEED_BYTES_A_BYTE, SEED_BYTES_ALWAYS
from kaaw_archive.cms import detect, system_by_name
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.html.trees import tree_of_payload
from kaaw_archive.seeds import feeds, listings, sitemaps, xml
from kaaw_archive.seeds.addresses import Addresses
from kaaw_archive.seeds.records import SeedPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds.records import SeedRules
    from kaaw_archive.seeds.sitemaps import SitemapPages

_START_BYTES = 1_000
MOST_HTML_BYTES = 20_000_000
_XML_TYPE = re.compile(r"\A\s*(?:application|text)/(?:xml|rss\+xml|atom\+xml|rdf\+xml)\b", re.IGNORECASE)
_XML_ADDRESS = re.compile(r"\.(?:xml|rss|rdf|atom)(?:$|[?;#])", re.IGNORECASE)


def read(payload: bytes, url: str, content_type: str | None, rules: SeedRules) -> SeedPage:
    """Return the articles, the next page and the further seeds that a feed, sitemap or listing names.

    Pure: the same arguments give the same record in every process. No bytes raise, except MemoryError, which the
    limits of a worker process cause. Raises KeyError if the rules name an unknown content system.
    """
    system = system_by_name(rules.system or detect(payload, url).name)
    addresses = Addresses(url, rules, system)
    return _bounded(_page_of(payload, url, content_type, addresses), payload)


def _bounded(page: SeedPage, payload: bytes) -> SeedPage:
    """Return a seed page without the last addresses, if all take much more than the payload does compressed."""
    longest = max(page.articles, page.named, key=_characters)
    if _characters(longest) <= SEED_BYTES_ALWAYS:
        return page
    compressed = len(zstandard.ZstdCompressor(level=3).compress(payload))
    most = SEED_BYTES_ALWAYS + SEED_BYTES_A_BYTE * compressed
    if _characters(longest) <= most:
        return page
    kept = bisect_right(list(accumulate(len(entry.url) for entry in page.articles)), most)
    return replace(page, articles=page.articles[:kept], problem="cut", named=())


def _characters(entries: Sequence[SeedEntry]) -> int:
    return sum(len(entry.url) for entry in entries)


def _page_of(payload: bytes, url: str, content_type: str | None, addresses: Addresses) -> SeedPage:
    system = addresses.system
    plain = xml.decompress(payload)
    if plain is None:
        return SeedPage("unusable", system.name, problem="too_large")
    if not plain.strip(b" \t\r\n\x00"):
        return SeedPage("unusable", system.name, problem="empty")
    root_name = xml.root_name(plain)
    try:
        if root_name in ("rss", "feed", "rdf", "urlset", "sitemapindex"):
            return _of_xml(plain, content_type, root_name, addresses)
        if root_name is None and (other := _of_other_form(plain, content_type, addresses)) is not None:
            return other
        if _XML_ADDRESS.search(url) or (_XML_TYPE.match(content_type or "") and root_name != "html"):
            return SeedPage("unusable", system.name, problem="not_xml")
        return _of_html(plain, content_type, addresses)
    except RecursionError:
        return SeedPage("unusable", system.name, problem="too_deep")


def _of_xml(payload: bytes, content_type: str | None, root_name: str, addresses: Addresses) -> SeedPage:
    document = xml.parse_document(payload, content_type)
    system = addresses.system.name
    if document.root is None:
        return SeedPage("unusable", system, problem=document.problem)
    if root_name == "urlset":
        return _of_sitemap(sitemaps.pages(document.root, addresses), system, document.problem)
    if root_name == "sitemapindex":
        seeds = sitemaps.sitemaps(document.root, addresses)
        return SeedPage("sitemap", system, seeds=seeds, problem=document.problem)
    found, next_url = feeds.articles(document.root, addresses), feeds.next_page(document.root, addresses)
    return SeedPage("feed", system, found, next_url, problem=document.problem)


def _of_other_form(payload: bytes, content_type: str | None, addresses: Addresses) -> SeedPage | None:
    """Return what a JSON Feed or a text sitemap names; None for other payloads."""
    start = payload[:_START_BYTES].lstrip()
    if start.startswith(b"{") and (entries := feeds.of_json(payload, addresses)) is not None:
        return SeedPage("feed", addresses.system.name, entries)
    if start.startswith((b"http", b"\xef\xbb\xbfhttp")) and b"<" not in start:
        found = sitemaps.of_text(decode(payload, content_type, is_html=False), addresses)
        if found is not None:
            return _of_sitemap(found, addresses.system.name, None)
    return None


def _of_sitemap(found: SitemapPages, system: str, problem: str | None) -> SeedPage:
    return SeedPage("sitemap", system, found.articles, sections=(found.others,), problem=problem, named=found.named)


def _of_html(payload: bytes, content_type: str | None, addresses: Addresses) -> SeedPage:
    if len(payload) > MOST_HTML_BYTES:
        return SeedPage("unusable", addresses.system.name, problem="too_large")
    tree = tree_of_payload(payload, content_type)
    if tree is None:
        return SeedPage("unusable", addresses.system.name, problem="unreadable")
    return listings.read(tree, addresses)
