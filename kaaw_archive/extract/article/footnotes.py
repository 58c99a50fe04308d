"""Footnotes: what a mark in the text ("[1]", "²", "*") leads to on the same page belongs to the text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract.html.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3}|[ivx]{1,5}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})[\])]?", re.IGNORECASE)
_LONGEST_MARK = 8  # characters
_LEVELS = 3  # from a segment up to the element that a mark leads to
_MOST_WORDS = 150  # of a note


def with_footnotes(page: ArticlePage, _: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take the notes that marks in the text lead to; one whose number is a heading of its own stands behind it."""
    found = page.segments.all
    targets = {
        target
        for number, segment in enumerate(found)
        if taken[number] and segment.linked
        for target in _targets(segment.element)
    }
    result = list(taken)
    for number, segment in enumerate(found) if targets else ():
        if taken[number] or page.of_others[number] or not targets.intersection(_ids(segment)):
            continue
        is_number = _MARK.fullmatch(segment.text) is not None
        note = number + 1 if is_number and number + 1 < len(found) else number
        result[note] = result[note] or found[note].words <= _MOST_WORDS
    return result


def _targets(element: HtmlElement) -> Iterator[str]:
    """Yield the ids that marks in an element lead to."""
    for anchor in element.iter("a"):
        href = anchor.get("href") or ""
        if href.startswith("#"):
            text = text_of(anchor) or ""
            if len(text) <= _LONGEST_MARK and _MARK.fullmatch(text):
                yield href[1:]


def _ids(segment: Segment) -> Iterator[str]:
    """Yield the ids of the element of a segment, of those in it and of the next ones above it."""
    near = (*segment.element.iter(), *islice(segment.element.iterancestors(), _LEVELS))
    for element in near if segment.words <= _MOST_WORDS else ():
        if name := element.get("id") or element.get("name"):
            yield name
