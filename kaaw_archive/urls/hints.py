"""Statements of an address: the day that its path names, the page that a print view prints."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

# each is searched in the last segment first, as it speaks of the page and not of its folder
_DAYS = (
    re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-_./]?(?P<m>[01][0-9])[-_./]?(?P<d>[0-3][0-9])(?![0-9])"),
    # "07_17_2026_RWE_Amprion.html": the month first, as the Bundesnetzagentur writes it
    re.compile(r"(?<![0-9])(?P<m>[01][0-9])_(?P<d>[0-3][0-9])_(?P<y>(?:19|20)[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<d>[0-3][0-9])[-_.](?P<m>[01][0-9])[-_.](?P<y>(?:19|20)[0-9]{2})(?![0-9])"),
    # "220128_", "220128-": six digits at the beginning of a segment
    re.compile(r"(?:^|/)(?P<y>[0-4][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])[-_]"),
    # "/2023/october/03/", "/2024/mar/12/"
    re.compile(r"/(?P<y>(?:19|20)[0-9]{2})/(?P<m>[a-z]{3,9})/(?P<d>[0-3]?[0-9])(?=/|$)", re.IGNORECASE),
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
# Joomla's print view of a page
_IS_PRINT = re.compile(r"[?&](?:print=1|tmpl=component)")
_PRINT = re.compile(r"(?<=[?&])(?:tmpl|print|layout|page|Itemid)=[^&]*(?:&|\Z)")


def date_hint(url: str) -> str | None:
    """Return the day (ISO 8601) that a path names in full; None if it names none, or only a month.

    >>> date_hint("https://amt.example/Pressemitteilungen/2026/07_17_2026_Netz.html?nn=52004")
    '2026-07-17'
    >>> date_hint("https://amt.example/SharedDocs/Pressemitteilungen/DE/2016/09/kochbuch.html")
    """
    path = unquote(url.partition("#")[0].partition("?")[0])
    stem = path.rpartition("/")[2]
    for text in (stem, path):
        for pattern in _DAYS:
            for match in pattern.finditer(text):
                year = int(match["y"])
                if day := _day(year if year > 99 else 2000 + year, _month(match["m"]), int(match["d"])):
                    return day
    return None


def printed_page(url: str) -> str | None:
    """Return the address of the page that a print view of Joomla prints; None if the address is no print view.

    >>> printed_page("https://kaaw.example/index.php/aktuelles/159-x?tmpl=component&print=1&layout=default&page=")
    'https://kaaw.example/index.php/aktuelles/159-x'
    """
    if not _IS_PRINT.search(url):
        return None
    address, _, query = url.partition("?")
    query = _PRINT.sub("", f"?{query}").removeprefix("?").rstrip("&")
    return f"{address}?{query}" if query else address


def _month(text: str) -> int:
    """Return the number of a month, 0 if a word names none."""
    if text.isdigit():
        return int(text)
    names = (number for number, name in enumerate(_MONTHS, 1) if text.lower() in (name, name[:3]))
    return next(names, 0)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
