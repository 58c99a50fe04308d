"""Lines to blocks: paragraphs with their broken words joined, headings by size and weight, lists, rows of tables.

A block is as in ``blocks``, with the ``page`` on which it begins.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.pdf.order import Line

_LARGER = 1.12  # than the letters of the text: a heading
_HEADING_CHARACTERS, _HEADING_LINES = 250, 4
_MOST_LEVELS = 6
_APART = 1.3  # usual distances between lines: a new paragraph
_INDENT = 6.0  # points
_MARK = re.compile(r"(?:[•‣▪■●○◦–—*\uf0b7\uf0a7-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s")
_ENDS = re.compile(r"[.!?:;…][\"'»“”’)\]]*\Z")
_BROKEN = re.compile(r"(?:[^\W\d_]|\d)[-\u2010]\Z")
_FIRST_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"(?<![\w-])[\w-]+\Z")
_KEPT_BEFORE = re.compile(r"(?:und|oder|bzw|sowie|als|and|or|et|ou)\b")  # "Haupt- und Nebenräume"
_LONGEST_WORD = 80
_SHOUTED = re.compile(r"(?<![A-ZÄÖÜ])[A-ZÄÖÜ]{4,}\Z")  # a word in capitals; shorter ones are names ("EU-DSGVO")


def blocks_of(pages: Sequence[tuple[int, Sequence[Line]]]) -> list[dict[str, Any]]:
    """Return the blocks of all pages, given with their numbers; a word broken at the end of a page is whole on the
    first.
    """
    lines = [line for _, page in pages for line in page]
    if not lines:
        return []
    style = _Style(lines)
    blocks: list[dict[str, Any]] = []
    for number, page in pages:
        made = [_block(group, style, number) for group in _groups(page, style)]
        blocks += _in_lists_and_tables(made)
    _complete_words(blocks, style)
    return blocks


class _Style:
    """Style of a document: how its text is set, and which words it has."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        bold = 0
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
            bold += len(line.text) if line.is_bold else 0
        self.size = sizes.most_common(1)[0][0]
        self.is_bold = bold * 2 > sizes.total()
        down = [above.y - below.y for above, below in pairwise(lines) if self.is_usual(above) and self.is_usual(below)]
        steps = [step for step in down if 0.8 * self.size < step < 2.5 * self.size]
        self.step = median(steps) if steps else 1.25 * self.size
        larger = {round(line.size) for line in lines if line.size >= _LARGER * self.size}
        self.levels = {size: level for level, size in enumerate(sorted(larger, reverse=True), 1)}
        self.words = {
            word.lower() for line in lines for word in re.findall(r"(?<![\w-])[\w-]++(?=[\s.,;:!?)])", f"{line.text} ")
        }

    def is_usual(self, line: Line) -> bool:
        return abs(line.size - self.size) < 0.6

    def level(self, line: Line) -> int | None:
        """Return the level of the heading that a line may be; None for text."""
        if line.size >= _LARGER * self.size:
            return min(self.levels[round(line.size)], _MOST_LEVELS)
        return min(len(self.levels) + 1, _MOST_LEVELS) if line.is_bold and not self.is_bold else None


def _groups(page: Sequence[Line], style: _Style) -> list[list[Line]]:
    groups: list[list[Line]] = []
    widest = max((line.x1 for line in page), default=0.0)
    for line in page:
        if groups and _goes_on(groups[-1], line, style, widest):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: list[Line], line: Line, style: _Style, widest: float) -> bool:
    """Return True if a line belongs to the paragraph, heading or list item of the lines before it."""
    last = group[-1]
    if line.cells or last.cells or _MARK.match(line.text):
        return False
    if abs(line.size - last.size) > 0.6 or (style.level(line) is None) != (style.level(last) is None):
        return False
    step = last.y - line.y
    if step < 0:  # the top of the next column
        return bool(_BROKEN.search(last.text[-2:])) or not (_ENDS.search(last.text[-4:]) or style.level(line))
    if step > _APART * max(style.step, 1.15 * line.size):
        return False
    is_item = _MARK.match(group[0].text)
    if not is_item and line.x0 > last.x0 + _INDENT and len(group) > 1:
        return False
    if is_item and line.x0 < group[0].x0 + 2 and _ENDS.search(last.text[-4:]):
        return False
    return not (_ENDS.search(last.text[-4:]) and _would_have_fit(last, line, widest))


def _would_have_fit(last: Line, line: Line, widest: float) -> bool:
    """Return True if the first word of a line had room in the line above: that one was ended on purpose."""
    word = line.text.split(" ", 1)[0]
    return last.x1 + len(word) * 0.6 * line.size < min(widest, max(last.x1, line.x1) + 20 * line.size)


def _block(group: list[Line], style: _Style, page: int) -> dict[str, Any]:
    text = join_lines([line.text for line in group], style.words)
    level = style.level(group[0])
    if group[0].cells:
        return {"type": "table", "rows": [list(group[0].cells)], "page": page}
    is_short = len(group) <= _HEADING_LINES and len(text) <= _HEADING_CHARACTERS
    is_large = group[0].size >= _LARGER * style.size
    if level and is_short and re.search(r"[^\W\d_]", text) and (is_large or not re.search(r"[.,;]\Z", text)):
        return {"type": "heading", "level": level, "text": text, "page": page}
    if mark := _MARK.match(text):
        is_ordered = bool(_NUMBER.match(text))
        return {
            "type": "list",
            "is_ordered": is_ordered,
            "items": [text if is_ordered else text[mark.end() :]],
            "page": page,
        }
    return {"type": "paragraph", "text": text, "page": page}


def _in_lists_and_tables(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join items that follow each other to a list, rows to a table; a single row is a line with gaps."""
    result: list[dict[str, Any]] = []
    for block in blocks:
        last = result[-1] if result else None
        for name in ("items", "rows"):
            if last and name in block and name in last and last.get("is_ordered") == block.get("is_ordered"):
                last[name] += block[name]
                break
        else:
            result.append(block)
    for place, block in enumerate(result):
        if block["type"] == "table" and len(block["rows"]) == 1:
            result[place] = {"type": "paragraph", "text": " ".join(block["rows"][0]), "page": block["page"]}
    return result


def _complete_words(blocks: list[dict[str, Any]], style: _Style) -> None:
    for block, following in pairwise(blocks):
        if block["page"] < following["page"] and block["type"] == following["type"] == "paragraph":
            first, _, rest = following["text"].partition(" ")
            if rest and _BROKEN.search(block["text"][-2:]) and first[:1].islower() and not _KEPT_BEFORE.match(first):
                block["text"] = join_lines([block["text"], first], style.words)
                following["text"] = rest


def join_lines(lines: Sequence[str], words: set[str] | frozenset[str] = frozenset()) -> str:
    """Join lines to one, with words that were broken at their ends made whole; ``words`` are those of the document.

    >>> joined(["die Verwal-", "tung, das E-Government-", "Gesetz, Haupt-", "und Nebenräume"])
    'die Verwaltung, das E-Government-Gesetz, Haupt- und Nebenräume'
    """
    parts = [lines[0]]
    for above, line in pairwise(lines):
        if _BROKEN.search(above[-2:]):
            keeps_hyphen, blank = _at_break(above, line, words)
            parts[-1] = parts[-1] if keeps_hyphen else parts[-1][:-1]
        else:
            blank = " "
        parts += [blank, line]
    return "".join(parts)


def _at_break(above: str, line: str, words: set[str] | frozenset[str]) -> tuple[bool, str]:
    """Return True if the hyphen at the end of a line is the word's own, and what stands between the lines."""
    first, last = _FIRST_WORD.match(line), _LAST_WORD.search(above[-_LONGEST_WORD:])
    if first is None or last is None or _KEPT_BEFORE.match(line):
        return True, " "
    broken, rest = last[0].lower(), first[0].lower()
    if broken + rest in words:
        return True, ""
    if broken[:-1] + rest in words:
        return False, ""
    is_one_word = first[0][0].islower() or (first[0].isupper() and len(rest) > 1 and _SHOUTED.search(last[0][:-1]))
    return not is_one_word or above[-2].isdigit(), ""
