"""Other languages of a site, by what its pages say of themselves and by the beginnings of their addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.html.trees import base_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor

# of Europe (ISO 639-1), without codes that are everyday folders or countries too
_CODES = "de en fr it es pt nl da sv nb nn no fi pl cs sk hu ro bg hr sl sr sq et lv lt el tr ru uk"
_LANGUAGES = frozenset(_CODES.split())
_FOLDER = re.compile(r"/(?P<code>[a-z]{2})(?:[-_][a-z]{2})?(?=/|\Z)", re.IGNORECASE)
_LABEL = re.compile(
    r"\A\W*(?:[a-z]{2}|english|deutsch|français|italiano|español|nederlands|polski)\W*\Z", re.IGNORECASE
)


def beginning(url: str) -> str:
    """Return the folder of a language with which a path begins; "/" if it begins with none.

    >>> beginning("https://a.example/de/news/"), beginning("https://a.example/news/")
    ('/de/', '/')
    """
    found = _FOLDER.match(urls.path_of(url))
    return f"{found[0]}/" if found and found["code"].lower() in _LANGUAGES else "/"


def others(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Return the other languages that a page offers itself in, each with the beginning of its addresses.

    They are named by ``hreflang``, or by a link whose text is no more than the name of a language.
    """
    own = beginning(addresses.url)
    found: dict[str, str] = {}
    base = base_of(tree, addresses.url)
    for link in tree.iter("link", "a"):
        code = (link.get("hreflang") or "").lower().partition("-")[0]
        if code in _LANGUAGES and (url := addresses.absolute(base, link.get("href") or "")):
            found.setdefault(beginning(url), code)
    for anchor in anchors:
        if anchor.text and _LABEL.match(anchor.text):
            start = beginning(anchor.url)
            label = anchor.text.strip().lower()[:2]
            code = start.strip("/").lower()[:2] or (label if label in _LANGUAGES else "")
            if code:
                found.setdefault(start, code)
    found.pop(own, None)
    return tuple((code, start) for start, code in found.items())
