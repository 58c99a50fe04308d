"""Joomla 1.5 to 5: kaaw.de until 2023, small associations and municipalities."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="joomla",
    generator=b"joomla!",
    addresses=(
        re.compile(r"/index\.php/(?:[^/?#]+/)*\d+-[^/?#]+"),  # the router reads the number in front of the alias
        re.compile(r"[?&]option=com_content\b"),
        re.compile(r"/index\.php/component/"),
    ),
    marks=(b"com_content view-", b'"/media/jui/', b'class="item-page'),
    article_selectors=(
        "div.item-page [itemprop=articleBody]",  # 3.x; title and dates stand before it
        "div.com-content-article__body",  # 4 and 5
        "div.item-page",  # 2.5; 3.x without microdata
    ),
    drop_selectors=(
        "div.item-page ul.actions",  # print and mail icons, 2.5
        "dl.article-info",  # author, category, dates, hits: 2.5 to 5
        "div.icons",  # 3.x
        "p.buttonheading",  # 1.5
        "p.readmore",
        "div.pagination",
        "ul.pager.pagenav",  # previous and next article, 3.x
        "nav.pagenavigation",  # 4 and 5
    ),
)
