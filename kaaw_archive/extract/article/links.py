"""Links of an article: absolute addresses, sentences, roles; and files beside the text, as in lists of downloads."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article.anchors import AnchorPlace
from kaaw_archive.extract.html.text import one_line, text_of
from kaaw_archive.http import join
from kaaw_archive.items import ArticleLink, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage

_MOST_LINKS = 2_000  # of one article; no page of the corpus has a tenth of it
_SENTENCE_CHARACTERS = 500
_MOST_FILES = 50  # a page with more is a catalogue
_MOST_LEVELS = 8  # from the text up to the element that is the article's
_WHOLE_PARTS = frozenset({"article", "main"})
_OTHER_PARTS = frozenset({"nav", "aside", "footer", "header", "body", "html"})
_SOURCE = re.compile(r"\b(?:Quellen?|Original(?:artikel|meldung)?|Sources?)\s*:\s*\Z", re.IGNORECASE)
# a full stop ends no sentence after a number ("22. September"), a single letter ("z. B.") or these
_ABBREVIATED = re.compile(
    r"(?:\b\d{1,3}|\b\w|\b(?:Abs|Art|Aufl|Az|bzw|ca|Dr|etc|evtl|ggf|inkl|Mio|Mrd|Nr|Prof|S|sog|Str|usw|vgl))\.\Z",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'»«“”’)\]]*(?=\s+[\"'»«„“‚(\[]*[A-ZÄÖÜ0-9])")


def of_places(places: Iterable[AnchorPlace], base: str, url: str) -> list[ArticleLink]:
    """The links at these places that lead to a web address, numbered from 1 in the order of reading.

    ``base`` is what addresses are resolved against; a fragment stays, as the place it names may get lost. Places
    within the page itself, mail addresses and scripts are left out.
    """
    links: list[ArticleLink] = []
    for place in places:
        absolute = resolve(base, place.href)
        if absolute is None or place.href.lstrip().startswith("#"):
            continue
        if len(links) == _MOST_LINKS:
            break
        fragment = place.href.strip().partition("#")[2]
        links.append(
            ArticleLink(
                position=len(links) + 1,
                href=urls.without_credentials(place.href),
                url=f"{absolute}#{fragment}" if fragment else absolute,
                anchor_text=place.anchor_text,
                sentence=sentence(place.around, place.start, len(place.anchor_text)),
                role=_role(absolute, url, place),
                rel=one_line(place.rel),
            )
        )
    return links


@lru_cache(maxsize=4_096)
def resolve(base: str, href: str) -> str | None:
    """The absolute form of an address as it is requested, without fragment; None where it is none of the web."""
    absolute = (join(base, href) or "").partition("#")[0]
    return absolute if urls.is_web(absolute) else None


def sentence(around: str, start: int, length: int) -> str | None:
    """The sentence of a text in which an anchor stands; None where the text is nothing but the anchor.

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


def _role(absolute: str, url: str, place: AnchorPlace) -> Role:
    if urls.names_document(absolute):
        return "attachment"
    if urls.is_picture(absolute):
        return "image"
    if _SOURCE.search(place.around, max(0, place.start - 40), place.start):
        return "source"
    return "internal" if urls.site(absolute) == urls.site(url) else "reference"


def files_beside(page: ArticlePage) -> list[AnchorPlace]:
    """Return the links to files in the article's element that no line of the text has; none of other entries.

    The article's element is the nearest ``article`` or ``main`` above the text, or ``#content``.
    """
    home, rows, base = page.body.home, page.rows, page.base
    taken = {resolve(base, place.href) for place in page.body.anchors}
    found: list[AnchorPlace] = []
    for anchor in _scope(home).iter("a"):
        href = anchor.get("href") or ""
        target = resolve(base, href)
        if target is None or target in taken or not urls.names_document(target):
            continue
        text = text_of(anchor) or one_line(anchor.get("title"))
        if text is None:
            continue
        if any(above.tag in _OTHER_PARTS or above in rows for above in _up_to(anchor, home)):
            continue
        taken.add(target)
        found.append(AnchorPlace(href, anchor.get("rel"), text, text, 0))
    return found if len(found) <= _MOST_FILES else []


def _scope(home: HtmlElement) -> HtmlElement:
    for level, above in enumerate((home, *home.iterancestors())):
        if above.tag in _OTHER_PARTS or level == _MOST_LEVELS:
            break
        if above.tag in _WHOLE_PARTS or (above.get("id") or "").lower() in ("content", "inhalt"):
            return above
    return home


def _up_to(anchor: HtmlElement, home: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements above an anchor that are not above the text."""
    shared = {home, *home.iterancestors()}
    for above in anchor.iterancestors():
        if above in shared:
            return
        yield above
