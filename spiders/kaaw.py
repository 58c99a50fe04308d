"""KAAW, the inter-municipal association for information technology in Westphalia: the seed of this archive.

Until some time before 16 November 2023 a Joomla under /index.php, whose list pages carry whole articles, five a page,
and show no dates. Since then .php documents of Sitepark with a long consent overlay in front of every text. No old
address leads to a new one, so both generations stay seeds: the old ones say when they are back.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class KaawSpider(NewsSpider):
    name = "kaaw"
    source = "kaaw.de"
    hosts = ("www.kaaw.de",)
    seeds = (
        "https://www.kaaw.de/de/aktuelles/meldungen/",
        "https://www.kaaw.de/de/aktuelles/meldungen/index.php?sp:out=rss",
        "http://www.kaaw.de/index.php/aktuellesmainmenu",
        "http://www.kaaw.de/index.php/aktuellesmainmenu?format=feed&type=rss",
    )
    articles = (
        r"/de/aktuelles/meldungen/(?!index\.php)[^/?#]+\.php",
        r"/index\.php/(?:[^/?#]+/)*\d+-[^/?#]+",
    )
