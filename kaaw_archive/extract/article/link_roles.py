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
_NEAR_CHARACTERS = 500  # on each side of a link
_ROW_CHARACTERS = 500  # of a table row that tells of one file
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b")
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
_DOWNLOADS = re.compile(r"(?:zum\s+)?(?:downloads?|herunterladen)\b|(?:à\s+)?téléchar", re.IGNORECASE)
_FILES_HEADING = re.compile(
    r"(?:zum\s+)?(?:downloads?|herunterladen|dokumente?|dateien|anlagen?|anhänge?|unterlagen|materiali?(?:en)?|documents?|files"
    r"|attachments?|à\s+télécharger|téléchargements?)\b",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:weiterf\w{1,20}+|weitere[rs]?|nützliche|interessante|ergänzende|externe|interne|passende|verwandte|hilfreiche"
    r"|wichtige|mehr|zusätzliche)\s+)?"
    r"(?:link(?:s|tipps?|liste|sammlung)?|verweise|hintergrund(?:informationen|infos)?|hintergründe|informationen|infos?"
    r"|internet(?:seiten?|links?|adressen?)|web(?:seiten?|links?))\b"
    r"|mehr\s+(?:zum?|zur|dazu|darüber)\b|zum\s+thema\b|(?:siehe|lesen\s+sie)\s+(?:auch|hierzu|dazu)\b|dossiers?\b"
    r"|(?:im|aus\s+dem)\s+(?:inter)?net\w{0,20}+\b"
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


class LinkSurroundings:
    """Elements around the links of a page: each is looked at once, as one line may have thousands of links."""

    def __init__(self, url: str) -> None:
        self._site = urls.site(url)
        self._texts: dict[HtmlElement, str | None] = {}
        self._unlinked: dict[HtmlElement, int] = {}
        self._headings: dict[HtmlElement, str | bool] = {}
        self._lists: dict[HtmlElement, bool] = {}

    def role_of(self, place: AnchorPlace, absolute: str) -> Role:
        """Return the role of a link that leads to ``absolute``."""
        if urls.names_document(absolute) or self.is_file(place):
            return "attachment"
        if urls.is_picture(absolute):
            return "image"
        label = place.around[max(0, place.start - _LABEL_CHARACTERS) : place.start]
        above = None if self.is_in_sentence(place) else self.heading_above(place.element)
        if _SOURCE_LABEL.search(label) or (above and _SOURCE_HEADING.match(above)):
            return "source"
        if above and _DOWNLOADS.match(above):
            return "attachment"
        if _RELATED_LABEL.search(label) or (above and _RELATED.match(above)):
            return "related"
        if self._is_entry(place.element):
            return "list"
        return "internal" if urls.site(absolute) == self._site else "reference"

    def is_file(self, place: AnchorPlace) -> bool:
        """Return True for a link that is called a file, by type or size, in its text or other cells of its row."""
        row = place.row if place.row is not None and len(place.row) <= _ROW_CHARACTERS else place.anchor_text
        return _FILE_SIGN.search(row) is not None

    def is_announced(self, place: AnchorPlace) -> bool:
        """Return True for a link that a label in its line or the heading of its block introduces to readers."""
        if place.around[max(0, place.start - _LABEL_CHARACTERS) : place.start].rstrip().endswith(":"):
            return True
        above = self.heading_above(place.element)
        patterns = (_RELATED, _SOURCE_HEADING, _FILES_HEADING)
        return above is not None and any(pattern.match(above) for pattern in patterns)

    def is_in_sentence(self, place: AnchorPlace) -> bool:
        """Return True for a link with several words beside it, in its line and its block, that are in no link."""
        end = place.start + len(place.anchor_text)
        before = place.around[max(0, place.start - _NEAR_CHARACTERS) : place.start]
        if _words(before) + _words(place.around[end : end + _NEAR_CHARACTERS]) < _SENTENCE_WORDS:
            return False
        block = next((above for above in place.element.iterancestors() if above.tag not in INLINE), place.element)
        if block not in self._unlinked:
            linked = sum(_words(self._text(anchor) or "") for anchor in block.iter("a"))
            self._unlinked[block] = _words(self._text(block) or "") - linked
        return self._unlinked[block] >= _SENTENCE_WORDS

    def heading_above(self, element: HtmlElement) -> str | None:
        """Return the heading, or the line with a colon, below which a link stands among others; None without one."""
        if (label := _text_before(element)) is not None:
            return label.rpartition(". ")[2] if label.endswith(":") and label.count(" ") < _HEADING_WORDS else None
        for before in _before(element):
            if before not in self._headings:
                self._headings[before] = self._as_heading(before)
            found = self._headings[before]
            if found is not True:
                return found or None
        return None

    def _as_heading(self, element: HtmlElement) -> str | bool:
        """Return the text of a heading, True for what may stand between it and a link, False for what may not."""
        text = self._text(element)
        if text is None:
            return True
        is_short = text.count(" ") < _HEADING_WORDS
        if element.tag in _HEADINGS or (element.tag in ("strong", "b") and is_short):
            return text if is_short else False
        if is_short and (text.endswith(":") or any(self._text(head) == text for head in element.iter(*_HEADS))):
            return text
        return 2 * sum(len(self._text(anchor) or "") for anchor in element.iter("a")) >= len(text)

    def _is_entry(self, element: HtmlElement) -> bool:
        """Return True for a link that is all of a list item, in a list of nothing but such."""
        item = next((above for above in element.iterancestors() if above.tag in ("li", "p", "td", "div")), None)
        holder = item.getparent() if item is not None and item.tag == "li" else None
        if holder is None:
            return False
        if holder not in self._lists:
            entries = [entry for entry in holder if entry.tag == "li"]
            self._lists[holder] = len(entries) >= _FEWEST_ENTRIES and all(map(self._is_one_link, entries))
        return self._lists[holder]

    def _is_one_link(self, entry: HtmlElement) -> bool:
        anchor = next(entry.iter("a"), None)
        return anchor is not None and self._text(anchor) == self._text(entry)

    def _text(self, element: HtmlElement) -> str | None:
        if element not in self._texts:
            self._texts[element] = text_of(element)
        return self._texts[element]


def _words(text: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in text.split())


def _text_before(element: HtmlElement) -> str | None:
    """Return the text of a block right in front of a link, over line breaks and other links; None if there is none."""
    here = element
    for _ in range(_MOST_STEPS):
        before = here.getprevious()
        if before is None:
            parent = here.getparent()
            text = (parent.text or "").strip() if parent is not None else ""
            return text or None
        if before.tag not in ("br", "a"):
            return None
        if text := (before.tail or "").strip():
            return text if any(map(str.isalpha, text)) else None
        here = before
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
