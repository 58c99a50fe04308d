"""TYPO3 with its news extensions (EXT:news, tt_news): cities, churches, associations; GSB 11 is made of it too."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="typo3",
    generator=b"typo3",
    addresses=(
        re.compile(r"[?&]tx_(?:news_pi1|ttnews)(?:\[|%5B)", re.IGNORECASE),
        re.compile(r"[?&]cHash=[0-9a-f]{32}"),
        re.compile(r"/index\.php\?id=\d+"),
    ),
    marks=(
        b"powered by TYPO3",
        b"typo3conf/",
        b"typo3temp/",
        b"/fileadmin/_processed_/",  # 11 on has no folder of the former two in its pages
        b"frame frame-default frame-type-",  # content elements since 8
    ),
    article_selectors=(
        ".news-single",  # EXT:news with its stock templates: headline, teaser and text; churches, a fire brigade
        "[itemprop=articleBody]",  # eleven pages, most within the former
        ".tx-news .article",  # stock templates of older versions
    ),
    drop_selectors=(
        ".news-backlink-wrap",  # stock template
        ".news-related-wrap",  # nine pages: a fire brigade, an institute
        ".f3-widget-paginator",  # stock template of lists
        ".news-single-rightbox, .news-single-timedata, .news-single-backlink",  # tt_news: two church associations
        ".news-single-additional-info, .news-amenu-container",  # tt_news: a solar energy society
    ),
    title_selectors=(
        ".news-single [itemprop=headline]",  # EXT:news, h1 or h3: ten pages
        ".news-single h1",
        ".news-single-item h1",  # tt_news
    ),
    date_selectors=(
        ".news-single time[itemprop=datePublished]",  # EXT:news: churches, an aid organisation
        ".news-single-timedata",  # tt_news
        ".news-single-rightbox",  # tt_news, where a template sets the day at the right
        ".news-list-date",  # EXT:news, in lists and on pages: eight
    ),
    lead_selectors=(
        ".news-single .teaser-text",  # EXT:news: six pages
        ".news-single-subheader",  # tt_news
        ".lead",  # templates made with Bootstrap
    ),
    articles=(
        re.compile(r"[?&]tx_news_pi1(?:\[|%5B)news(?:\]|%5D)=\d", re.IGNORECASE),
        re.compile(r"[?&]tx_ttnews(?:\[|%5B)tt_news(?:\]|%5D)=\d", re.IGNORECASE),
        re.compile(
            r"/(?:detail|artikel|singleview|news-detail|meldung)(?:ansicht)?/(?:[^/?#]+/)*[^/?#]{8,}$", re.IGNORECASE
        ),
    ),
    not_articles=(
        re.compile(r"[?&]tx_news_pi1(?:\[|%5B)(?:currentPage|overwriteDemand)", re.IGNORECASE),
        re.compile(r"/page-\d+/?$"),
    ),
    listings=(
        re.compile(r"[?&]tx_news_pi1(?:\[|%5B)(?:%40widget_0|@widget_0|currentPage)", re.IGNORECASE),
        re.compile(r"[?&]tx_ttnews(?:\[|%5B)pointer", re.IGNORECASE),
        re.compile(r"[?&]tx_\w+(?:\[|%5B)(?:year|page)(?:\]|%5D)=\d", re.IGNORECASE),
        re.compile(r"/(?:page|seite)-\d+/?$"),
    ),
    traps=(
        re.compile(r"[?&]type=(?:98|99|199)(?:&|$)"),  # print views
        re.compile(r"(?:\[|%5B)overwriteDemand(?:\]|%5D)", re.IGNORECASE),  # facets by year, category, order
        re.compile(
            r"[?&]tx_(?:felogin|indexedsearch|solr|kesearch|powermail|cal|calendarize|srfeuserregister)\w*", re.I
        ),
        re.compile(r"[?&](?:no_cache=1&)?print=1"),
        re.compile(
            r"^(?!.*tt_news(?:\]|%5D)=).*[?&]tx_ttnews(?:\[|%5B)(?:cat|calendarYear|pS)(?:\]|%5D)=", re.IGNORECASE
        ),  # lists by category and month
    ),
    row_selectors=(
        ".news-list-view .article",  # EXT:news
        ".news-list-view .news-list-item",
        ".tx-news article",
        ".news-latest-item, .news-list-item",  # tt_news
    ),
    next_selectors=(
        "ul.f3-widget-paginator li.next > a",
        ".page-navigation li.next > a",
        ".tx-ttnews-browsebox a.next, .news-list-browse a.next",
    ),
    feeds=("/rss.xml", "?type=9818", "?type=100"),
)
