"""BMI, the federal ministry of the interior, which seed articles cite: press releases, speeches, short news.

Government Site Builder. Until its relaunch in the classic form: /SharedDocs/Pressemitteilungen with capitals, session
ids in every link, http. Since then /SharedDocs/pressemitteilungen, https. Paths are case-sensitive, so an old address
does not lead to the new one. robots.txt closes /SiteGlobals/, where most feeds of such sites live; the one below is
allowed. Crawl-delay 10.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class BmiSpider(NewsSpider):
    name = "bmi"
    source = "bmi.bund.de"
    hosts = ("www.bmi.bund.de",)
    system = "gsb"
    seeds = (
        "https://www.bmi.bund.de/DE/service/rss-newsfeed/function/rssnewsfeed-pressemitteilungen.xml",
        "https://www.bmi.bund.de/DE/presse/pressemitteilungen/pressemitteilungen-node.html",
        "http://www.bmi.bund.de/DE/Nachrichten/Pressemitteilungen/pressemitteilungen_node.html",
        "https://www.bmi.bund.de/Sitemap_Index.xml",
    )
    articles = (r"/SharedDocs/(?:[Pp]ressemitteilungen|[Kk]urzmeldungen|[Rr]eden|[Ii]nterviews)/DE/",)
