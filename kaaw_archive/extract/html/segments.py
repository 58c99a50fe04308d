"""The page as a row of segments: each block of text once, with its place in the tree and what stands around it.

A segment is the text of one block (paragraph, heading, list item, table row, loose text in a ``div``) and what can be
said of it without judging it: words, linked words, the tags and class names above it. One walk over the tree makes
them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kaaw_archive.extract.html import groups
from kaaw_archive.extract.html.overlays import Overlays
from kaaw_archive.extract.html.text import (
    BREAK,
    INLINE,
    LINK_END,
    SKIPPED,
    collapse_blanks,
    collect,
    count_words,
    letters,
    link_mark,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

CELLS = " | "  # between the cells of a row
_SHORT_CELL = 1_500  # characters: longer ones hold an article
_SHORT_LINES, _MOST_LINES = 200, 6  # characters and blocks of a cell with a block a line
MOST_SEGMENTS = 6_000  # the largest page of the corpus has 3,400
MOST_BOXES = 30_000
_MOST_ELEMENTS = 200_000
_PARAGRAPH_BREAK = re.compile(r"\u2028[^\S\u2028]*\u2028[\s]*")

_NO_BLOCKS = INLINE | SKIPPED
_LISTS = frozenset({"ul", "ol", "li"})
_LINES = _LISTS | {"p", "div"}
_CELL_TAGS = frozenset({"td", "th"})
_NEVER = -99  # as the depth of a group that is not above


@dataclass(slots=True)
class Box:
    """An element that holds segments: where it hangs, and sums over all segments below it."""

    parent: int
    element: HtmlElement
    signature: str
    depth: int
    end: int = 0  # the number of the first box behind it that is not below it
    words: int = 0
    linked: int = 0
    segments: int = 0
    sentences: int = 0


class LinkedText(NamedTuple):
    """The text of a segment as it was collected: ``parts`` with the marks of links among them, the link around all.

    Where parts were split into several segments, ``start`` counts the letters in front of this one.
    """

    parts: list[str]
    around: HtmlElement | None
    start: int


@dataclass(slots=True)
class Segment:
    """One block of text. ``words`` and ``linked`` count words; ``nearest`` says how deep each group was last seen."""

    tag: str
    text: str
    words: int
    linked: int
    element: HtmlElement
    box: int
    depth: int
    nearest: tuple[int, ...]
    signature: str
    links: LinkedText | None  # None: no word of it is linked


@dataclass(slots=True)
class Segments:
    """All segments of a tree in the order of reading, and the boxes that hold them (the first is the root)."""

    all: list[Segment] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    numbers: dict[HtmlElement, int] = field(default_factory=dict)  # of the boxes, by their elements
    has_overlays: bool = False  # whose text is left out

    def below(self, element: HtmlElement) -> range | None:
        """Return the boxes of an element and of all below it; None if it is no block; in document order."""
        number = self.numbers.get(element)
        return None if number is None else range(number, self.boxes[number].end)

    def line_up(self, box: int) -> dict[int, int]:
        """Return a box and those above it, each with how many levels up it is; empty for -1."""
        line: dict[int, int] = {}
        while box >= 0:
            line[box] = len(line)
            box = self.boxes[box].parent
        return line

    def characters(self, boxes: range) -> int:
        """Return how many characters the segments in these boxes have."""
        return sum(len(segment.text) for segment in self.all if segment.box in boxes)


def of_tree(tree: HtmlElement, *, with_overlays: bool = False) -> Segments:
    """Return the segments of a tree, at most ``MOST_SEGMENTS``; those of overlays only if they are asked for."""
    body = tree.find("body") if tree.tag == "html" else None
    root = tree if body is None else body
    walk = _Walk(root, None if with_overlays else Overlays(root))
    walk.block(root, "body", -1, 0, (_NEVER,) * groups.GROUPS, None)
    found = walk.found
    for box in reversed(found.boxes[1:]):  # a box stands behind its parent
        above = found.boxes[box.parent]
        above.words += box.words
        above.linked += box.linked
        above.segments += box.segments
        above.sentences += box.sentences
    return found


# a block while it is walked: the element, its tag, its box and the number of this, what was last seen above it, and
# the link around it
_Here: TypeAlias = "tuple[HtmlElement, str, int, Box, tuple[int, ...], HtmlElement | None]"


class _Walk:
    """One pass over a tree."""

    def __init__(self, root: HtmlElement, overlays: Overlays | None) -> None:
        self.found = Segments()
        self.overlays = overlays
        # kept for the time of the walk: lxml would make each of them anew whenever it is met
        self.elements = list(islice(root.iter(), _MOST_ELEMENTS))
        blocks = [element for element in self.elements if element.tag not in _NO_BLOCKS]
        self.holders = _above([element for element in blocks if element.tag not in _CELL_TAGS])
        self.holders_of_any = self.holders | _above([element for element in blocks if element.tag in _CELL_TAGS])

    def block(
        self,
        element: HtmlElement,
        tag: str,
        parent: int,
        depth: int,
        nearest: tuple[int, ...],
        link: HtmlElement | None,
    ) -> None:
        """Collect what is below a block element."""
        found = self.found
        if len(found.all) >= MOST_SEGMENTS or len(found.boxes) >= MOST_BOXES:
            return
        element_names = groups.element_names(tag, element.items())
        if element_names.is_overlay and parent >= 0 and self.overlays and self.overlays.is_overlay(element):
            found.has_overlays = True
            return
        number = len(found.boxes)
        box = Box(parent, element, element_names.signature, depth)
        found.boxes.append(box)
        found.numbers[element] = number
        if element_names.groups:
            changed = list(nearest)
            for group in element_names.groups:
                changed[group] = depth
            nearest = tuple(changed)
        here = (element, tag, number, box, nearest, link)
        if tag == "tr" and (element not in self.holders or _has_short_cells(element)):
            self.row(here)
        else:
            self.children(here)
        box.end = len(found.boxes)

    def children(self, here: _Here) -> None:
        """Collect inline text until a block begins or ends."""
        holders = self.holders_of_any
        element, _, number, box, nearest, link = here
        below, in_link = box.depth + 1, link is not None
        parts: list[str] = []
        linked = 0
        text = element.text
        if text and not text.isspace():
            parts.append(text)
            if in_link:
                linked = len(text.split())
        for child in element:
            inner = child.tag
            if inner in INLINE and (child not in holders or inner == "dfn"):
                if inner == "a":
                    parts.append(link_mark(child))
                    linked += collect(child, inner, in_link, parts)
                    parts.append(LINK_END)
                else:
                    linked += collect(child, inner, in_link, parts)
            elif inner not in SKIPPED and inner.__class__ is str:
                if parts:
                    self.flush(here, parts, linked)
                    parts, linked = [], 0
                self.block(child, inner, number, below, nearest, child if inner == "a" else link)
            text = child.tail
            if text and (parts or not text.isspace()):
                parts.append(text)
                if in_link:
                    linked += len(text.split())
        if parts:
            self.flush(here, parts, linked)

    def row(self, here: _Here) -> None:
        """A table row whose cells hold nothing but inline text is one segment."""
        parts: list[str] = []
        linked = 0
        for cell in here[0]:
            if cell.tag in _CELL_TAGS:
                if any(part.strip() for part in parts):
                    parts.append(CELLS)
                linked += collect(cell, cell.tag, False, parts)
        self.flush(here, parts, linked)

    def flush(self, here: _Here, parts: list[str], linked: int) -> None:
        """Make segments of the text that was collected: two line breaks in a row end a paragraph."""
        raw = "".join(parts)
        element, tag, number, box, nearest, link = here
        has_links, start = linked > 0, 0
        pieces = _PARAGRAPH_BREAK.split(raw) if BREAK in raw else (raw,)
        for piece in pieces:
            text = collapse_blanks(piece)
            if not text:
                continue
            words, part = count_words(text), 0
            if linked:
                blanks = text.count(" ") + text.count("\n") + 1
                part = min(linked, blanks)
                linked -= part
                part = part * words // blanks
            links = LinkedText(parts, link, start) if has_links else None
            self.found.all.append(
                Segment(tag, text, words, part, element, number, box.depth, nearest, box.signature, links)
            )
            if has_links and len(pieces) > 1:
                start += len(letters(text))
            box.words += words
            box.linked += part
            box.segments += 1
            box.sentences += words >= 8 and text[-1] in '.!?…“”"»«:)'


def _has_short_cells(row: HtmlElement) -> bool:
    """Return True if several cells hold short paragraphs or a list each, as editors make them, not layouts."""
    cells = [cell for cell in row if cell.tag in _CELL_TAGS]
    return len(cells) > 1 and all(map(_is_short_cell, cells))


def _is_short_cell(cell: HtmlElement) -> bool:
    blocks = [b.tag for b in cell.iterdescendants() if b.tag.__class__ is str and b.tag not in INLINE]
    size = sum(map(len, cell.itertext()))
    if blocks == ["p"] or _LISTS.issuperset(blocks):
        return size <= _SHORT_CELL
    return size <= _SHORT_LINES and len(blocks) <= _MOST_LINES and _LINES.issuperset(blocks)


def _above(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Return the elements that contain one of these."""
    found: set[HtmlElement] = set()
    for element in elements:
        above = element.getparent()
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return found
