"""Plone: institutes and agencies."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="plone",
    generator=b"plone",
    addresses=(re.compile(r"[?&]b_start:int=\d+"),),
    marks=(b"++plone++", b'id="portal-breadcrumbs"'),
    article_selectors=(
        "#content-core",  # an Austrian agency
        "#content",
    ),
    drop_selectors=(
        ".documentByLine",  # author, published, changed: stock template
        "#viewlet-below-content",  # tags, related, comments: stock template
    ),
    title_selectors=("h1.documentFirstHeading",),  # stock template; an Austrian agency
    date_selectors=(".documentPublished", "#content-core time"),  # stock template; Plone 6
    lead_selectors=(".documentDescription",),  # stock template
    listings=(
        re.compile(r"[?&]b_start:int=\d+"),
        re.compile(r"[?&]b_start%3Aint=\d+"),
    ),
    traps=(
        re.compile(
            r"/(?:sendto_form|login(?:_form)?|@@?search|author|folder_factories|sitemap$|@@images|print)(?:/|$|[?#])"
        ),
        re.compile(r"[?&](?:set_language|sort_on|sort_order|came_from)="),
        re.compile(r"[?&]b_start(?::|%3A)int=0(?:&|$)"),
    ),
    row_selectors=(".tileItem", "article.entry", ".newsItem", "dl.searchResults > dt", ".searchResults > li"),
    next_selectors=("nav.pagination li.next > a", ".listingBar span.next > a", ".listingBar a.next"),
    feeds=("/RSS",),
)
