"""Days that a page shows its readers, each with what its place and the words beside it are worth."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import day_labels, teasers
from kaaw_archive.extract.article.day_labels import Label
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.groups import class_group, element_names, tag_group
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata.dates import DateClue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_SEARCHED = 200  # characters of a text
_YEAR = re.compile(r"\d\.\s?(?:\d\d?\.\s?\d\d|\s?[A-Za-zä]{3,9}\.?\s\d{4})|(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")  # most texts have none, which is known in a tenth of the time of the search for a day
_DATE_GROUP, _COMMENT_GROUP, _RELATED_GROUP = map(class_group, ("date", "comment", "related"))
_NAV, _ASIDE, _FOOT, _ARTICLE, _LIST, _QUOTE = map(tag_group, ("nav", "aside", "footer", "article", "ul", "blockquote"))
_BESIDE = (_NAV, _ASIDE)
_AWAY = (*_BESIDE, _FOOT)
_OF_ELSEWHERE = -1.0
_NEAR_START, _LINE_WORDS = 4, 15
_SHORT_YEAR = 5.0  # what a day needs whose year has two digits: software has such numbers too
_LONG_TITLE = 20  # characters
_DAYS_OF_A_TEXT = 3  # that are weighed
_LABELLED = 12  # characters beside a day whose label stands in the segment before it
_BEFORE, _AFTER = 40, 60  # characters beside a day in which its label stands
_JUST_BEFORE, _JUST_AFTER = 25, 12
NOTE = "note"  # the clue of a day that a note on a change begins with
_OF_NOTE = 0.5  # the worth of a day of a change that a note in the text names
_OF_SENTENCE = 2.0  # the worth of a day of publication that a sentence names
LABEL_WORDS = 5
ROW_OF_DATES = 3
_NEAR_HEAD = 4  # segments in front of the headline, and all up to the text and as many behind: its own lines
_NEAR_BEFORE, _NEAR_AFTER = 8, 24  # segments around the headline
_MOST_MARKED = 20  # elements of a selector
_LEVELS_OF_COMMENT = 6
_EVENT_PROPERTIES = ("startDate", "endDate", "doorTime", "validFrom", "validThrough")


def in_times(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days of ``time`` and of microdata, worth more the nearer they are to the headline."""
    marked = page.metadata.items("datePublished", "dateCreated", "dateModified")
    if not (elements := [*page.tree.iter("time"), *marked]):
        return
    numbers = {segment.element: number for number, segment in reversed(list(enumerate(page.segments.all)))}
    for element in dict.fromkeys(elements):
        if element.tag == "meta" or is_of_event(element):
            continue
        shown = text_of(element) or ""
        on = page.calendar.declared_day(element.get("datetime") or element.get("content") or shown)
        number = next((numbers[above] for above in (element, *element.iterancestors()) if above in numbers), None)
        if on is not None and (clue := _clue_of_element(page, element, number, on, shown)) is not None:
            yield clue


def _clue_of_element(
    page: ArticlePage, element: HtmlElement, number: int | None, on: str, shown: str
) -> DateClue | None:
    """Return what an element with a day tells; None if it tells of something else than the article's making."""
    around = page.segments.all[number].text if number is not None else ""
    beside = around.partition(shown)[0] if shown else ""
    before = _label_before(page, number, beside)
    is_linked = number is not None and page.segments.all[number].linked >= len(beside.split()) > 0
    label = Label.NONE if is_linked else day_labels.label_of(before, "")  # the title of another page may hold one
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    is_declared = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    is_declared = is_declared or label is Label.PUBLISHED
    if label is Label.CORRECTED or (not is_declared and day_labels.is_of_event(before[-_JUST_BEFORE:], "")):
        return None
    is_line = label is not Label.NONE or len(around.split()) <= _LINE_WORDS
    if not is_declared and not is_line and day_labels.is_in_sentence(around, len(beside), len(beside + shown)):
        return None
    if is_in_teaser(page, element, needs_heading=is_declared or _is_beside_headline(page, number)):
        return None
    is_change = label is Label.CHANGED or (("odified" in names or "pdated" in names) and not is_declared)
    worth = 4.0 if number is None else worth_of_place(page, number) + 2.0
    worth += 1.5 if is_declared else 0.0
    if is_change and number is not None:
        worth = _worth_of_change(page, number, worth)
    return DateClue(on, "time" if element.tag == "time" else "itemprop", worth, is_declared, is_change)


def _label_before(page: ArticlePage, number: int | None, before: str) -> str:
    """Return the text in front of a day, or the short segment in front of it if there is none."""
    if before.strip() or not number or page.segments.all[number - 1].words > LABEL_WORDS:
        return before[-_BEFORE:]
    return page.segments.all[number - 1].text


def is_of_event(element: HtmlElement) -> bool:
    """Return True for an element that microdata mark as the begin or the end of an event."""
    return element.get("itemprop") in _EVENT_PROPERTIES


def is_in_teaser(page: ArticlePage, element: HtmlElement, *, needs_heading: bool = False) -> bool:
    """Return True for an element in a box that announces another page; ``needs_heading``: by a heading."""
    return teasers.is_in_teaser(element, page.above_headline, page.base, page.url, needs_heading=needs_heading)


def is_in_comment(element: HtmlElement) -> bool:
    """Return True for an element in a reader's comment, which its own box or the next ones above are named after."""
    near = islice((element, *element.iterancestors()), _LEVELS_OF_COMMENT)
    return any(_COMMENT_GROUP in element_names(str(one.tag), one.items()).groups for one in near)


def _is_beside_headline(page: ArticlePage, number: int | None) -> bool:
    if number is None or page.head is None:
        return False
    start = max(page.head, page.body.numbers[0])
    return page.head - _NEAR_HEAD <= number <= start or (
        start < number <= min(start + _NEAR_HEAD, page.body.numbers[-1]) and number not in page.body.numbers
    )


def marked_dates(page: ArticlePage) -> Iterator[str]:
    """Yield the texts of the elements in which the content system shows the date, one a selector."""
    for selector in page.system.date_selectors:
        found = trees.matches_of(selector, page.tree)
        own = (
            one
            for one in found[:_MOST_MARKED]
            if not is_of_event(one) and not is_in_teaser(page, one) and not is_in_comment(one)
        )
        if (element := next(own, None)) is not None:
            yield element.get("datetime") or text_of(element) or ""


def in_marked(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the day of the first element with one in which the content system shows the date."""
    for text in page.marked_days:
        found = next(written_days.days(text[:80], month_first=page.calendar.month_first), None)
        if found and day_labels.label_of(text[: found.begin], "") is not Label.CHANGED:
            yield DateClue(found.on, "selector", 9.0)
            return


def in_texts(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days at the beginnings of segments."""
    found = page.segments
    title = (page.headline.title if page.headline else "").lower()
    dated = [number for number, segment in enumerate(found.all) if _names_year(segment.text)]
    rows = Counter(found.all[number].signature for number in dated if found.all[number].words < _LINE_WORDS)
    start = page.body.numbers[0]
    own = next((number for number in dated if page.head is not None and page.head < number <= start), None)
    for number in dated:
        segment = found.all[number]
        is_labelled = day_labels.is_published(segment.text[:_BEFORE])
        is_of_another = page.of_others[number] or segment.nearest[_QUOTE] >= 0
        if is_of_another and number > start and not is_labelled:
            continue
        is_named = number != page.head and len(title) > _LONG_TITLE and title in segment.text.lower()
        is_own_row = is_named and segment.words < _AFTER and not _is_foot_of_page(segment)
        label_text = (
            segment.text[:_BEFORE]
            if segment.words > LABEL_WORDS
            else f"{_label_before(page, number, '')} {segment.text}"
        )
        is_beside = _is_beside_headline(page, number) or day_labels.is_published(label_text)
        if not is_own_row and is_in_teaser(page, segment.element, needs_heading=is_beside):
            continue
        worth = max(worth_of_place(page, number), 5.5 if is_own_row else _OF_ELSEWHERE)
        worth -= 1.5 if rows[segment.signature] >= ROW_OF_DATES and number != own else 0.0  # of a list of teasers
        yield from _in_segment(page, number, worth)


def _in_segment(page: ArticlePage, number: int, worth: float) -> Iterator[DateClue]:
    text = page.segments.all[number].text[:_SEARCHED]
    last = 0
    days = list(islice(written_days.days(text, month_first=page.calendar.month_first), _DAYS_OF_A_TEXT))
    for order, day in enumerate(days):
        before = text[max(last, day.begin - _BEFORE) : day.begin]
        last = day.end
        if len(text) - (day.end - day.begin) <= _LABELLED:
            before = _label_before(page, number, before)
        end = days[order + 1].begin if order + 1 < len(days) else len(text)
        clue = _clue_of(page, number, day, before, text[day.end : min(end, day.end + _AFTER)], worth - 0.3 * order)
        if clue is not None and (clue.worth >= _SHORT_YEAR or re.search(r"\d{4}", text[day.begin : day.end])):
            yield clue  # not "Version 11.9.03"


def _clue_of(
    page: ArticlePage, number: int, day: written_days.DayInText, before: str, after: str, worth: float
) -> DateClue | None:
    """Return what a day in a segment tells; None if it tells of something else than the article's making."""
    segment = page.segments.all[number]
    text = segment.text
    label = day_labels.label_of(before, after)
    is_behind_text = number > page.body.numbers[0] and number in page.body.numbers
    if is_behind_text and day_labels.is_note(text[: day.begin], after):
        return DateClue(day.on, NOTE, _OF_NOTE, is_change=True)
    if label is Label.CORRECTED or written_days.is_in_range(text, day):
        return None
    if label is Label.CHANGED:
        if not day_labels.is_change_of_page(text):
            return None  # of a law
        is_of_article = number <= page.body.numbers[-1] + _NEAR_HEAD or day_labels.names_page(text)
        worth = _worth_of_change(page, number, worth if is_of_article else min(worth, 0.0))
        return DateClue(day.on, "text", worth, is_change=True)
    just_before, just_after = text[max(0, day.begin - _JUST_BEFORE) : day.begin], text[day.end : day.end + _JUST_AFTER]
    if label is not Label.PUBLISHED and day_labels.is_of_event(just_before, just_after):
        return None
    if day_labels.is_in_sentence(text, day.begin, day.end):
        is_publication = label is Label.PUBLISHED and page.body.numbers[0] - _NEAR_START <= number
        return DateClue(day.on, "sentence", min(worth, _OF_SENTENCE)) if is_publication else None
    rest = len(text) - (day.end - day.begin)
    # a line that says little else is a date line
    worth += 1.5 if rest <= 12 else 0.8 if rest <= 30 else -0.8 if rest <= 90 else -2.0
    if segment.words > 25:
        worth += 3.0 if day.begin < _BEFORE else -0.5  # "Berlin, 26. Januar 2022 – Der ...": the dateline of a release
    if text[day.end : day.end + 1] == "T":
        worth -= 3.0  # "2022-12-07T10:10:52": for machines, hidden from readers
    worth += 1.0 if label is Label.PUBLISHED else 0.0
    return DateClue(day.on, "text", worth, is_declared=label is Label.PUBLISHED)


def _worth_of_change(page: ArticlePage, number: int, worth: float) -> float:
    """Return what a day of a change is worth: in the text, behind its beginning, it is that of a note.

    A line that names the last change is the page's own.
    """
    is_note = number > page.body.numbers[0] and number in page.body.numbers
    is_note = is_note and not day_labels.names_last_change(page.segments.all[number].text)
    return min(worth, _OF_NOTE) if is_note else worth


def worth_of_place(page: ArticlePage, number: int) -> float:
    """Return what a day at this place is worth: next to the headline most."""
    found, head, start = page.segments, page.head, page.body.numbers[0]
    segment = found.all[number]
    worth = 3.0
    if start - _NEAR_START <= number <= start and segment.words < _LINE_WORDS:
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
    if _group(segment, _COMMENT_GROUP) <= 6 and not _is_beside_headline(page, number):
        worth -= 3.0  # a line at the headline may count the comments
    if _group(segment, _RELATED_GROUP) <= 3:
        worth -= 1.5
    if segment.nearest[_LIST] >= 0 and segment.depth - segment.nearest[_LIST] <= 4:
        worth -= 0.8
    if segment.linked:
        worth -= 1.0
    # of a page without a date of its own the foot would be next to the headline; it says when the page was sent
    return min(worth, _OF_ELSEWHERE) if is_elsewhere(segment) else worth


def is_elsewhere(segment: Segment) -> bool:
    """Return True for a segment in the foot of the page, or a link to another page beside the article."""
    if _is_foot_of_page(segment):
        return True
    return segment.linked >= segment.words and any(_group(segment, group) < 30 for group in _BESIDE)


def _is_foot_of_page(segment: Segment) -> bool:
    return _group(segment, _FOOT) < 30 and segment.nearest[_ARTICLE] < 0


def _group(segment: Segment, group: int) -> int:
    return segment.depth - segment.nearest[group]


def _names_year(text: str) -> bool:
    return _DIGIT.search(text, 0, _SEARCHED) is not None and _YEAR.search(text, 0, _SEARCHED) is not None
