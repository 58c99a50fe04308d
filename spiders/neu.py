"""Aktuelles 'aus' der / Stadt | Stadt Neu.

Front page seen on 2026-11-30: typo3 (generator TYPO3 CMS); 5 articles, 1 feeds and listings linked, 1 more closed
by robots.txt, 0 sitemaps named by it. Of its seeds together they name 5 articles: listing 5 (100 %), feed 4 (80 %).
Add a dated line whenever the site changes.
"""

from __future__ import annotations

from kaaw_archive.spider import SearchingSpider


class NeuSpider(SearchingSpider):
    name = "neu"
    source = "stadt-neu.example"
    hosts = ("www.stadt-neu.example",)
    system = "typo3"
    home = "http://www.stadt-neu.example/aktuelles/"
    seeds = (
        "http://www.stadt-neu.example/aktuelles/",
        "http://www.stadt-neu.example/aktuelles/feed.xml",
    )
