"""Selection of segments by their likelihoods: thresholds, gaps, headings without a text, whole tables."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from kaaw_archive.extract.article import accordions, features, footnotes
from kaaw_archive.extract.article.classifier import is_candidate
from kaaw_archive.extract.html.segments import CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segments

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_TAKEN = 0.46
_TAKEN_IN_PART = 0.4
_SHARE_OF_HIGHEST = 0.6
_LEAST = 0.2  # below which nothing is an article: the labels of a form
_ANNOUNCED_WORDS = 12
_BETWEEN = 0.35  # enough for what stands between two that are taken
_HEADING_BEFORE = 0.3  # enough for a heading whose text is taken
_HEADING_WITHIN = 0.03  # and for one between two paragraphs of one row
_HEADING_ALONE = 0.8  # what a heading needs without a text behind it
_LEAD_OUTSIDE = 0.7  # what a lead needs that stands in front of the system's article element
_LEAD_REACH = 10  # segments in front of it
_ENDS_OF_SENTENCES = ".!?…"
_FEWEST_ANNOUNCING = 8  # words in front of a colon: "Links:" announces no part of a sentence
_MOST_OF_ITEM = 15  # words
_FEWEST_TEXTS = 2  # items of a list that are no links alone
_FEWEST_ROWS = 3  # of a table of data
_TABLE = 0.4  # what the rows of a table of data need together
_LINE_WORDS = 8
_SECTION_WORDS = 40  # of a paragraph whose heading is a link; a teaser has less
_UNSURE = (0.15, 0.85)
_MOST_UNSURE = 0.3  # of the words; 0.2 asks for a third more votes and no figure of the bench grows, 0.4 loses
_FEWEST_WORDS = 60


def select_segments(page: ArticlePage) -> list[int]:
    """Return the numbers of the segments that make the article, in the order of reading, before any is filtered."""
    able = _able(page)
    likelihoods = [value if is_able else 0.0 for value, is_able in zip(page.likelihoods, able, strict=True)]
    enough = page.threshold(likelihoods)
    taken = [value >= enough and number != page.matched_head for number, value in enumerate(likelihoods)]
    for adjust in page.adjustments:
        taken = adjust(page, likelihoods, taken)
    return [number for number, is_taken in enumerate(taken) if is_taken]


def is_unsure(segments: Segments, likelihoods: Sequence[float]) -> bool:
    """Return True if another opinion is worth its time: many words are neither surely taken nor surely left."""
    words = [segment.words for segment in segments.all]
    sure = sum(count for count, value in zip(words, likelihoods, strict=True) if value > _UNSURE[1])
    unsure = sum(count for count, value in zip(words, likelihoods, strict=True) if _UNSURE[0] < value <= _UNSURE[1])
    return unsure > _MOST_UNSURE * (sure + unsure) or sure < _FEWEST_WORDS


def threshold(likelihoods: Sequence[float], *, is_in_part: bool) -> float:
    """Return the least likelihood that is enough: lower in a known article element, and if nothing is sure."""
    highest = max(likelihoods, default=0.0)
    return max(_LEAST, min(_TAKEN_IN_PART if is_in_part else _TAKEN, _SHARE_OF_HIGHEST * highest))


def _able(page: ArticlePage) -> list[bool]:
    """Return for each segment if it may be taken.

    No readers' comments and other posts; of a page with a known article element what is in it, and a lead before it.
    """
    segments, part, head = page.segments.all, page.part, page.matched_head
    able = [not is_other for is_other in page.of_others]
    if part is None:
        return able
    first = next((number for number, segment in enumerate(segments) if segment.box in part.boxes), len(segments))
    start = max(first - _LEAD_REACH, head + 1 if head is not None else first)
    return [
        is_able
        and (segment.box in part.boxes or (start <= number < first and page.likelihoods[number] >= _LEAD_OUTSIDE))
        for number, (segment, is_able) in enumerate(zip(segments, able, strict=True))
    ]


def with_announced(page: ArticlePage, _: Sequence[float], taken: list[bool]) -> list[bool]:
    """Add short paragraphs announced by a colon, each behind one of its row: an address of mail alone, a day."""
    result = list(taken)
    segments = page.segments.all
    for number, segment in enumerate(segments[1:], 1):
        if (
            not taken[number]
            and number != page.matched_head
            and result[number - 1]
            and segment.words <= _ANNOUNCED_WORDS
            and segments[number - 1].text.endswith(":")
            and _row_of(page.segments, number) == _row_of(page.segments, number - 1)
        ):
            result[number] = True
    return result


def _row_of(found: Segments, number: int) -> tuple[int, str]:
    box = found.boxes[found.all[number].box]
    return box.parent, box.signature


def smooth(page: ArticlePage, likelihoods: Sequence[float], taken: list[bool]) -> list[bool]:
    """Fill gaps, add headings of texts that are taken, and remove headings without one."""
    found = page.segments
    result = list(taken)
    last = len(taken) - 1
    for number, segment in enumerate(found.all):
        before, after = number > 0 and taken[number - 1], number < last and taken[number + 1]
        is_heading = segment.tag in HEADINGS
        if not taken[number]:
            is_between = before and after and likelihoods[number] >= _BETWEEN and segment.linked < segment.words
            enough = _HEADING_BEFORE
            if before and is_heading and after and _row_of(found, number - 1)[0] == _row_of(found, number + 1)[0]:
                enough = _HEADING_WITHIN
            is_section = is_heading and after and _names_section(found, number)
            if is_between or is_section or (is_heading and after and likelihoods[number] >= enough):
                result[number] = True
        elif is_heading and likelihoods[number] < _HEADING_ALONE and not any(taken[number + 1 : number + 3]):
            result[number] = False
    return result


def with_lines_between(page: ArticlePage, likelihoods: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take headings, and lines that are one link, between two segments that are taken; code within the text, too.

    A line that points its reader elsewhere ("Mehr zum Thema", "Read more") is none of the article's.
    """
    found = page.segments
    result = list(taken)
    first, last = _ends(taken)
    for number in range(first + 1, last):
        segment = found.all[number]
        if taken[number] or page.of_others[number] or number == page.matched_head:
            continue
        is_between = result[number - 1] and taken[number + 1] and not features.is_pointer(segment.text)
        if segment.tag in HEADINGS:
            result[number] = is_between
        elif segment.tag == "pre":
            result[number] = True
        elif segment.tag == "p" and segment.linked >= segment.words and segment.words < _LINE_WORDS:
            is_announced = found.all[number - 1].text.endswith(":")
            is_in_row = _row_of(found, number)[0] == _row_of(found, number - 1)[0]
            result[number] = is_between and is_in_row and not is_announced
    return result


def _ends(taken: Sequence[bool]) -> tuple[int, int]:
    """Return the numbers of the first and the last segment that is taken; -1 where none is."""
    numbers = [number for number, is_taken in enumerate(taken) if is_taken]
    return (numbers[0], numbers[-1]) if numbers else (-1, -1)


def _names_section(found: Segments, number: int) -> bool:
    """Return True for a heading that is a link, and stands in one row with a whole paragraph behind it."""
    heading, text = found.all[number], found.all[number + 1]
    is_whole = text.words >= _SECTION_WORDS and 4 * text.linked < text.words
    return heading.linked >= heading.words and is_whole and _row_of(found, number)[0] == _row_of(found, number + 1)[0]


def with_whole_tables(page: ArticlePage, likelihoods: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take tables of data whole or not at all: their rows look alike, and one near the threshold comes and goes."""
    found = page.segments
    tables: dict[object, list[int]] = {}
    for number, segment in enumerate(found.all):
        if segment.tag == "tr":
            tables.setdefault(next(segment.element.iterancestors("table"), None), []).append(number)
    result = list(taken)
    for rows in tables.values():
        if len(rows) >= _FEWEST_ROWS and 2 * sum(CELLS in found.all[number].text for number in rows) >= len(rows):
            words = sum(found.all[number].words for number in rows)
            worth = sum(found.all[number].words * likelihoods[number] for number in rows)
            for number in rows:
                result[number] = worth >= _TABLE * words
    return result


def with_lists_of_sentences(page: ArticlePage, _: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take lists, of links too, that the paragraph before them leaves to end its sentence: winners, places."""
    found = page.segments
    result = list(taken)
    for number, segment in enumerate(found.all):
        following = segment.element.getnext() if result[number] else None
        if following is None or following.tag not in ("ul", "ol") or segment.text[-1] in _ENDS_OF_SENTENCES:
            continue
        items = _items(found, number, following)
        is_said = segment.words >= _FEWEST_ANNOUNCING or any(found.all[n].linked < found.all[n].words for n in items)
        is_open = segment.text[-1] != ":" or is_said
        if len(items) > 1 and is_open and all(found.all[n].words <= _MOST_OF_ITEM for n in items):
            for n in items:
                result[n] = True
    return result


def with_links_of_lists(page: ArticlePage, _: Sequence[float], taken: list[bool]) -> list[bool]:
    """Take items that are one short link, which no model judges, of lists whose other items are all taken."""
    found = page.segments
    lists: defaultdict[HtmlElement | None, list[int]] = defaultdict(list)
    for number, segment in enumerate(found.all):
        if segment.tag == "li":
            lists[segment.element.getparent()].append(number)
    result = list(taken)
    for items in lists.values():
        texts = [number for number in items if is_candidate(found.all[number])]
        if len(texts) >= _FEWEST_TEXTS and all(result[number] for number in texts):
            for number in items:
                result[number] = not page.of_others[number]
    return result


def _items(found: Segments, number: int, holder: HtmlElement) -> list[int]:
    """Return the numbers of the segments in an element that begins behind one."""
    behind = range(number + 1, len(found.all))
    return list(takewhile(lambda n: holder in found.all[n].element.iterancestors(), behind))


ADJUSTMENTS = (
    smooth, with_lines_between, with_links_of_lists, with_whole_tables, with_announced, with_lists_of_sentences,
    accordions.with_answers, footnotes.with_footnotes,
)  # fmt: skip
