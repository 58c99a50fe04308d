"""Paragraphs about the author at the end of an article: they are not part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract.article.selection import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.article.page import ArticlePage

_LAST = 6  # segments of the text, among which the first about the author stands
_FEWEST_LEFT = 3  # segments
_LONGEST_BYLINE = 12  # words of a line that names the author and is no text about somebody
_LABEL = re.compile(r"\A\W*(?:(?:about|über) (?:the author|den autor|die autorin):?\s*)?", re.IGNORECASE)
_IS = re.compile(
    r"\W(?:[^.!?]{0,24}\W)?(?:is|writes|works|worked|covers|lives|joined|founded|ist|schreibt|arbeitet|lebt|leitet)\b"
)


def without_about_author(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers up to the first of the last segments that says who the declared author is.

    A person who is named before in the text is its subject, and nothing is cut.
    """
    names = [name for name in page.author.name.split(", ") if " " in name] if page.author is not None else []
    segments = page.segments.all
    for place in range(max(_FEWEST_LEFT, len(numbers) - _LAST), len(numbers) if names else 0):
        begin = _LABEL.sub("", segments[numbers[place]].text, count=1)
        name = next((one for one in names if begin.startswith(one)), None)
        if name is None or not _IS.match(begin, len(name)):
            continue
        texts = (segments[number] for number in numbers[:place])
        if any(name in one.text and one.words > _LONGEST_BYLINE for one in texts):
            return numbers
        return _without_heading(page, numbers[:place], names)
    return numbers


def _without_heading(page: ArticlePage, numbers: list[int], names: Sequence[str]) -> list[int]:
    """Return the numbers without the headings and names of authors that they end with."""
    end = len(numbers)
    while end > _FEWEST_LEFT:
        segment = page.segments.all[numbers[end - 1]]
        if segment.tag not in HEADINGS and segment.text.strip(" :*") not in names:
            break
        end -= 1
    return numbers[:end]
