"""The structure of an article: its segments as blocks (see ``blocks``), with the images that stand among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from kaaw_archive.extract.article.images import of_element
from kaaw_archive.extract.html.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.html.segments import Segment, Segments

_HEADING = re.compile(r"h[1-6]\Z")
_MOST_IMAGES = 100
_NAME_CHARACTERS = 120


def without_names(blocks: Sequence[Block], images: Iterable[HtmlElement] = ()) -> list[Block]:
    """Without short lines that only repeat the alternative text, title or file name of an image (editors of Joomla).

    ``images`` are looked at beside those among the blocks.
    """
    own = [(block["alt"], block["url"]) for block in blocks if block["type"] == "image"]
    more = [(image.get(name), image.get("src") or "") for image in images for name in ("alt", "title")]
    names = {_plain(text) for name, url in (*own, *more) for text in (name, _stem(url))} - {""}
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


def home(found: Segments, numbers: Sequence[int]) -> HtmlElement:
    """The smallest element that holds all these segments (at least one)."""
    first, *others = (found.all[number].element for number in numbers)
    return _common(first, *others)


def _common(first: HtmlElement, *others: HtmlElement) -> HtmlElement:
    """The smallest element that holds all of these."""
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


def of_segments(found: Segments, numbers: Sequence[int], base: str, head: HtmlElement | None = None) -> list[Block]:
    """The blocks of these segments in order, and the images from the headline, or the first of them, to the last."""
    blocks: list[Block] = []
    group: HtmlElement | None = None  # the list or table that the last block is of
    item: HtmlElement | None = None
    images = _images_before(found, numbers, base, head)
    for place in numbers:
        segment = found.all[place]
        if waiting := images.get(place):
            blocks.extend(waiting)
            group = None
        kind, holder = _kind(segment)
        # where the markup names no list or table, what follows each other is one
        goes_on = bool(blocks) and blocks[-1]["type"] == kind and group is holder
        if kind == "list" and goes_on:
            _add_item(blocks[-1], segment, item)
        elif kind == "table" and goes_on:
            blocks[-1]["rows"].append(_cells(segment.element))
        else:
            blocks.append(_block(kind, segment, holder))
        group, item = holder, _above(segment.element, "li")
    return blocks


def _kind(segment: Segment) -> tuple[str, HtmlElement | None]:
    """What block a segment belongs to, and the element that holds the whole of it where it is one of several."""
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
    """The texts of the cells; a row whose text stands in none of them is one cell."""
    cells = [text_of(cell) or "" for cell in row if cell.tag in ("td", "th")]
    return cells if any(cells) else [text_of(row) or ""]


def _above(element: HtmlElement, *tags: str) -> HtmlElement | None:
    return next((above for above in (element, *element.iterancestors()) if above.tag in tags), None)


def _images_before(
    found: Segments, numbers: Sequence[int], base: str, head: HtmlElement | None
) -> dict[int, list[dict[str, Any]]]:
    """The images up to the last segment, each with the number of the segment that it stands before.

    They begin behind the headline where that stands in front of the text, else with the element that holds the text.
    """
    starts: dict[HtmlElement, int] = {}
    for place in numbers:
        starts.setdefault(found.all[place].element, place)
    images: dict[int, list[dict[str, Any]]] = {}
    waiting: list[dict[str, Any]] = []
    inner = home(found, numbers)
    is_open = head is None or head in starts
    for element in (inner if is_open or head is None else _common(inner, head)).iter():
        is_open = is_open or element is head or element is inner
        if (number := starts.get(element)) is not None and waiting:
            images[number] = waiting
            waiting = []
        if element.tag == "img" and is_open and len(waiting) < _MOST_IMAGES and (picture := of_element(element, base)):
            waiting.append(picture)
    return images
