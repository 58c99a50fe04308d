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
    marks=(b"powered by TYPO3", b"typo3conf/", b"typo3temp/"),
    article_selectors=(
        ".news-single",  # EXT:news with its stock templates: headline, teaser and text; churches, a fire brigade
        "[itemprop=articleBody]",
        ".tx-news .article",
    ),
    drop_selectors=(
        ".news-backlink-wrap",
        ".news-related-wrap",
        ".f3-widget-paginator",
    ),
)
