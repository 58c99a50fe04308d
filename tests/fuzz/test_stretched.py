"""Titles, header values, robots.txt, metas and addresses that are made long: all end in time, with nothing but a result.

``python -m bench.fuzz_texts`` gives them a million cases (`make fuzz`) and says how many of each there were.
"""

from __future__ import annotations

import gc
import html
import json
import time
from datetime import UTC, datetime
from functools import _lru_cache_wrapper, wraps
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from scrapy.http import Headers, Response

from kaaw_archive import cms, http, robots_rules, seeds, urls
from kaaw_archive.cms import traps
from kaaw_archive.download import guard
from kaaw_archive.download.answers import headers_of
from kaaw_archive.download.pauses import asked_pause_s
from kaaw_archive.extract import page_features, rights
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.metadata import calendars, dates, names, person_names, titles
from kaaw_archive.extract.metadata.record import metadata_of
from kaaw_archive.urls import written_hosts
from tests.fuzz import stretched

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://www.amt.example/presse/"
LIMIT_S = 2.0  # CPU of one case, most of which take milliseconds
TRIES = 3
NOW = datetime(2016, 9, 22, 12, tzinfo=UTC)


def in_time(read: Callable[[str], None]) -> Callable[[str], None]:
    """Return a property: ``read`` ends within ``LIMIT_S`` of CPU, at least in one of three tries.

    A machine under load may charge a thread with the time of others, so one slow try says nothing. Before the next one
    all caches are emptied: else it would be quick because it reads nothing.
    """

    @wraps(read)
    def judge(text: str) -> None:
        tries: list[float] = []
        while len(tries) < TRIES:
            begun = time.thread_time()
            read(text)
            tries.append(time.thread_time() - begun)
            if tries[-1] < LIMIT_S:
                return
            empty_caches()
        raise AssertionError(f"{min(tries):.1f} s for {len(text)} characters: {text[:80]!r}")

    return judge


def empty_caches() -> None:
    for cache in [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]:
        cache.cache_clear()


@pytest.mark.slow
@given(stretched.titles)
@in_time
def test_titles_and_headings_are_judged(text: str) -> None:
    page = f"<html><head><title>{text}</title></head><body><h1>{text}</h1><p>{text}</p></body></html>"
    tree = trees.parse_tree(page)
    if tree is not None:
        found = page_features.words_of(tree, "https://amt.example/a")
        assert len(found.title or "") <= 500
        said = titles.declared_titles(metadata_of(tree))
        for title in said:
            titles.strip_date(title)
            titles.parts(title)
        if said:
            titles.strip_site_name(said)


@pytest.mark.slow
@given(stretched.header_values)
@in_time
def test_header_values_are_read(text: str) -> None:
    names_ = (
        b"Content-Type",
        b"X-Robots-Tag",
        b"Location",
        b"Retry-After",
        b"Link",
        b"tdm-reservation",
        b"Content-Usage",
        b"ETag",
    )
    value = text.encode("utf-8", "replace")
    fields = headers_of(Response(URL, status=302, headers=Headers({name: [value] for name in names_})))
    assert all(len(one) <= 8_192 for values in fields.values() for one in values)
    http.media_type(text)
    http.redirect_target(URL, 302, fields)
    asked_pause_s(503, next(iter(fields.get("retry-after", ())), None), NOW, 5.0)
    json.dumps(rights.signals(fields, b"", "text/html"))
    seeds.read(
        b"<rss/>", URL, next(iter(fields.get("content-type", ())), None), seeds.SeedRules(hosts=("amt.example",))
    )


@given(stretched.robots)
@in_time
def test_robots_txt_is_asked(text: str) -> None:
    rules = robots_rules.parse(text.encode("utf-8", "replace"), "kaaw_archive")
    for address in (URL, f"{URL}{'a' * 1_900}", f"{URL}?{'a=b&' * 400}"):
        assert rules.can_fetch(address, "kaaw_archive") in (True, False)
    rules.crawl_delay("kaaw_archive")
    list(rules.sitemaps)


@pytest.mark.slow
@given(stretched.metas)
@in_time
def test_metas_are_read(text: str) -> None:
    quoted = html.escape(text)
    page = (
        f'<html><head><meta name="{quoted}" content="{quoted}"><meta name=robots content="{quoted}">'
        f'<meta property="article:published_time" content="{quoted}"><meta name="author" content="{quoted}">'
        f'<meta http-equiv="refresh" content="0; url={quoted}"><script type="application/ld+json">{text}</script>'
        f"<meta {text}></head><body><p>Kurz.</p></body></html>"
    )
    json.dumps(rights.signals(http.Headers({}), page.encode("utf-8", "replace"), "text/html"))
    tree = trees.parse_tree(page)
    if tree is not None:
        found = metadata_of(tree)
        calendar = calendars.of_page(found, URL)
        list(dates.in_json(found, calendar))
        list(dates.in_meta(found, calendar))
        person_names.names_in(text)
        names.description(found)
        names.issuer(found, URL)
        trees.base_of(tree, URL)


@pytest.mark.slow
@given(stretched.addresses)
@in_time
def test_addresses_are_keyed_and_refused(text: str) -> None:
    urls.key(text)
    host = urls.host(text)
    written_hosts.literal_address(host)
    guard.is_private_host(host)
    urls.join(URL, text)
    for system in cms.systems():
        traps.is_trap(text, system)
    cms.detect(b"", text)
    list(dates.in_url(text[:2_000]))


PROPERTIES = {
    "titles": test_titles_and_headings_are_judged,
    "header values": test_header_values_are_read,
    "robots.txt": test_robots_txt_is_asked,
    "metas": test_metas_are_read,
    "addresses": test_addresses_are_keyed_and_refused,
}
