"""Accordions: questions that open their answers. Each question stays with its answer, a part of them is taken whole."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.html.groups import tag_group
from kaaw_archive.extract.html.reader_view import QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segments

_NAV, _FOOTER = tag_group("nav"), tag_group("footer")
_TAKEN = 0.4  # of the words of the answers
_NEAR = 2  # segments before and behind an accordion, one of which is taken
_NEAREST = 5  # elements behind a question; the first may be its sign
_FEWEST_WORDS = 4  # of an answer


class Panel(NamedTuple):
    """A part of an accordion: the number of the question's segment, and of the first one behind its answer."""

    question: int
    end: int


def with_answers(page: ArticlePage, _: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take accordions whole of which most is taken, or which stand between what is taken; their links aside."""
    found = page.segments
    result = list(taken)
    for parts in _accordions(found):
        start, end = parts[0].question, parts[-1].end
        answers = [number for part in parts for number in range(part.question + 1, part.end)]
        words = sum(found.all[number].words for number in answers)
        is_taken = sum(found.all[number].words for number in answers if taken[number]) > _TAKEN * words
        is_between = any(taken[max(0, start - _NEAR) : start]) and any(taken[end : end + _NEAR])
        for number in answers if len(parts) > 1 and (is_taken or is_between) else ():
            result[number] = result[number] or found.all[number].linked * 2 < found.all[number].words
        for part in parts:
            if any(result[part.question + 1 : part.end]):
                result[part.question] = True
    return result


def _accordions(found: Segments) -> Iterator[list[Panel]]:
    """Yield the parts of each accordion of a page."""
    accordion: list[Panel] = []
    for number, segment in enumerate(found.all):
        if QUESTION not in segment.element.attrib or max(segment.nearest[_NAV], segment.nearest[_FOOTER]) >= 0:
            continue
        part = Panel(number, _end(found, number))
        if sum(one.words - one.linked for one in found.all[number + 1 : part.end]) < _FEWEST_WORDS:
            continue
        if accordion and accordion[-1].end != number:
            yield accordion
            accordion = []
        accordion.append(part)
    if accordion:
        yield accordion


def _end(found: Segments, question: int) -> int:
    """Return the number of the first segment that is not in the answer to a question."""
    panel = _panel(found.all[question].element)
    number = question + 1
    while number < len(found.all) and panel is not None and _is_in(found.all[number].element, panel):
        number += 1
    return number


def _panel(element: HtmlElement) -> HtmlElement | None:
    """Return the element behind a question, or behind those that hold nothing else."""
    while element is not None:
        for following in islice(element.itersiblings(), _NEAREST):
            if any(text.strip() for text in following.itertext()):
                return following
        element = element.getparent()
    return None


def _is_in(element: HtmlElement, panel: HtmlElement) -> bool:
    return element is panel or any(above is panel for above in element.iterancestors())
