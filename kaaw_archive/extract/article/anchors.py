"""Where the links of an article are: the anchors of a page found again in the text that was extracted from it.

trafilatura can carry links through its extraction, but then takes other decisions: on 312 pages with a full reference
text this cost 0.4 points of F1. So it is asked for text alone, and each anchor is looked for with what stands around
it, blanks left out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive.extract.html.text import INLINE, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_WINDOW = 24  # characters without blanks on each side of an anchor
_LONG_ENOUGH = 24  # of anchor and context together, to be found by within a line
_MOST_ANCHORS = 5_000
_INLINE = INLINE | {"svg"}


@dataclass(frozen=True, slots=True)
class AnchorPlace:
    """An anchor of the article: where it points, its text, and where it stands (``start``) in the line around it."""

    href: str
    rel: str | None
    anchor_text: str
    around: str
    start: int


@dataclass(slots=True)
class Lines:
    """Lines of text, searchable without blanks."""

    lines: list[str] = field(default_factory=list)
    compact: str = ""
    first: list[int] = field(default_factory=list)  # where each line begins in ``compact``
    measured: int = -1  # the line of which ``places`` speaks
    places: list[int] = field(default_factory=list)  # of the characters that are no blanks

    def span(self, begin: int, end: int) -> tuple[str, int, int]:
        """The line that holds these characters of ``compact``, and where they begin and end in it."""
        number = bisect_right(self.first, begin) - 1
        if number != self.measured:  # anchors come line by line
            line = self.lines[number]
            self.measured, self.places = number, [at for at, sign in enumerate(line) if not sign.isspace()]
        offset = self.first[number]
        return self.lines[number], self.places[begin - offset], self.places[min(end - offset, len(self.places)) - 1] + 1

    def is_whole(self, begin: int, end: int, *, at_start: bool, at_end: bool) -> bool:
        """Whether these characters begin a line, end a line, as far as it is asked."""
        ends_line = end == len(self.compact) or self.first[bisect_right(self.first, end) - 1] == end
        return (not at_start or self.first[bisect_right(self.first, begin) - 1] == begin) and (not at_end or ends_line)


def places(tree: HtmlElement, text: Iterable[str]) -> list[AnchorPlace]:
    """The anchors of a tree that stand in these lines, in the order of the lines; those without text are left out."""
    lines = _lines(text)
    found = []
    cursor = 0
    for number, anchor in enumerate(tree.iter("a")):
        if number == _MOST_ANCHORS:
            break
        words = _compact("".join(anchor.itertext()))
        if anchor.get("href") is None or not words or words not in lines.compact:
            continue
        begin = _found(lines, words, _before(anchor), _after(anchor), cursor)
        if begin is None:
            continue
        cursor = begin + len(words)
        found.append((begin, cursor, anchor))
    found.sort(key=lambda entry: entry[:2])
    return [_place(lines, *entry) for entry in found]


def _place(lines: Lines, begin: int, end: int, anchor: HtmlElement) -> AnchorPlace:
    around, start, stop = lines.span(begin, end)
    return AnchorPlace(anchor.get("href") or "", anchor.get("rel"), around[start:stop], around, start)


def _lines(text: Iterable[str]) -> Lines:
    lines = Lines()
    parts: list[str] = []
    size = 0
    for line in text:
        for piece in line.split("\n"):
            if compact := _compact(piece):
                lines.lines.append(piece)
                lines.first.append(size)
                parts.append(compact)
                size += len(compact)
    lines.compact = "".join(parts)
    return lines


def _found(lines: Lines, words: str, before: str, after: str, cursor: int) -> int | None:
    """Where an anchor's words begin; an anchor at the edge of its block must be at the edge of a line."""
    edges = {"at_start": len(before) < _WINDOW, "at_end": len(after) < _WINDOW}
    for left, right, only_whole in (
        (before, after, True),
        (before, after, False),
        (before, "", False),
        ("", after, False),
    ):
        pattern = left + words + right
        if not only_whole and (len(pattern) < _LONG_ENOUGH or not (left or right)):
            continue
        for begin in _occurrences(lines.compact, pattern, cursor):
            if not only_whole or lines.is_whole(begin, begin + len(pattern), **edges):
                return begin + len(left)
    return None


def _occurrences(text: str, pattern: str, cursor: int) -> Iterator[int]:
    """At most 20 places from the cursor on, then those before it."""
    for start, stop in ((cursor, len(text)), (0, min(len(text), cursor + len(pattern) - 1))):
        at = text.find(pattern, start, stop)
        for _ in range(20):
            if at < 0:
                break
            yield at
            at = text.find(pattern, at + 1, stop)


def _before(anchor: HtmlElement) -> str:
    """What stands in front of an anchor within its block, blanks left out: the last ``_WINDOW`` characters."""
    text = ""
    node = anchor
    while len(text) < _WINDOW:
        sibling = node.getprevious()
        if sibling is not None:
            text = _compact(sibling.tail) + text
            if sibling.tag not in _INLINE:
                break
            text = _compact("".join(sibling.itertext())) + text
            node = sibling
            continue
        parent = node.getparent()
        if parent is None:
            break
        text = _compact(parent.text) + text
        if parent.tag not in _INLINE:
            break
        node = parent
    return text[-_WINDOW:]


def _after(anchor: HtmlElement) -> str:
    """What follows an anchor within its block, as :func:`_before`."""
    text = _compact(anchor.tail)
    node = anchor
    while len(text) < _WINDOW:
        sibling = node.getnext()
        if sibling is not None:
            if sibling.tag not in _INLINE:
                break
            text += _compact("".join(sibling.itertext())) + _compact(sibling.tail)
            node = sibling
            continue
        parent = node.getparent()
        if parent is None or parent.tag not in _INLINE:
            break
        text += _compact(parent.tail)
        node = parent
    return text[:_WINDOW]


def _compact(text: str | None) -> str:
    return "".join(visible(text).split()) if text else ""
