"""NOLIS: cities of Lower Saxony and their neighbours; addresses end in two numbers."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="nolis",
    generator=b"nolis",
    addresses=(re.compile(r"-\d{6,}-\d{5}\.html"), re.compile(r"/portal/(?:meldungen|seiten)/")),
    marks=(b'class="nolis-',),
    article_selectors=(".textbaustein_content",),  # where a message consists of one; of several the page is read
    drop_selectors=(
        "p.nolis-list-date",  # cities: the day in front of the text, and in every row
        ".nolis-brotkrumen, .nolis-cookie-hinweis",  # replicas
    ),
    title_selectors=(".nolis-inhalt h1", ".nolis-meldung h1"),  # replicas
    date_selectors=("p.nolis-list-date", ".nolis-news-date"),  # cities; replicas
    articles=(re.compile(r"/portal/meldungen/[^/?#]*\d{6,}-\d{5}\.html"),),
    not_articles=(re.compile(r"/uebersicht-\d+-\d+\.html"),),
    listings=(re.compile(r"/portal/meldungen/uebersicht-\d+-\d{5}\.html"),),
    traps=(
        re.compile(r"/portal/(?:suche|login|kontakt)\b"),
        re.compile(r"[?&](?:vs|rubrik|sortierung|titel|ansicht)=(?!1(?:&|$))"),
    ),
    row_selectors=(".nolis-list-item",),  # cities
    feeds=("/portal/rss.xml",),
)
