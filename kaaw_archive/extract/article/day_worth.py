"""Worth of the days that a page shows, by their place: next to the headline most, in the foot of the page none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.extract.html.groups import class_group, tag_group

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

OF_ELSEWHERE = -1.0
OF_NOTE = 0.5  # the worth of a day of a change that a note in the text names
NEAR_START, LINE_WORDS = 4, 15
NEAR_HEAD = 4  # segments in front of the headline, and all up to the text and as many behind: its own lines
_NEAR_BEFORE, _NEAR_AFTER = 8, 24  # segments around the headline
_DATE_GROUP, _COMMENT_GROUP, _RELATED_GROUP = map(class_group, ("date", "comment", "related"))
_NAV, _ASIDE, _FOOT, _ARTICLE, _LIST = map(tag_group, ("nav", "aside", "footer", "article", "ul"))
_BESIDE = (_NAV, _ASIDE)
_AWAY = (*_BESIDE, _FOOT)


def is_beside_headline(page: ArticlePage, number: int | None) -> bool:
    if number is None or page.head is None:
        return False
    start = max(page.head, page.body.numbers[0])
    return page.head - NEAR_HEAD <= number <= start or (
        start < number <= min(start + NEAR_HEAD, page.body.numbers[-1]) and number not in page.body.numbers
    )


def of_change(page: ArticlePage, number: int, worth: float) -> float:
    """Return what a day of a change is worth: in the text, behind its beginning, it is that of a note."""
    is_note = number > page.body.numbers[0] and number in page.body.numbers
    return min(worth, OF_NOTE) if is_note else worth


def of_place(page: ArticlePage, number: int) -> float:
    """Return what a day at this place is worth: next to the headline most."""
    found, head, start = page.segments, page.head, page.body.numbers[0]
    segment = found.all[number]
    worth = 3.0
    if start - NEAR_START <= number <= start and segment.words < LINE_WORDS:
        worth = 7.0
    if head is not None:
        offset = number - head
        if -_NEAR_BEFORE <= offset <= _NEAR_AFTER:
            worth = max(worth, 7.5 - (0.15 if offset > 0 else 0.3) * abs(offset))
        elif offset < 0:
            worth = min(worth, 2.0)
        if (
            segment.box == found.all[head].box
            or found.boxes[segment.box].parent == found.boxes[found.all[head].box].parent
        ):
            worth += 0.7
    if _group(segment, _DATE_GROUP) <= 2:
        worth += 0.8
    if any(_group(segment, group) < 30 for group in _AWAY):
        worth -= 2.5
    if _group(segment, _COMMENT_GROUP) <= 6 and not is_beside_headline(page, number):
        worth -= 3.0  # a line at the headline may count the comments
    if _group(segment, _RELATED_GROUP) <= 3:
        worth -= 1.5
    if segment.nearest[_LIST] >= 0 and segment.depth - segment.nearest[_LIST] <= 4:
        worth -= 0.8
    if segment.linked:
        worth -= 1.0
    # of a page without a date of its own the foot would be next to the headline; it says when the page was sent
    return min(worth, OF_ELSEWHERE) if _is_elsewhere(segment) else worth


def _is_elsewhere(segment: Segment) -> bool:
    """Return True for a segment in the foot of the page, or a link to another page beside the article."""
    if is_foot_of_page(segment):
        return True
    return segment.linked >= segment.words and any(_group(segment, group) < 30 for group in _BESIDE)


def is_foot_of_page(segment: Segment) -> bool:
    return _group(segment, _FOOT) < 30 and segment.nearest[_ARTICLE] < 0


def _group(segment: Segment, group: int) -> int:
    return segment.depth - segment.nearest[group]
