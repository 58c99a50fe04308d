"""iKISS by Advantic: districts and cities; the page's key is its FID, the charset may be windows-1252."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="ikiss",
    generator=b"ikiss",
    addresses=(re.compile(r"[?&]FID=\d+\.\d+\.\d+"), re.compile(r"[?&]NavID=\d+\.\d+")),
    marks=(b"data-ikiss-",),
)
