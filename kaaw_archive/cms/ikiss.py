"""iKISS by Advantic: districts and cities; the page's key is its FID, the charset may be windows-1252."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="ikiss",
    generator=b"ikiss",
    addresses=(re.compile(r"[?&]FID=\d+\.\d+\.\d+"), re.compile(r"[?&]NavID=\d+\.\d+")),
    marks=(b"data-ikiss-",),
    date_selectors=(".mitteilungen_datum", "time", ".datum"),
    articles=(re.compile(r"[?&]FID=\d+\.\d+\.1(?:&|$)"),),
    not_articles=(re.compile(r"[?&]FID=\d+\.\d+\.[02-9]"),),
    traps=(
        re.compile(r"[?&](?:print|drucken|sort|ffsn|waid|kuo|sfkat)="),
        re.compile(r"[?&]ModID=(?:10|255)&object=tx(?:,|%2C)0", re.I),
    ),
    row_selectors=("li[data-ikiss-mfid^='7.']", "[data-ikiss-mfid^='7.']"),
)
