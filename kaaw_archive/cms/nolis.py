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
    drop_selectors=("p.nolis-list-date",),
)
