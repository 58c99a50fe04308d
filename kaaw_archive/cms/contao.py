"""Contao: associations and small agencies."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="contao",
    generator=b"contao",
    marks=(b"mod_newsreader", b"assets/contao/"),
    article_selectors=(".mod_newsreader",),  # two associations
    drop_selectors=("p.back",),  # stock template
    title_selectors=(".mod_newsreader h1",),  # stock template; an athletics association
    # stock template: time in p.info; up to Contao 3 its words alone
    date_selectors=(".mod_newsreader p.info time", ".mod_newsreader time", ".mod_newsreader p.info"),
    # stock templates; replicas
    lead_selectors=(".mod_newsreader .teaser", ".mod_newsreader h2 + .ce_text"),
    listings=(re.compile(r"[?&]page_[na]\d+=\d+"),),
    traps=(re.compile(r"[?&](?:day|month|year)=\d+"), re.compile(r"[?&](?:pdf|token|follow)=")),
    row_selectors=(
        ".mod_newslist .layout_latest",
        ".mod_newslist .layout_short",
        ".mod_newslist > div",
        ".mod_newsarchive .layout_latest",
    ),
    next_selectors=(".pagination li.next > a", ".pagination a.next"),
    feeds=("/share/news.xml", "/share/aktuelles.xml"),
)
