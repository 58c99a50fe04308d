"""Feeds, sitemaps and listings of a new site are held against each other."""

from __future__ import annotations

import pytest

from kaaw_archive.seeds import SeedRules
from kaaw_archive.sites import evidence
from kaaw_archive.sites.evidence import KindRecall, SeedEvidence
from kaaw_archive.sites.recording import StoredPage

SITE = "https://www.stadt.example"


def sitemap(*paths: str, tag: str = "url", root: str = "urlset") -> evidence.SeedEvidence:
    rows = "".join(f"<{tag}><loc>{SITE}{path}</loc></{tag}>" for path in paths)
    body = f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{root}>'
    page = StoredPage(f"{SITE}/sitemap.xml", "2026-03-01T12:00:00.000Z", "application/xml", 200, True, body.encode())
    return evidence.read(page, SeedRules())


def named(kind: str, *paths: str) -> SeedEvidence:
    return SeedEvidence(f"{SITE}/{kind}", kind, {f"example,stadt){path}": path.rpartition("/")[0] for path in paths})


def test_a_sitemap_counts_where_the_others_have_their_articles() -> None:
    whole = sitemap(*(f"/aktuelles/der-rat-tagt-{n}" for n in range(8)), "/verein/satzung", "/kontakt")
    folder = next(iter(set(whole.articles.values()) & {"/aktuelles"}))
    listing = SeedEvidence(SITE, "listing", dict.fromkeys(list(whole.articles)[:2], folder))
    assert evidence.recall([listing, whole]) == [KindRecall("listing", 2, 8), KindRecall("sitemap", 8, 8)]


def test_of_addresses_with_a_day_the_numbers_do_not_count() -> None:
    whole = sitemap("/2026/01/02/rat", "/2025/12/24/fest", "/ueber/uns")
    feed = SeedEvidence(SITE, "feed", {next(iter(whole.articles)): "/0/0/0"})
    assert evidence.recall([feed, whole]) == [KindRecall("feed", 1, 2), KindRecall("sitemap", 2, 2)]


def test_of_the_top_folder_a_sitemap_counts_for_nothing_that_the_others_do_not_name() -> None:
    assert evidence.recall([named("feed", "/rat", "/fest"), named("sitemap", "/rat", "/fest", "/kontakt")]) == [
        KindRecall("feed", 2, 2), KindRecall("sitemap", 2, 2),
    ]  # fmt: skip


def test_a_sitemap_alone_is_all_there_is() -> None:
    assert evidence.recall([sitemap("/news/der-rat-tagt", "/news/das-fest-beginnt")]) == [KindRecall("sitemap", 2, 2)]


def test_an_index_leads_to_the_sitemaps_of_news_first() -> None:
    paths = [f"/sitemap-{n}.xml" for n in range(10)]
    index = sitemap(*paths, "/sitemap-aktuelles.xml", tag="sitemap", root="sitemapindex")
    assert (index.children[0], len(index.children)) == (f"{SITE}/sitemap-aktuelles.xml", 8)
    assert index.is_seed


@pytest.mark.parametrize("kind", ["page", "unusable"])
def test_a_page_that_names_nothing_is_no_seed(kind: str) -> None:
    assert not SeedEvidence(SITE, kind, {}).is_seed
    assert evidence.sentence([]) == "no feed, sitemap or listing names an article"
