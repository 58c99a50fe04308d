"""Galleries among the text: slides that are counted ("2/6") have captions, and captions are no text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract.article import blocks

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_FEWEST = 3  # slides
_COUNTER = re.compile(r"\A(\d{1,3})\s?(?:/|von|of)\s?(\d{1,3})(?![\d.,])")
_CREDIT = re.compile(
    r"\A\W*(?:bild(?:quelle|nachweis)?|fotos?|photos?|grafik|abbildung|©|\(c\))(?:\s?:|\s)", re.IGNORECASE
)
_MOST_OF_CREDIT = 15  # words
_MOST_OF_TEXT = 0.5  # of the words, in slides: what is more is the text


def without_slides(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Remove the slides of a gallery, and lines below a picture of their own paragraph that say who made it."""
    found = page.segments
    rest = [number for number in numbers if not _is_credit(found.all[number])]
    counted: dict[str, list[int]] = {}
    for number, segment in enumerate(found.all):
        if (counter := _COUNTER.match(segment.text)) is not None and int(counter[1]) == len(
            counted.setdefault(counter[2], [])
        ) + 1:
            counted[counter[2]].append(number)
    for count, slides in counted.items():
        if len(slides) >= _FEWEST and len(slides) == int(count):
            rest = _without(page, rest, slides)
    return rest or numbers


def _without(page: ArticlePage, numbers: list[int], slides: list[int]) -> list[int]:
    home = blocks.common_element_of_segments(page.segments, slides)
    rest = [n for n in numbers if not any(above is home for above in _line(page.segments.all[n]))]
    words = sum(page.segments.all[number].words for number in numbers)
    return rest if sum(page.segments.all[number].words for number in rest) > _MOST_OF_TEXT * words else numbers


def _line(segment: Segment) -> list[object]:
    return [segment.element, *segment.element.iterancestors()]


def _is_credit(segment: Segment) -> bool:
    is_short = segment.words <= _MOST_OF_CREDIT and _CREDIT.match(segment.text) is not None
    return is_short and segment.element.find(".//img") is not None
