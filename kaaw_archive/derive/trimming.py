"""Trimming: take lines off the ends of an article's structure, as they are taken off its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Block = Mapping[str, Any]

_PARTS = {"list": "items", "table": "rows"}  # blocks each part of which is a line


def without_lines(structure: Sequence[Block], first: int, last: int) -> tuple[Block, ...]:
    """Return the blocks without the first and the last so many lines of their text; images at the ends stay.

    >>> without_lines([{"type": "list", "items": ["a", "b"]}, {"type": "paragraph", "text": "c"}], 1, 1)
    ({'type': 'list', 'items': ['b']},)
    """
    blocks = _without_first(list(structure), first)
    return tuple(reversed(_without_first(list(reversed(blocks)), last, is_backwards=True)))


def _without_first(blocks: list[Block], lines: int, *, is_backwards: bool = False) -> list[Block]:
    rest: list[Block] = []
    for block in blocks:
        count = _count(block)
        if count == 0 or lines == 0:
            rest.append(block)
        elif count > lines:
            rest.append(_shortened(block, lines, is_backwards=is_backwards))
            lines = 0
        else:
            lines -= count
    return rest


def _count(block: Block) -> int:
    """Return the number of lines of the text that a block has (see ``blocks.text_of`` of the extractor)."""
    if block["type"] == "image":
        return 0
    return len(block[_PARTS[block["type"]]]) if block["type"] in _PARTS else block["text"].count("\n") + 1


def _shortened(block: Block, lines: int, *, is_backwards: bool) -> Block:
    name = _PARTS.get(block["type"], "text")
    parts = block[name] if name != "text" else block["text"].split("\n")
    kept = parts[:-lines] if is_backwards else parts[lines:]
    return {**block, name: kept if name != "text" else "\n".join(kept)}
