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
)
