"""From how likely each segment is to what is taken: thresholds, gaps, headings without a text, whole tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.extract.article import filters
from kaaw_archive.extract.html.groups import tag_group
from kaaw_archive.extract.html.segments import CELLS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from kaaw_archive.extract.html.segments import Segments

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_TAKEN = 0.5
_TAKEN_IN_PART = 0.4
_SHARE_OF_HIGHEST = 0.6
_LEAST = 0.2  # below which nothing is an article: the labels of a form
_ANNOUNCED_WORDS = 12
_BETWEEN = 0.35  # enough for what stands between two that are taken
_HEADING_BEFORE = 0.3  # enough for a heading whose text is taken
_HEADING_WITHIN = 0.03  # and for one between two paragraphs of one row
_HEADING_ALONE = 0.8  # what a heading needs without a text behind it
_LEAD_OUTSIDE = 0.6  # what a lead needs that stands in front of the system's article element
_LEAD_REACH = 10  # segments in front of it
_FEWEST_ROWS = 3  # of a table of data
_TABLE = 0.4  # what the rows of a table of data need together
_MAIN = tag_group("main")
_UNSURE = (0.15, 0.85)
_MOST_UNSURE = 0.2  # of the words; from 0.07 to 0.2 every figure of the bench stays or grows, with half the votes
_FEWEST_WORDS = 60


def chosen(found: Segments, judged: Sequence[float], part: range | None, head: int | None) -> list[int]:
    """The numbers of the segments that make the article, in the order of reading. ``head``: that with the headline."""
    able = _inside(found, judged, part, head)
    if head is not None:
        able = [
            is_able and not is_other
            for is_able, is_other in zip(able, filters.of_others(found, judged, head), strict=True)
        ]
    judged = [value if is_able else 0.0 for value, is_able in zip(judged, able, strict=True)]
    enough = _enough(judged, part)
    taken = [value >= enough and number != head for number, value in enumerate(judged)]
    taken = _smoothed(found, judged, taken)
    taken = _with_announced(found, _with_whole_lists(found, _with_whole_tables(found, judged, taken)), head)
    numbers = [number for number, is_taken in enumerate(taken) if is_taken]
    return filters.pruned(found, numbers, head)


def _is_bare(found: Segments, number: int, holding: Container[int]) -> bool:
    segment = found.all[number]
    box = found.boxes[segment.box]
    return box.signature == "p." and box.parent in holding and segment.nearest[_MAIN] >= 0


def without_banner(found: Segments, numbers: list[int], head: int) -> list[int]:
    """Without what stands above the headline, where most stands below it: notices to all visitors of a site.

    Bare paragraphs stay that stand side by side with what holds the headline, not in a box of their own.
    """
    holding = found.line_up(found.all[head].box)
    below = [number for number in numbers if number >= head or _is_bare(found, number, holding)]
    words = sum(found.all[number].words for number in numbers)
    return below if sum(found.all[number].words for number in below) > words / 2 else numbers


def is_unsure(found: Segments, judged: Sequence[float]) -> bool:
    """Whether another opinion is worth its time: many words are neither surely taken nor surely left."""
    sure = sum(s.words for s, value in zip(found.all, judged, strict=True) if value > _UNSURE[1])
    unsure = sum(s.words for s, value in zip(found.all, judged, strict=True) if _UNSURE[0] < value <= _UNSURE[1])
    return unsure > _MOST_UNSURE * (sure + unsure) or sure < _FEWEST_WORDS


def _enough(judged: Sequence[float], part: range | None) -> float:
    """The threshold: lower in an article element that the content system is known by, and where nothing is sure."""
    highest = max(judged, default=0.0)
    usual = _TAKEN_IN_PART if part is not None else _TAKEN
    return max(_LEAST, min(usual, _SHARE_OF_HIGHEST * highest))


def _inside(found: Segments, judged: Sequence[float], part: range | None, head: int | None) -> list[bool]:
    """Whether a segment may be taken: all where no article element is known; else also a lead in front of it."""
    if part is None:
        return [True] * len(found.all)
    first = next((number for number, segment in enumerate(found.all) if segment.box in part), len(found.all))
    start = max(first - _LEAD_REACH, head + 1 if head is not None else first)
    return [
        segment.box in part or (start <= number < first and judged[number] >= _LEAD_OUTSIDE)
        for number, segment in enumerate(found.all)
    ]


def _with_announced(found: Segments, taken: list[bool], head: int | None) -> list[bool]:
    """A short paragraph after one of its row that is taken and ends with a colon: an address of mail alone, a day."""
    result = list(taken)
    for number, segment in enumerate(found.all[1:], 1):
        if (
            not taken[number]
            and number != head
            and result[number - 1]
            and segment.words <= _ANNOUNCED_WORDS
            and found.all[number - 1].text.endswith(":")
            and _row_of(found, number) == _row_of(found, number - 1)
        ):
            result[number] = True
    return result


def _row_of(found: Segments, number: int) -> tuple[int, str]:
    box = found.boxes[found.all[number].box]
    return box.parent, box.signature


def _smoothed(found: Segments, judged: Sequence[float], taken: list[bool]) -> list[bool]:
    result = list(taken)
    last = len(taken) - 1
    for number, segment in enumerate(found.all):
        before, after = number > 0 and taken[number - 1], number < last and taken[number + 1]
        is_heading = segment.tag in HEADINGS
        if not taken[number]:
            is_between = before and after and judged[number] >= _BETWEEN
            enough = _HEADING_BEFORE
            if before and is_heading and after and _row_of(found, number - 1)[0] == _row_of(found, number + 1)[0]:
                enough = _HEADING_WITHIN
            if is_between or (is_heading and after and judged[number] >= enough):
                result[number] = True
        elif is_heading and judged[number] < _HEADING_ALONE and not any(taken[number + 1 : number + 3]):
            result[number] = False
    return result


def _with_whole_tables(found: Segments, judged: Sequence[float], taken: list[bool]) -> list[bool]:
    """Tables of data whole or not at all: their rows look alike, and one near the threshold comes and goes."""
    tables: dict[object, list[int]] = {}
    for number, segment in enumerate(found.all):
        if segment.tag == "tr" and CELLS in segment.text:
            tables.setdefault(next(segment.element.iterancestors("table"), None), []).append(number)
    result = list(taken)
    for rows in tables.values():
        if len(rows) >= _FEWEST_ROWS:
            words = sum(found.all[number].words for number in rows)
            worth = sum(found.all[number].words * judged[number] for number in rows)
            for number in rows:
                result[number] = worth >= _TABLE * words
    return result


def _with_whole_lists(found: Segments, taken: list[bool]) -> list[bool]:
    """Lists of which most is taken, whole: the last item of three words looks like nothing alone."""
    lists: dict[int, list[int]] = {}
    for number, segment in enumerate(found.all):
        if segment.tag == "li" and segment.linked * 2 < segment.words:
            lists.setdefault(found.boxes[segment.box].parent, []).append(number)
    result = list(taken)
    for items in lists.values():
        words = sum(found.all[number].words for number in items)
        if 2 * sum(found.all[number].words for number in items if taken[number]) > words:
            for number in items:
                result[number] = True
    return result
