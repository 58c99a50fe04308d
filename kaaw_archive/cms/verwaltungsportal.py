"""Verwaltungsportal (PortUNA): small municipalities, schools, clubs."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="verwaltungsportal",
    generator=b"verwaltungsportal",
    addresses=(re.compile(r"/news/\d+/\d+/nachrichten/"),),
    marks=(b"daten.verwaltungsportal.de", b"news-date-publicized"),
    article_selectors=(".newscontent",),  # small municipalities, a school
    drop_selectors=(
        ".news-date-publicized",  # "Ort, den …"; the day has zero-width characters between its numbers
        ".news-functions",  # back, print, recommend: replicas
    ),
    title_selectors=(".news-detail h1", "#content h1"),  # replicas
    date_selectors=(".news-date-publicized",),  # small municipalities
    articles=(re.compile(r"/news/(?:\d+/)?\d+/nachrichten/"),),
    not_articles=(re.compile(r"/(?:veranstaltungen|verzeichnis|formular)/"),),
    listings=(re.compile(r"/news/\d+$"),),
    traps=(re.compile(r"/(?:druck|login|suche|kalender)(?:/|$|\?)"), re.compile(r"[?&](?:vs|print|bsearch)=")),
    row_selectors=(".news-entry", ".news-list-item", "div.news_entry"),  # replicas
    feeds=("/rss/news.xml",),
)
