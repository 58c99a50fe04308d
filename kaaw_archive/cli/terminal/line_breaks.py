"""Places where a terminal's lines are broken: at blanks only, so that an address can be copied as a whole."""

from __future__ import annotations

import itertools
import re

from rich.cells import cell_len

_WORD = re.compile(r"\S+\s*")


def break_offsets(text: str, width: int) -> list[int]:
    """Return the offsets at which lines after the first begin, so that each fits into ``width`` columns if it can.

    A word longer than the width, such as an address, has a line of its own.

    >>> break_offsets("see https://www.example.org/a there", 12)
    [4, 30]
    """
    offsets: list[int] = []
    used = len(text) - len(text.lstrip())
    for word in _WORD.finditer(text):
        if used and word.start() and used + cell_len(word[0].rstrip()) > width:
            offsets.append(word.start())
            used = 0
        used += cell_len(word[0])
    return offsets


def broken(text: str, width: int) -> list[str]:
    """Return the lines of a text, without the blanks at their ends; none for an empty text."""
    bounds = [0, *break_offsets(text, width), len(text)]
    return [line for begin, end in itertools.pairwise(bounds) if (line := text[begin:end].rstrip())]
