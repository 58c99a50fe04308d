"""WordPress: associations, parties, blogs."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="wordpress",
    generator=b"wordpress",
    addresses=(re.compile(r"/\?p=\d+(?:$|[&#])"), re.compile(r"/wp-content/")),
    marks=(
        b"/wp-includes/",
        b"/wp-json/",
        b"https://api.w.org/",  # the rel of the link to it, where it has an address of its own
        # behind a host for files; /wp-content/ alone is also seen where only a picture is linked
        b"/wp-content/themes/",
        b"/wp-content/plugins/",
        b" postid-",  # class of body, where everything else is renamed or bundled: a fire brigades' association
        b"single-post",
        b'class="wp-block-',
    ),
    article_selectors=(
        ".entry-content",  # most themes: 110 pages of parties, associations and blogs
        ".post-content",  # eight blogs
        ".td-post-content",  # the Newspaper theme: nine local papers and magazines
    ),
    drop_selectors=(
        ".sharedaddy",  # Jetpack's share buttons: 21 blogs
        ".jp-relatedposts",  # Jetpack: 18
        ".yarpp-related",  # a plugin for related posts: five
        ".post-navigation",  # the stock themes: 28
    ),
    title_selectors=("h1.entry-title", "h1.post-title"),  # 92 pages; eight
    date_selectors=(
        "time.entry-date.published",  # the stock themes: 21 pages
        ".entry-meta time.published",  # 14
        "time.entry-date",  # 40, the first in front of the text
        "span.posted-on time",  # 15
    ),
    articles=(
        re.compile(r"/(?:19|20)\d\d/[01]\d/(?:[0-3]\d/)?[^/?#]+/?$"),
        re.compile(r"/\?p=\d+$"),
    ),
    not_articles=(
        re.compile(r"/(?:category|kategorie|tag|schlagwort|author|autor|page|feed|comments|wp-content|wp-json)(?:/|$)"),
        re.compile(r"[?&](?:m|cat|tag|author|paged)=\w"),
    ),
    listings=(re.compile(r"/page/\d+/?$"), re.compile(r"/(?:category|kategorie)/[^/?#]+/?$")),
    traps=(
        re.compile(r"[?&](?:replytocom|share|like_comment|s|preview|output|paged=0)="),
        re.compile(r"/(?:wp-admin|wp-login\.php|xmlrpc\.php|wp-json|trackback|embed|amp)(?:/|$|[?#])"),
        re.compile(r"/(?:comments/feed|attachment)/"),
        re.compile(r"/(?:19|20)\d\d/[01]\d/[0-3]\d/?$"),  # the calendar's days
    ),
    row_selectors=("article.post", "article.type-post", ".post.hentry", "li.wp-block-post", ".elementor-post"),
    next_selectors=(
        "a.next.page-numbers",
        ".nav-previous > a",
        ".nav-links a.next",
        "a.wp-block-query-pagination-next",
    ),
    feeds=("/feed/",),
)
