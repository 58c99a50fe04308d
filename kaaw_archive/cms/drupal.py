"""Drupal 7 to 11: agencies, foundations, broadcasters."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="drupal",
    generator=b"drupal",
    addresses=(re.compile(r"/node/\d+(?:$|[/?#])"),),
    marks=(b"data-drupal-", b"Drupal.settings", b"/sites/default/files"),
    # not .field--name-body or article: these leave out leads and what stands in fields of their own (bpb, bfn)
    article_selectors=("main",),
    title_selectors=("h1.page-title", "h1.node__title"),  # stock templates: a civil rights association; Drupal 8 on
    # a field that editors name so; stock templates, 8 on and 7
    date_selectors=(".field--name-field-date time, .node__submitted time", ".submitted"),
    # fields that editors name so: a magazine
    lead_selectors=(".field--name-field-teaser, .field--name-field-lead, .field--name-field-intro",),
    articles=(re.compile(r"/node/\d+$"),),
    not_articles=(re.compile(r"/(?:taxonomy/term|user|search|print|printpdf|printmail|comment|tags?)/"),),
    listings=(re.compile(r"[?&]page=\d+(?:%2C\d+|,\d+)*(?:&|$)"),),
    traps=(
        re.compile(
            r"/(?:print|printpdf|printmail|user/login|user/register|user/password|comment/reply|search|forward)\b"
        ),
        re.compile(r"[?&](?:f(?:\[|%5B)\d|sort_by=|sort_order=|order=|items_per_page=|destination=|search_api\w*=)"),
        re.compile(r"/entity/print/"),
    ),
    row_selectors=(".views-row", "article.node--view-mode-teaser", "article.node-teaser", ".view-content li"),
    next_selectors=("li.pager__item--next > a", "li.pager-next > a"),
    feeds=("/rss.xml",),
)
