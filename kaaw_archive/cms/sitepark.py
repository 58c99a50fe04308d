"""Sitepark Information Enterprise Server: cities and districts, kaaw.de since 2023; pages end in .php."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="sitepark",
    generator=b"sitepark",
    addresses=(
        re.compile(r"[?&]sp(?::|%3A)\w+", re.IGNORECASE),
        re.compile(r"^https?://[^/]+/de/(?:[\w-]+/)+[\w-]+\.php(?:$|[?#])"),
    ),
    marks=(b"SP-Headline", b"SP-Paragraph"),
    article_selectors=(
        "main article",  # replicas; no page with its markup was at hand, the notes name headline, intro and paragraphs
        "main",
        "#content",  # where skip links lead (kaaw.de, 2023)
    ),
    drop_selectors=(
        ".SP-Pagination",  # its pages stand in data-page
        ".SP-Consent, .SP-CookieConsent",  # replicas
        # the consent overlay stands in front of the article and is longer than it
        "[role=dialog]",
        "[aria-modal=true]",
        "[id*=consent]",
        "[class*=consent]",
    ),
    title_selectors=("h1.SP-Headline--article", "h1.SP-Headline", ".SP-ArticleHeader h1"),  # a city; then replicas
    # replicas; kaaw.de shows a line in front of the headline, others a day in the JSON of meta[name=application-name]
    date_selectors=(".SP-ArticleHeader time", ".SP-Date", ".SP-Article__date", ".SP-Scheduling__date"),
    lead_selectors=(".SP-Intro",),  # a city
    articles=(
        re.compile(
            r"/(?:meldung(?:en)?|nachrichten?|presse\w*|news|mitteilungen|artikel)/(?:[\w-]+/)*(?!index\.)[\w-]+\.php",
            re.I,
        ),
    ),
    not_articles=(
        re.compile(r"/index\.php(?:$|[?#])"),
        re.compile(r"/lp/"),  # imprint, data protection
        re.compile(r"[?&]sp(?::|%3A)", re.IGNORECASE),
    ),
    listings=(
        re.compile(r"[?&]sp(?::|%3A)page(?:\[|%5B)", re.IGNORECASE),
        re.compile(r"/(?:meldungen|presse|aktuelles)/(?:index\.php)?$"),
    ),
    traps=(
        re.compile(r"[?&]sp(?::|%3A)(?:out=(?!rss)|cmp=|sort|date|category|lang|mail|print)", re.IGNORECASE),
        re.compile(r"/(?:kontakt|formulare?|login|merkzettel)\.php", re.IGNORECASE),
    ),
    row_selectors=(".SP-Teaser", ".SP-TeaserList__item", "article.SP-TeaserModule"),  # replicas
    next_selectors=(".SP-Pagination__link--next", ".SP-Pagination a[rel=next]"),  # replicas
    feeds=("?sp:out=rss",),
)
