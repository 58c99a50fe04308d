"""From how likely each segment is to what is taken: thresholds, gaps, headings without a text, what stands twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive.extract.segments import CELLS
from kaaw_archive.extract.votes import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.extract.segments import Segments

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_TAKEN = 0.5
_TAKEN_IN_PART = 0.4
_SHARE_OF_HIGHEST = 0.6
_BROTHER = 0.25
_BROTHER_WORDS = 5
_BETWEEN = 0.35  # enough for what stands between two that are taken
_HEADING_BEFORE = 0.3  # enough for a heading whose text is taken
_HEADING_ALONE = 0.8  # what a heading needs without a text behind it
_LEAD_OUTSIDE = 0.6  # what a lead needs that stands in front of the system's article element
_LEAD_REACH = 10  # segments in front of it
_LONG_REPEAT = 50  # letters: what is as long and stands twice is a gallery's or a print view's repetition
_ENTRY_LEVELS = 5  # above the headline
_ENTRY_REACH = 3_000  # boxes behind it
_ENTRY_WORDS = 30
_FEWEST_ROWS = 3  # of a table of data
_TABLE = 0.4  # what the rows of a table of data need together
_MAIN = 7  # of ``groups.TAG_GROUPS``
_UNSURE = (0.15, 0.85)
_MOST_UNSURE = 0.2  # of the words; from 0.07 to 0.2 every figure of the bench stays or grows, with half the votes
_FEWEST_WORDS = 60


def chosen(found: Segments, judged: Sequence[float], part: range | None, head: int | None) -> list[int]:
    """The numbers of the segments that make the article, in the order of reading. ``head``: that with the headline."""
    able = _inside(found, judged, part, head)
    judged = [value if is_able else 0.0 for value, is_able in zip(judged, able, strict=True)]
    enough = _enough(judged, part)
    taken = [value >= enough and number != head for number, value in enumerate(judged)]
    taken = _smoothed(found, judged, _with_brothers(found, judged, taken, head))
    taken = _with_whole_tables(found, judged, taken)
    numbers = [number for number, is_taken in enumerate(taken) if is_taken]
    return _without_repeats(found, _of_one_entry(found, numbers, head) if head is not None else numbers)


def _above(found: Segments, box: int) -> Iterator[int]:
    while box >= 0:
        yield box
        box = found.boxes[box].parent


def _is_bare(found: Segments, number: int, holding: set[int]) -> bool:
    segment = found.all[number]
    box = found.boxes[segment.box]
    return box.signature == "p." and box.parent in holding and segment.nearest[_MAIN] >= 0


def without_banner(found: Segments, numbers: list[int], head: int) -> list[int]:
    """Without what stands above the headline, where most stands below it: notices to all visitors of a site.

    Bare paragraphs stay that stand side by side with what holds the headline, not in a box of their own.
    """
    holding = set(_above(found, found.all[head].box))
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
    return min(_TAKEN_IN_PART if part is not None else _TAKEN, _SHARE_OF_HIGHEST * highest)


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


def _with_brothers(found: Segments, judged: Sequence[float], taken: list[bool], head: int | None) -> list[bool]:
    """Paragraphs that stand in one row with two that are taken: a short sentence looks like nothing alone."""
    parents = Counter(_row_of(found, number) for number, is_taken in enumerate(taken) if is_taken)
    result = list(taken)
    for number, segment in enumerate(found.all):
        if (
            not taken[number]
            and segment.tag == "p"
            and segment.words >= _BROTHER_WORDS
            and segment.linked <= segment.words // 4
            and judged[number] >= _BROTHER
            and (head is None or number > head)
            and segment.text[-1] in '.!?“”"»«'
            and parents[_row_of(found, number)] > 1
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
            if is_between or (is_heading and after and judged[number] >= _HEADING_BEFORE):
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


def _of_one_entry(found: Segments, numbers: list[int], head: int) -> list[int]:
    """Without the other entries of a list, where the headline stands in one of them: blogs go on with the next post.

    An entry is a box among brothers of its kind, each with a heading and a text of its own.
    """
    box = found.all[head].box
    for _ in range(_ENTRY_LEVELS):
        parent = found.boxes[box].parent
        if parent < 0:
            return numbers
        mine = found.boxes[box]
        brothers = [
            number
            for number in range(parent + 1, min(len(found.boxes), box + _ENTRY_REACH))
            if found.boxes[number].parent == parent
            and number != box
            and found.boxes[number].signature == mine.signature
        ]
        if (
            brothers
            and mine.words >= _ENTRY_WORDS
            and (not mine.signature.endswith(".") or mine.signature.startswith("article"))
        ):
            others = [range(number, found.boxes[number].end) for number in brothers]
            apart = [boxes for boxes in others if _is_entry(found, boxes, found.all[head].tag)]
            if apart:
                return [n for n in numbers if not any(found.all[n].box in boxes for boxes in apart)]
        box = parent
    return numbers


def _is_entry(found: Segments, boxes: range, tag: str) -> bool:
    return found.boxes[boxes.start].words >= _ENTRY_WORDS and any(
        segment.tag == tag and segment.box in boxes for segment in found.all
    )


def _without_repeats(found: Segments, numbers: list[int]) -> list[int]:
    seen = ""
    rest = []
    for number in numbers:
        letters = compact(found.all[number].text)
        is_repeat = len(letters) >= _LONG_REPEAT and (
            letters in seen or (len(seen) > 4 * _LONG_REPEAT and seen in letters)
        )
        if not is_repeat:
            seen += letters
            rest.append(number)
    return rest
