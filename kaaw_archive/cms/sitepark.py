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
    drop_selectors=(".SP-Pagination", ".SP-Consent", ".SP-CookieConsent"),
)
