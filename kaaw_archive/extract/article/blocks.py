"""The structure of an article: its segments as blocks, with the images among them; and the text of blocks.

A block is a JSON-able mapping with a ``type``: ``heading`` (``level`` 1 to 6, ``text``), ``paragraph`` (``text``),
``list`` (``items``: texts, ``is_ordered``), ``table`` (``rows``: lists of cell texts), ``quote`` (``text``),
``code`` (``text``), ``image`` (``url``, ``alt``, ``caption``, ``credit``), which is no text. Blocks of a PDF also have
``page``, the number of their sheet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.similarity import line_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment, Segments

    Block = Mapping[str, Any]

_HEADING = re.compile(r"h[1-6]\Z")
_MOST_IMAGES = 100  # between two segments; further ones are dropped
_END = -1  # behind the last segment
_NAME_CHARACTERS = 120
_FEWEST_WORDS = 3  # of a line that is remembered beside the text


def without_names_of_images(_: object, blocks: Sequence[Block]) -> list[Block]:
    """Remove short lines that only repeat the alternative text or file name of an image (editors of Joomla)."""
    images = [block for block in blocks if block["type"] == "image"]
    names = {_plain(text) for block in images for text in (block["alt"], _stem(block["url"]))} - {""}
    return [
        block
        for block in blocks
        if block["type"] != "paragraph"
        or len(block["text"]) > _NAME_CHARACTERS
        or not names
        or _plain(block["text"]) not in names
    ]


def _stem(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/")[2].rpartition(".")[0]


def _plain(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", text or "").lower()


def lines_beside(page: ArticlePage) -> tuple[int, ...]:
    """Return digests of the lines that the page shows outside the text: if one is in it later, it is not new."""
    texts = (segment.text for segment in page.segments.all if segment.words >= _FEWEST_WORDS)
    shown = {line for text in texts for line in text.splitlines()}
    taken = set(page.body.text.splitlines())
    # lines that differ may have one digest: by their letters, or by chance
    return tuple(sorted({*map(line_digest, shown - taken)}.difference(map(line_digest, taken))))


def common_element_of_segments(found: Segments, numbers: Sequence[int]) -> HtmlElement:
    """Return the smallest element that holds all these segments (at least one)."""
    first, *others = (found.all[number].element for number in numbers)
    return common_element(first, *others)


def common_element(first: HtmlElement, *others: HtmlElement) -> HtmlElement:
    """Return the smallest element that holds all of these."""
    common = _line(first)
    for other in others:
        size = 0
        for mine, theirs in zip(common, _line(other), strict=False):
            if mine is not theirs:
                break
            size += 1
        common = common[:size]
    return common[-1]


def _line(element: HtmlElement) -> list[HtmlElement]:
    return [*reversed(list(element.iterancestors())), element]


def blocks_of(page: ArticlePage, numbers: list[int]) -> list[Block]:
    """Return these segments as blocks in order, and the images from the headline, or the first of them, to the last."""
    found = page.segments
    blocks: list[Block] = []
    group: HtmlElement | None = None  # the list or table that the last block is of
    item: HtmlElement | None = None
    images = _images_before(page, numbers)
    for place in numbers:
        segment = found.all[place]
        if waiting := images.get(place):
            blocks.extend(waiting)
            group = None
        kind, holder = _kind(segment)
        # rows or items without a table or list around them are joined, too: their holders are None
        goes_on = bool(blocks) and blocks[-1]["type"] == kind and group is holder
        if kind == "list" and goes_on:
            _add_item(blocks[-1], segment, item)
        elif kind == "table" and goes_on:
            blocks[-1]["rows"].append(_cells(segment.element))
        else:
            blocks.append(_block(kind, segment, holder))
        group, item = holder, _above(segment.element, "li")
    return [*blocks, *images.get(_END, ())]


def _kind(segment: Segment) -> tuple[str, HtmlElement | None]:
    """Return the type of a segment's block, and the element that holds the whole block if it has several segments."""
    if _HEADING.match(segment.tag):
        return "heading", None
    if segment.tag == "tr":
        return "table", _above(segment.element, "table")
    if segment.tag == "pre":
        return "code", None
    for above in (segment.element, *segment.element.iterancestors()):
        if above.tag == "li":
            return "list", _above(above, "ul", "ol", "menu")
        if above.tag == "blockquote":
            return "quote", None
        if above.tag in ("article", "main", "body", "table", "section"):
            break
    return "paragraph", None


def _block(kind: str, segment: Segment, holder: HtmlElement | None) -> Block:
    if kind == "heading":
        return {"type": kind, "level": int(segment.tag[1]), "text": segment.text}
    if kind == "list":
        is_ordered = holder is not None and holder.tag == "ol"
        return {"type": kind, "is_ordered": is_ordered, "items": [segment.text.replace("\n", " ")]}
    if kind == "table":
        return {"type": kind, "rows": [_cells(segment.element)]}
    return {"type": kind, "text": segment.text}


def _add_item(block: Block, segment: Segment, item: HtmlElement | None) -> None:
    text = segment.text.replace("\n", " ")
    if item is not None and _above(segment.element, "li") is item:
        block["items"][-1] += f" {text}"
    else:
        block["items"].append(text)


def _cells(row: HtmlElement) -> list[str]:
    """Return the texts of the cells; a row whose text stands in none of them is one cell."""
    cells = [text_of(cell) or "" for cell in row if cell.tag in ("td", "th")]
    return cells if any(cells) else [text_of(row) or ""]


def _above(element: HtmlElement, *tags: str) -> HtmlElement | None:
    return next((above for above in (element, *element.iterancestors()) if above.tag in tags), None)


def _images_before(page: ArticlePage, numbers: list[int]) -> dict[int, list[Block]]:
    """Return the images up to the last segment, by the number of the segment that each stands before."""
    starts: dict[HtmlElement, int] = {}
    for place in numbers:
        starts.setdefault(page.segments.all[place].element, place)
    images: dict[int, list[Block]] = {}
    waiting: list[Block] = []
    scope, opener = page.picture_scope(numbers)
    inner = common_element_of_segments(page.segments, numbers)
    is_open = opener is None
    for element in scope.iter():
        is_open = is_open or element is opener or element is inner
        if (number := starts.get(element)) is not None and waiting:
            images[number] = waiting
            waiting = []
        if element.tag == "img" and is_open and len(waiting) < _MOST_IMAGES and (picture := page.picture(element)):
            waiting.append(picture)
    if page.keeps_last_pictures:
        images[_END] = waiting
    return images


def text_of_blocks(blocks: Sequence[Block]) -> str:
    """Return one line a block, list item or table row; a block's own line breaks stay."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "table":
            lines.extend(" | ".join(cell for cell in row if cell) for row in block["rows"])
        else:
            lines.extend(_pieces(block))
    return "\n".join(lines)


def pieces_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the texts of all blocks, list items and table cells."""
    for block in blocks:
        yield from _pieces(block)


def _pieces(block: Block) -> list[str]:
    if block["type"] == "image":
        return []
    if block["type"] == "table":
        return [cell for row in block["rows"] for cell in row if cell]
    return block["items"] if block["type"] == "list" else [block["text"]]
