"""Links of an article: absolute addresses, and the sentences in which they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.items import ArticleLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaaw_archive.extract.article.anchors import AnchorPlace
    from kaaw_archive.extract.article.link_roles import LinkSurroundings

_MOST_LINKS = 2_000  # of one article; no page of the corpus has a tenth of it
_SENTENCE_CHARACTERS = 500
# a full stop ends no sentence after a number ("22. September"), a single letter ("z. B.") or these
_ABBREVIATED = re.compile(
    r"(?:\b\d{1,3}|\b\w|\b(?:Abs|Art|Aufl|Az|bzw|ca|Dr|etc|evtl|ggf|inkl|Mio|Mrd|Nr|Prof|S|sog|Str|usw|vgl))\.\Z",
    re.IGNORECASE,
)
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'»«“”’)\]]*(?=\s+[\"'»«„“‚(\[]*[A-ZÄÖÜ0-9])")


def of_places(places: Iterable[AnchorPlace], base: str, url: str, surroundings: LinkSurroundings) -> list[ArticleLink]:
    """Return the links at these places that lead to a web address, numbered from 1 in the order of reading.

    ``base`` is what addresses are resolved against; a fragment stays, as the place it names may get lost. Places
    within the page itself, mail addresses, scripts, and what prints or shares a page are left out.
    """
    links: list[ArticleLink] = []
    for place in places:
        absolute = resolve(base, place.href)
        if absolute is None or place.href.lstrip().startswith("#") or urls.is_print_or_share(absolute, of=url):
            continue
        if len(links) == _MOST_LINKS:
            break
        fragment = place.href.strip().partition("#")[2]
        links.append(
            ArticleLink(
                position=len(links) + 1,
                href=urls.cut_if_long(urls.without_credentials(place.href)),
                url=urls.cut_if_long(f"{absolute}#{fragment}" if fragment else absolute),
                anchor_text=place.anchor_text,
                sentence=sentence(place.around, place.start, len(place.anchor_text)),
                role=surroundings.role_of(place, absolute),
                rel=one_line(place.rel),
            )
        )
    return links


@lru_cache(maxsize=4_096)
def resolve(base: str, href: str) -> str | None:
    """Return the absolute form of an address as it is requested, without fragment; None if it is no web address."""
    absolute = (urls.join(base, href) or "").partition("#")[0]
    return absolute if urls.is_web(absolute) else None


def sentence(around: str, start: int, length: int) -> str | None:
    """Return the sentence of a text in which an anchor stands; None if the text is only the anchor.

    Only ``_SENTENCE_CHARACTERS`` on each side are looked at, and no more are returned in all.
    """
    low, high = max(0, start - _SENTENCE_CHARACTERS), min(len(around), start + length + _SENTENCE_CHARACTERS)
    begin, end = low, high
    for found in _END.finditer(around, low, high):
        if _ABBREVIATED.search(around, max(0, found.start() - 8), found.start() + 1):
            continue
        if found.end() <= start:
            begin = found.end()
        elif found.end() >= start + length:
            end = found.end()
            break
    text = around[begin:end].strip()
    if text == around[start : start + length].strip():
        return None
    return text[:_SENTENCE_CHARACTERS] or None
