"""Source of a page: the publisher whose spider lists it, even if another spider captured it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries.frontier import CITED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow

EACH_SITE = "*"  # the source of spiders that visit pages of others: what is cited, what a person lists


def sources_of(facts: Iterable[CaptureFact]) -> dict[str, str]:
    """Return the source of each page of these captures, given in order, by url key.

    A spider asks for the pages that its seeds list, so the source of the first crawl that asked for a page is the
    page's; else that of the first crawl which a redirect led there; else its site.
    """
    chosen: dict[str, CaptureFact] = {}
    for fact in facts:
        key = urls.key(fact.url)
        known = chosen.get(key)
        if known is None or _strength(fact) > _strength(known):
            chosen[key] = fact
    return {
        key: urls.site(fact.url) if fact.crawl_source == EACH_SITE else fact.crawl_source
        for key, fact in chosen.items()
    }


def is_better_known(connection: sqlite3.Connection, page: PageRow, fact: CaptureFact) -> bool:
    """Return True if a further capture of a page shows that it belongs to another source than was known."""
    if fact.crawl_source in (EACH_SITE, page.source):
        return False
    return not folding.was_requested(connection, page.id, including_redirects=fact.was_reached_by_redirect)


def is_only_cited(connection: sqlite3.Connection, page: PageRow, fact: CaptureFact) -> bool:
    """Return True for a capture of a cited page on a site whose news its own spider looks for.

    What that spider left out is no news of the site only because one of its articles links to it.
    """
    return fact.spider == CITED and folding.has_other_spider(connection, page.source, CITED, fact.captured_at)


def _strength(fact: CaptureFact) -> int:
    if fact.crawl_source == EACH_SITE:
        return 0
    return 1 if fact.was_reached_by_redirect else 2
