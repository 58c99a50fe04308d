"""iKISS by Advantic: districts and cities; the page's key is its FID, the charset may be windows-1252."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="ikiss",
    generator=b"ikiss",
    addresses=(re.compile(r"[?&]FID=\d+\.\d+\.\d+"), re.compile(r"[?&]NavID=\d+\.\d+")),
    marks=(b"data-ikiss-",),
    # an article's element as a list's rows are marked, which are li; replicas
    article_selectors=("article[data-ikiss-mfid], div[data-ikiss-mfid^='7.']",),
    drop_selectors=(
        ".sprungziele, #sprungziele",  # "Sprungziele", the jump targets that stand first: districts, cities
        ".mitteilungen_datum",  # read as a date before
    ),
    title_selectors=("article[data-ikiss-mfid] h1, div[data-ikiss-mfid^='7.'] h1",),  # replicas
    # the day behind "Datum: " for screen readers: districts; then replicas
    date_selectors=(".mitteilungen_datum", "time", ".datum"),
    lead_selectors=("[data-ikiss-mfid] > .intro",),  # replicas
    articles=(re.compile(r"[?&]FID=\d+\.\d+\.1(?:&|$)"),),
    not_articles=(re.compile(r"[?&]FID=\d+\.\d+\.[02-9]"),),
    traps=(
        re.compile(r"[?&](?:print|drucken|sort|ffsn|waid|kuo|sfkat)="),
        re.compile(r"[?&]ModID=(?:10|255)&object=tx(?:,|%2C)0", re.I),
    ),
    # districts: by the kind of the object, 7 is a message
    row_selectors=("li[data-ikiss-mfid^='7.']", "[data-ikiss-mfid^='7.']"),
)
