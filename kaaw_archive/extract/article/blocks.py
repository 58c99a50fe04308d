"""The structure of an article as a list of blocks, and the text made of them.

A block is a JSON-able mapping with a ``type``: ``heading`` (``level`` 1 to 6, ``text``), ``paragraph`` (``text``),
``list`` (``items``: texts, ``is_ordered``), ``table`` (``rows``: lists of cell texts), ``quote`` (``text``),
``code`` (``text``), ``image`` (``url``, ``alt``, ``caption``, ``credit``), which is no text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Block = Mapping[str, Any]


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
