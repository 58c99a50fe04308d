"""Fallback if no content system is recognised: rules for pages of public bodies in general."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="plain",
    not_articles=(
        re.compile(r"://[^/]+(?:/[^/]+)?/(?:index|default|home|start(?:seite)?)\.\w{3,5}(?:$|#)", re.IGNORECASE),
        re.compile(
            r"/(?:thema|tags?|kategorien?|categor(?:y|ies)|rubrik(?:en)?|autor(?:en)?|authors?|topics?)/", re.IGNORECASE
        ),
        re.compile(
            r"/(?:impressum|datenschutz\w*|kontakt\w*|barrierefrei\w*|leichte-sprache|gebaerdensprache|sitemap|suche|search"
            r"|login|anmeld\w*|newsletter\w*|rss\w*|archiv|themen|service|ueber-uns|hilfe|faq|agb)"
            r"(?:[._-]?(?:node|seite|index))?(?:\.\w{3,5})?/?(?:$|[?#])",
            re.IGNORECASE,
        ),
    ),
    listings=(re.compile(r"[?&](?:page|seite|p|start|offset|pageNo)=\d+", re.IGNORECASE),),
    next_selectors=("li.next > a", "a.next", ".pagination__next a", ".pager-next a"),
    feeds=("/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml"),
)
