"""Joomla 1.5 to 5: kaaw.de until 2023, small associations and municipalities."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System
from kaaw_archive.urls.rules import JOOMLA_NO_ARTICLES

SYSTEM = System(
    name="joomla",
    generator=b"joomla!",
    addresses=(
        re.compile(r"/index\.php/(?:[^/?#]+/)*\d+-[^/?#]+"),  # the router reads the number in front of the alias
        re.compile(r"[?&]option=com_content\b"),
        re.compile(r"/index\.php/component/"),
    ),
    marks=(
        b"com_content view-",  # of body: 3.x
        b'"/media/jui/',  # 3.x
        b'class="item-page',  # 2.5 and 3.x
        b'="/components/com_',  # 1.5 to 3.x
        b"joomla-script-options",  # 3.7 on
        b"com-content-article",  # 4 and 5
    ),
    article_selectors=(
        "div.item-page [itemprop=articleBody]",  # 3.x; title and dates stand before it
        "div.com-content-article__body",  # 4 and 5
        "div.item-page",  # 2.5; 3.x without microdata
    ),
    drop_selectors=(
        "div.item-page ul.actions",  # print and mail icons, 2.5
        "dl.article-info",  # author, category, dates, hits: 2.5 to 5
        "div.icons",  # 3.x
        "p.buttonheading, td.buttonheading",  # 1.5
        "p.iteminfo, td.createdate, td.modifydate, table.contentpaneopen span.small",  # 1.5: author and dates
        "p.readmore",  # 2.5 on
        "div.pagination",  # 2.5, 3.x
        "ul.pagenav",  # previous and next article, 2.5 and 3.x
        "nav.pagenavigation",  # 4 and 5
    ),
    title_selectors=(
        "div.item-page [itemprop=headline]",  # 3.x
        ".com-content-article .page-header h1, .com-content-article .page-header h2",  # 4 and 5
        "h2.contentheading",  # 1.5
        "div.item-page > h2",  # 2.5, where h1 is the page's heading
    ),
    date_selectors=(
        "time[itemprop=datePublished]",  # 3.x to 5
        "dd.published",  # 2.5 to 5
        "time[itemprop=dateCreated]",
        "dd.create",  # 2.5; what an article without a day of publication shows
        "span.createdate",  # 1.5
        "td.createdate",  # 1.5
    ),
    modified_selectors=(
        "time[itemprop=dateModified]",  # 3.x to 5
        "dd.modified",  # 2.5 to 5
        "span.modifydate",  # 1.5
        "td.modifydate",  # 1.5
    ),
    articles=(
        re.compile(r"/index\.php/(?:[^/?#]+/)+\d+-[^/?#]+(?:$|[?#])"),
        re.compile(r"/component/content/article/"),
        re.compile(r"[?&]view=article(?:&|$)"),
    ),
    not_articles=(
        re.compile(rf"/index\.php/(?:[^/?#]+/)*(?:{JOOMLA_NO_ARTICLES})/"),  # numbers of other things
        re.compile(r"[?&](?:start|limitstart|limit)="),
    ),
    listings=(re.compile(r"[?&](?:start|limitstart)=\d"), re.compile(r"[?&]view=(?:category|featured|archive)(?:&|$)")),
    traps=(
        re.compile(r"[?&]tmpl=component(?:&|$)"),  # the print view, and the window for a recommendation
        re.compile(r"[?&]print=1"),
        re.compile(r"[?&]format=(?:pdf|opensearch|raw|json|vcf)"),
        re.compile(r"[?&]format=feed&(?:.*&)?type=atom"),  # the RSS feed again
        re.compile(r"/component/(?:mailto|users|search|finder|ajax)\b"),
        re.compile(r"[?&]option=com_(?:mailto|users?|search|finder|ajax)\b"),
        re.compile(r"[?&]limitstart=(?:&|$)"),  # "Alles anzeigen"
        re.compile(r"[?&]limit=(?!5(?:&|$))\d+"),  # freely chosen by the visitor: the same articles again
        re.compile(r"[?&]filter_order"),
    ),
    row_selectors=(
        # 2.5 and 3: category and front page
        "div.blog .items-leading > div, div.blog .item, .blog-featured .items-leading > div, .blog-featured .item",
        ".com-content-category-blog__item, .blog-item",  # 4 and 5
        "table.blog td > div, div.blog > .leading, div.blog .article_column",  # 1.5
        "table.category td.list-title, .cat-list-row0, .cat-list-row1",  # lists of titles
    ),
    row_drop_selectors=(
        "ul.actions, dl.article-info, div.icons, .item-separator, ul.pager, ul.pagenav, .tags, .item-image",  # 2.5 to 5
        "nav.pagenavigation",  # previous and next article, 4 and 5
        ".buttonheading, .iteminfo, .createdate, .modifydate, .createby, .small, .article_separator",  # 1.5
        ".img_caption, .wf_caption",  # captions that editors' plugins make
    ),
    row_title_selectors=(
        "[itemprop=headline], .contentheading, .item-title, .article-title",
        "h1 + h2",  # 2.5: the page's heading, which is the menu's, stands in front of the article's
    ),
    teaser_selectors=(".readmore, .readon, .read-more",),
    page_selectors=("div.item-page",),  # 2.5 to 5
    next_selectors=(
        "li.pagination-next > a",  # 2.5
        "ul.pagination-list a[title=Weiter]",  # 3
        "a.page-link[aria-label*='nächsten']",  # 4 and 5
    ),
    feeds=("?format=feed&type=rss",),
)
