"""Rules by which the seeds of a site are read, from the data of its spider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import seeds as seed_pages
from kaaw_archive import urls

if TYPE_CHECKING:
    from kaaw_archive.spider.news import NewsSpider


def rules_of(spider: NewsSpider | type[NewsSpider]) -> seed_pages.SeedRules:
    """Return the rules by which the seeds of a site are read; if it names no hosts, that of its first seed counts."""
    return seed_pages.SeedRules(
        hosts=spider.hosts or tuple(urls.host(seed) for seed in spider.seeds[:1]),
        articles=spider.articles,
        not_articles=spider.not_articles,
        system=spider.system,
        wants_documents=spider.wants_documents,
        rows=spider.rows,
        link=spider.link,
        next_page=spider.next_page,
    )
