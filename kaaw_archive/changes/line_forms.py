"""Forms of lines: sentences, items of lists, labels with a fact, rows; and the lines around the sentences of a text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from kaaw_archive.changes import marks, noise
from kaaw_archive.changes.plain import words
from kaaw_archive.wordings import facts, page_words
from kaaw_archive.wordings.month_names import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_AROUND = 100  # paragraphs at each end of a text among which lines of the page are looked for
LABEL = re.compile(r"([^\W\d]\S{0,30}(?: \S{1,30}){0,3}?) ?: (?=\S)")
STROKE = re.compile(r" ?[|•·] ?")
_MOST_WORDS = 16  # of a line that is no sentence
_MOST_CALL_WORDS = 8  # of a line that ends with an exclamation mark
_MOST_CELL_WORDS = 8
_IS_SENTENCE = re.compile(r"(?<!\d\.\d)(?<!\d\.\d\d)[.:;,][\"')\]]{0,3}\Z")  # a day ends with a full stop, too
_IS_ITEM = re.compile(r"(?:[-*•·▪◦‣]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|bleibt|bleiben|is|are|was|has|have|will|est|sont|sera|seront)\b"
)
_READER = re.compile(r"\b(?:sie|ihre?|ihnen|uns|unsere?|wir|you|your|us|our|we|vous|votre|vos|nous|nos)\b")


def edges(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines without a full stop at the beginning and at the end; none of a list that a colon leads in.

    The lead of an article stands in front of the tool bar that is below it.
    """
    has_lead = bool(lines) and not is_around(lines[0]) and not lines[0].endswith(":")
    first = list(takewhile(is_around, lines[has_lead:MOST_AROUND]))
    last = list(takewhile(is_around, lines[: -MOST_AROUND - 1 : -1]))
    behind = lines[-1 - len(last)] if len(last) < len(lines) else ""
    return first, [] if behind.endswith(":") else last


@lru_cache(maxsize=10_000)
def is_around(line: str) -> bool:
    return is_open(line) or is_known(line)


def is_known(line: str) -> bool:
    """Return True for a line of a page by its words, and for a mark of change."""
    return noise.rule_of(line) is not None or marks.is_mark(line) or marks.is_note(line) or marks.is_supplement(line)


def is_item(line: str) -> bool:
    """Return True for an item of a list, with its sign or number."""
    return _IS_ITEM.match(line) is not None


def is_open(line: str) -> bool:
    """Return True for a line that is no sentence, or a call of a few words."""
    if len(line) > noise.MOST_CHARACTERS or _IS_SENTENCE.search(line):
        return False
    return len(line.split()) <= (_MOST_CALL_WORDS if line.endswith("!") else _MOST_WORDS)


def tells(line: str) -> bool:
    """Return True for a line that is of the article: an item, a fact by its label, a day, a price, a state."""
    text = noise.as_matched(line)
    if is_item(line) or facts.AMOUNT.search(text) or facts.STATE.search(text):
        return True
    if line.endswith("!") and _VERB.search(text) and not _READER.search(text):
        return True
    label = LABEL.match(text)
    if label is not None and not facts.LABELS.isdisjoint(words(label[1])):
        return True
    return any(number_of(word) is not None or page_words.is_weekday(word) for word in words(text))


def is_row(line: str) -> bool:
    """Return True for labels with strokes between them."""
    cells = STROKE.split(line)
    return len(cells) > 1 and all(len(cell.split()) <= _MOST_CELL_WORDS for cell in cells)
