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
    drop_selectors=(".documentByLine", "#viewlet-below-content"),
)
