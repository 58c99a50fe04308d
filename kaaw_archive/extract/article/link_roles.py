"""Roles of links: by what they lead to, by the words in front of them, and by the heading above their block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.html.text import INLINE, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.anchors import AnchorPlace
    from kaaw_archive.items import Role

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend", "caption"})
_WHOLE_PARTS = frozenset({"main", "body", "html"})
_MOST_STEPS = 60  # elements looked at for the heading of one link
_MOST_LEVELS = 6
_HEADING_WORDS = 8
_LABEL_CHARACTERS = 80
_FEWEST_ENTRIES = 3  # of a list of links
_SENTENCE_WORDS = 4  # beside the link
_SOURCE_WORDS = (
    r"(?:(?:bild|text)?quellen?(?:angaben?|nachweise?|verzeichnis)?|original(?:artikel|meldung|beitrag|text)?|literatur(?:verzeichnis)?"
    r"|(?:einzel)?nachweise?|sources?|references?)"
)
_SOURCE_LABEL = re.compile(
    rf"\b{_SOURCE_WORDS}(?:\s+(?:de[rs]|für|zu|of|des?)\b[^:.]{{1,50}})?\s*:\s*\Z", re.IGNORECASE
)
_SOURCE_HEADING = re.compile(rf"{_SOURCE_WORDS}\b", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:(?:weiterf\w+|weitere[rs]?|nützliche|interessante|ergänzende|externe|interne|passende|verwandte|hilfreiche"
    r"|wichtige|mehr|zusätzliche)\s+)?"
    r"(?:link(?:s|tipps?|liste|sammlung)?|verweise|hintergrund(?:informationen|infos)?|hintergründe|informationen|infos?"
    r"|internet(?:seiten?|links?|adressen?)|web(?:seiten?|links?))\b"
    r"|mehr\s+(?:zum?|zur|dazu|darüber)\b|zum\s+thema\b|(?:siehe|lesen\s+sie)\s+(?:auch|hierzu|dazu)\b|dossiers?\b"
    r"|(?:im|aus\s+dem)\s+(?:inter)?net\w*\b"
    r"|(?:related|useful|external|further|more)\s+(?:links?|information|reading|content|topics|resources)\b"
    r"|see\s+also\b|find\s+out\s+more\b|more\s+on\b"
    r"|(?:pour\s+)?en\s+savoir\s+plus\b|(?:voir|lire)\s+aussi\b|liens?\b|sur\s+le\s+même\s+sujet\b",
    re.IGNORECASE,
)
_RELATED_LABEL = re.compile(rf"(?:^|[.!?\s(])(?:{_RELATED.pattern})[^:.!?]{{0,30}}:\s*\Z", re.IGNORECASE)
# "(PDF, 2 MB)", and in cells of their own "PDF", "8,4 MB"
_FILE_TYPE = r"(?:PDF|DOCX?|XLSX?|PPTX?|OD[TSP]|RTF|ZIP|CSV|EPUB)"
_FILE_SIGN = re.compile(
    rf"\(\s*{_FILE_TYPE}\b|\[\s*{_FILE_TYPE}\b|\b{_FILE_TYPE}\s*[,;/-]\s*\d|\d\s?[kKM]i?(?:B|Byte)\b|\|\s*{_FILE_TYPE}\s*(?:\||\Z)"
)


def role_of(place: AnchorPlace, absolute: str, url: str) -> Role:
    """Return the role of a link that leads to ``absolute``, on the page ``url``."""
    if urls.names_document(absolute) or _FILE_SIGN.search(place.row or place.anchor_text):
        return "attachment"
    if urls.is_picture(absolute):
        return "image"
    label = place.around[max(0, place.start - _LABEL_CHARACTERS) : place.start]
    above = None if is_in_sentence(place) else heading_above(place.element)
    if _SOURCE_LABEL.search(label) or (above and _SOURCE_HEADING.match(above)):
        return "source"
    if _RELATED_LABEL.search(label) or (above and _RELATED.match(above)):
        return "related"
    if _is_entry(place.element):
        return "list"
    return "internal" if urls.site(absolute) == urls.site(url) else "reference"


def is_announced(place: AnchorPlace) -> bool:
    """Return True for a link that a label in its line or the heading of its block introduces to readers."""
    if place.around[: place.start].rstrip().endswith(":"):
        return True
    above = heading_above(place.element)
    return above is not None and (_RELATED.match(above) or _SOURCE_HEADING.match(above)) is not None


def is_in_sentence(place: AnchorPlace) -> bool:
    """Return True for a link with several words beside it, in its line and its block, that are in no link."""
    rest = place.around[: place.start] + " " + place.around[place.start + len(place.anchor_text) :]
    if _words(rest) < _SENTENCE_WORDS:
        return False
    block = next((above for above in place.element.iterancestors() if above.tag not in INLINE), place.element)
    linked = sum(_words(text_of(anchor) or "") for anchor in block.iter("a"))
    return _words(text_of(block) or "") - linked >= _SENTENCE_WORDS


def _words(text: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in text.split())


def heading_above(element: HtmlElement) -> str | None:
    """Return the heading, or the line with a colon, below which a link stands among others; None if there is none."""
    for before in _before(element):
        text = text_of(before)
        if text is None:
            continue
        is_short = text.count(" ") < _HEADING_WORDS
        if before.tag in _HEADINGS or (before.tag in ("strong", "b") and is_short):
            return text if is_short else None
        heads = [
            head for head in before.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b") if text_of(head) == text
        ]
        if is_short and (heads or text.endswith(":")):
            return text
        if 2 * sum(len(text_of(anchor) or "") for anchor in before.iter("a")) < len(text):
            return None
    return None


def _before(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements in front of an element and of those above it, the nearest first."""
    steps = 0
    here: HtmlElement | None = element
    for _ in range(_MOST_LEVELS):
        if here is None or here.tag in _WHOLE_PARTS:
            return
        for before in here.itersiblings(preceding=True):
            steps += 1
            if steps > _MOST_STEPS:
                return
            if isinstance(before.tag, str):
                yield before
        here = here.getparent()


def _is_entry(element: HtmlElement) -> bool:
    """Return True for a link that is all of a list item, in a list of nothing but such."""
    item = next((above for above in element.iterancestors() if above.tag in ("li", "p", "td", "div")), None)
    holder = item.getparent() if item is not None and item.tag == "li" else None
    if holder is None:
        return False
    entries = [entry for entry in holder if entry.tag == "li"]
    return len(entries) >= _FEWEST_ENTRIES and all(map(_is_one_link, entries))


def _is_one_link(entry: HtmlElement) -> bool:
    anchor = next(entry.iter("a"), None)
    return anchor is not None and text_of(anchor) == text_of(entry)
