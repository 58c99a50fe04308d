"""Places of links in the lines of an article, and addresses that a text names without a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from kaaw_archive.extract.article.blocks import pieces_of
from kaaw_archive.extract.html.segments import CELLS
from kaaw_archive.extract.html.text import LINK_END, LinkMark, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import Body
    from kaaw_archive.extract.html.segments import LinkedText, Segment

_ADDRESS = re.compile(r"(?<![\w@/.-])(?:https?://|www\.)[^\s<>\"'„“”»«|]{3,}+", re.I)
_BEHIND_ADDRESS = ").,;:!?…]"  # belong to the sentence, not to the address
_MOST_BARE = 100  # of a line


@dataclass(frozen=True, slots=True)
class AnchorPlace:
    """Anchor of the article: its target, its text, and its place (``start``) in the line around it.

    ``element`` is the anchor; of an address that is no link, the element with its text. ``row`` is the whole text of
    its table row; None outside of tables.
    """

    href: str
    rel: str | None
    anchor_text: str
    around: str
    start: int
    element: HtmlElement
    row: str | None = None


class _Lines:
    """Lines of a text, in which places are counted in letters: here all characters but blanks, digits included."""

    def __init__(self, lines: Iterable[str]) -> None:
        pairs = [(line, own) for line in lines if (own := letters(line))]
        self.lines = [line for line, _ in pairs]
        self.letters = "".join(own for _, own in pairs)
        self.first = list(accumulate((len(own) for _, own in pairs), initial=0))
        self._positions: dict[int, list[int]] = {}

    def place(self, anchor: HtmlElement, begin: int, end: int, row: str | None) -> AnchorPlace:
        """Return the place of an anchor whose text these letters are, as far as it is in one line."""
        number = bisect_right(self.first, begin) - 1
        line, offset = self.lines[number], self.first[number]
        positions = self._positions_of(number)
        start, stop = positions[begin - offset], positions[min(end - offset, len(positions)) - 1] + 1
        return AnchorPlace(anchor.get("href") or "", anchor.get("rel"), line[start:stop], line, start, anchor, row)

    def _positions_of(self, number: int) -> list[int]:
        """Return the positions of a line's letters in it, counted once, as a line may have thousands of anchors."""
        if number not in self._positions:
            line = self.lines[number]
            self._positions[number] = [at for at, sign in enumerate(line) if not sign.isspace()]
        return self._positions[number]


def places(body: Body) -> list[AnchorPlace]:
    """Return the anchors in the text, and after them in the list the addresses that it names without a link.

    Anchors without a text are left out.
    """
    lines = _Lines(line for piece in pieces_of(body.blocks) for line in piece.split("\n"))
    found: list[AnchorPlace] = []
    bare: list[AnchorPlace] = []
    cursor = 0
    known: set[HtmlElement] = set()
    for number in body.numbers:
        segment = body.page.segments.all[number]
        bare += bare_addresses(segment)
        if segment.links is None:
            continue
        is_row = segment.tag == "tr"
        kept = (part for part in segment.links.parts if part is not CELLS)
        text = "".join(map(letters, kept)) if is_row else letters(segment.text)
        begin = lines.letters.find(text, cursor)
        if begin < 0 and (begin := lines.letters.find(text)) < 0:
            continue  # the segment is not in the body: it is the lead, for example
        cursor = begin + len(text)
        for anchor, first, end in _anchors(segment.links, len(text)):
            if anchor not in known and anchor.get("href") is not None:
                known.add(anchor)
                found.append(lines.place(anchor, begin + first, begin + end, segment.text if is_row else None))
    return [*found, *bare]


def places_in(segment: Segment) -> Iterator[AnchorPlace]:
    """Yield the anchors of a segment that is no part of the text, and the addresses that it names without a link."""
    if segment.links is not None:
        is_row = segment.tag == "tr"
        lines = _Lines(segment.text.split(CELLS if is_row else "\n"))
        for anchor, first, end in _anchors(segment.links, len(lines.letters)):
            if anchor.get("href") is not None:
                yield lines.place(anchor, first, end, segment.text if is_row else None)
    yield from bare_addresses(segment)


def bare_addresses(segment: Segment) -> Iterator[AnchorPlace]:
    """Yield the web addresses that stand in the text of a segment and are no link."""
    if not any(sign in segment.text for sign in ("://", "www.")):
        return
    linked = "\n".join(_linked_texts(segment))
    for line in segment.text.split("\n"):
        for address in islice(_ADDRESS.finditer(line), _MOST_BARE):
            text = address[0].rstrip(_BEHIND_ADDRESS)
            if letters(text) not in linked:
                href = text if "://" in text else f"https://{text}"
                yield AnchorPlace(href, None, text, line, address.start(), segment.element)


def _linked_texts(segment: Segment) -> Iterator[str]:
    if segment.links is not None:
        text = letters(segment.text)
        yield from (text[first:end] for _, first, end in _anchors(segment.links, len(text)))


def _anchors(links: LinkedText, size: int) -> Iterator[tuple[HtmlElement, int, int]]:
    """Yield the anchors of a segment, each with the letter at which its text begins and that before which it ends."""
    if links.around is not None:
        yield links.around, 0, size
    at, begin, anchor = -links.start, 0, None
    for part in links.parts:
        if part is LINK_END:
            if anchor is not None and max(begin, 0) < min(at, size):
                yield anchor, max(begin, 0), min(at, size)
        elif isinstance(part, LinkMark):
            begin, anchor = at, part.anchor
        elif part is not CELLS:
            at += len(letters(part))
