"""The structure of an article: trafilatura's body tree as a list of blocks, and the text made of them.

A block is a JSON-able mapping with a ``type``: ``heading`` (``level`` 1 to 6, ``text``), ``paragraph`` (``text``),
``list`` (``items``: texts, ``is_ordered``), ``table`` (``rows``: lists of cell texts), ``quote`` (``text``),
``code`` (``text``), ``image`` (``url``, ``alt``, ``caption``, ``credit``), which is no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract.html.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    Block = Mapping[str, Any]

_BLANKS = re.compile(r"\s+")
_BREAK = "\u2028"  # a line break of the page's own, until blanks are squeezed: newlines in markup are only blanks
_PARAGRAPH = {"type": "paragraph"}


def of_body(body: _Element) -> list[Block]:
    """The blocks of the body that trafilatura made (its tags: p, head, list/item, table/row/cell, quote, lb)."""
    blocks: list[Block] = []
    _walk(body, blocks, _PARAGRAPH)
    return blocks


def text_of(blocks: Sequence[Block]) -> str:
    """One line a block, list item or table row; a block's own line breaks stay."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "table":
            lines.extend(" | ".join(cell for cell in row if cell) for row in block["rows"])
        else:
            lines.extend(_pieces(block))
    return "\n".join(lines)


def pieces_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of all blocks, list items and table cells."""
    for block in blocks:
        yield from _pieces(block)


def _pieces(block: Block) -> list[str]:
    if block["type"] == "image":
        return []
    if block["type"] == "table":
        return [cell for row in block["rows"] for cell in row if cell]
    return block["items"] if block["type"] == "list" else [block["text"]]


def _walk(element: _Element, blocks: list[Block], kind: dict[str, Any]) -> None:
    """Collect an element's inline text as a block of this kind; a block inside it closes what came before."""
    parts = [element.text or ""]
    for child in element:
        inner = _block_kind(child)
        if inner is None:
            _take_inline(child, parts)
            continue
        _close(parts, blocks, kind)
        if child.tag == "list":
            _take_list(child, blocks)
        elif child.tag == "table":
            _take_table(child, blocks)
        else:
            _walk(child, blocks, kind if inner is _PARAGRAPH else inner)
        parts = [child.tail or ""]
    _close(parts, blocks, kind)


def _close(parts: list[str], blocks: list[Block], kind: dict[str, Any]) -> None:
    if text := _squeezed(parts):
        blocks.append({**kind, "text": text})


def _block_kind(element: _Element) -> dict[str, Any] | None:
    """What an element begins, apart from inline text; None for inline elements."""
    if element.tag == "head":
        level = (element.get("rend") or "")[1:]
        return {"type": "heading", "level": int(level) if level.isdigit() else 2}
    if element.tag in ("quote", "code"):
        # <q> and <code> within a line become the same tags as <blockquote> and <pre>
        parent = element.getparent()
        is_inline = parent is not None and parent.tag in ("p", "head", "hi", "ref")
        return None if is_inline else {"type": str(element.tag)}
    return _PARAGRAPH if element.tag in ("p", "div", "list", "table") else None


def _take_inline(element: _Element, parts: list[str]) -> None:
    if element.tag == "lb":
        parts.append(_BREAK)
    elif element.tag in ("p", "item", "cell", "row", "head", "list", "table", "quote"):
        parts.append(" ")
    parts.append(element.text or "")
    for child in element:
        _take_inline(child, parts)
    if element.tag in ("p", "item", "cell", "row", "head", "list", "table"):
        parts.append(" ")
    parts.append(element.tail or "")


def _take_list(element: _Element, blocks: list[Block]) -> None:
    items = []
    for item in element.iter("item"):
        parts = [item.text or ""]
        for child in item:
            if child.tag == "list":
                parts.append(f" {child.tail or ''}")  # its items are items of their own
            else:
                _take_inline(child, parts)
        if text := _squeezed(parts).replace("\n", " "):
            items.append(text)
    if items:
        blocks.append({"type": "list", "is_ordered": element.get("rend") == "ol", "items": items})


def _take_table(element: _Element, blocks: list[Block]) -> None:
    rows = []
    for row in element.iter("row"):
        cells = []
        for cell in row.iterchildren("cell"):
            parts: list[str] = []
            _take_inline(cell, parts)
            cells.append(_squeezed(parts).replace("\n", " "))
        if any(cells):
            rows.append(cells)
    if rows:
        blocks.append({"type": "table", "rows": rows})


def _squeezed(parts: list[str]) -> str:
    return _BLANKS.sub(lambda found: "\n" if _BREAK in found[0] else " ", visible("".join(parts))).strip()
