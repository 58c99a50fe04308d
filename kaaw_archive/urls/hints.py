"""What an address tells beside the page: the day it speaks of, the version of a file."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

# the last segment first, as it speaks of the page and not of its folder
_STEM_DAYS = (
    re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-_.]?(?P<m>[01][0-9])[-_.]?(?P<d>[0-3][0-9])(?![0-9])"),
    # "07_17_2026_RWE_Amprion.html": the month first, as the Bundesnetzagentur writes it
    re.compile(r"(?<![0-9])(?P<m>[01][0-9])_(?P<d>[0-3][0-9])_(?P<y>(?:19|20)[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<d>[0-3][0-9])[-_.](?P<m>[01][0-9])[-_.](?P<y>(?:19|20)[0-9]{2})(?![0-9])"),
    # "220128_", six digits in front of an underscore
    re.compile(r"(?:^|/)(?P<y>[0-4][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])_"),
)
_FOLDER_DAY = re.compile(r"/(?P<y>(?:19|20)[0-9]{2})/(?P<m>[01][0-9])/(?P<d>[0-3][0-9])(?=/)")
_FILE_VERSION = re.compile(r"[?&]v=([0-9]{1,9})(?=&|#|$)")


def date_hint(url: str) -> str | None:
    """The day (ISO 8601) that a path names in full; None where it names none, or only a month.

    >>> date_hint("https://amt.example/Pressemitteilungen/2026/07_17_2026_Netz.html?nn=52004")
    '2026-07-17'
    >>> date_hint("https://amt.example/SharedDocs/Pressemitteilungen/DE/2016/09/kochbuch.html")
    """
    path = unquote(url.partition("#")[0].partition("?")[0])
    stem = path.rpartition("/")[2]
    for text, patterns in ((stem, _STEM_DAYS), (path, (_FOLDER_DAY,))):
        for pattern in patterns:
            for found in pattern.finditer(text):
                year = int(found["y"])
                if day := _day(year if year > 99 else 2000 + year, int(found["m"]), int(found["d"])):
                    return day
    return None


def file_version(url: str) -> str | None:
    """The version that Government Site Builder writes behind a file's address; no part of its key.

    >>> file_version("https://bund.example/x.pdf?__blob=publicationFile&v=3")
    '3'
    """
    found = _FILE_VERSION.search(url) if "__blob=" in url else None
    return found[1] if found else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
