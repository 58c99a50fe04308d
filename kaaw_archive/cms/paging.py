"""Page number in the address of a listing. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kaaw_archive.bounds import ADDRESS_CHARACTERS

_JOOMLA_PAGE = 5  # entries on a page of a Joomla list by default
_MOST_DECODINGS = 5  # seen: three
_LISTED = re.compile(r"_list=([0-9]{1,6})\Z")
_NUMBERED = (
    re.compile(
        r"tx_news_pi1(?:\[@?widget_0\])?\[currentPage\]|sp:page\[[^][]{0,80}\]\[\d+\]|page_[na]\d+|paged|seite|pageNo"
    ),
    # the first of these is 0 on some sites: as it is written
    re.compile(r"page|p|pg|pagina|strona|sida|side|sivu|tx_ttnews\[pointer\]"),
)
_IN_PATH = re.compile(r"/(?:(?:page|seite|pagina|strona|sida|side|sivu|p)[/_-]?|index)([0-9]{1,5})(?:\.html?|/)?\Z")


def page_number(url: str) -> int | None:
    """Return the number of a listing's page by its address; None if the address has none, which is the first page.

    ``gtp`` of Government Site Builder is encoded two or three times, so it is decoded until nothing changes; ``start``
    and ``limit`` of Joomla are entries, not pages.

    >>> page_number("https://bund.example/a?gtp=%2526816beae2-d57e_list%253D2")
    2
    >>> page_number("https://kaaw.example/index.php/aktuelles?limit=5&start=20")
    5
    """
    address = url[:ADDRESS_CHARACTERS].partition("#")[0]
    path, _, query = address.partition("?")
    fields = _fields(query)
    for name in ("gtp", "cms_gtp"):
        if found := _LISTED.search(fields.get(name, "")):
            return int(found[1])
    start = fields.get("start", fields.get("limitstart", ""))
    if start.isascii() and start.isdigit() and len(start) < 8:
        limit = fields.get("limit", "")
        size = int(limit) if limit.isascii() and limit.isdigit() and 0 < len(limit) < 6 else _JOOMLA_PAGE
        return int(start) // size + 1 if size else 1
    for names in _NUMBERED:
        for name, value in fields.items():
            if names.fullmatch(name) and value.isascii() and value.isdigit() and len(value) < 6:
                return int(value)
    found = _IN_PATH.search(path)
    return int(found[1]) if found else None


def _fields(query: str) -> dict[str, str]:
    pairs = (field.partition("=") for field in query.replace("&amp;", "&").split("&"))
    return {_decoded(name): _decoded(value) for name, _, value in pairs if name}


def _decoded(text: str) -> str:
    for _ in range(_MOST_DECODINGS):
        again = unquote(text)
        if again == text:
            break
        text = again
    return text
