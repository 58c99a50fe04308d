"""Days that a page shows its readers, each with what its place and the words beside it are worth."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import datelines, day_labels, day_worth
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
_COMMENT_GROUP, _QUOTE = class_group("comment"), tag_group("blockquote")
_SHORT_YEAR = 5.0  # what a day needs whose year has two digits: software has such numbers too
_LONG_TITLE = 20  # characters
_DAYS_OF_A_TEXT = 3  # that are weighed
_LABELLED = 12  # characters beside a day whose label stands in the segment before it
_BEFORE, _AFTER = 40, 60  # characters beside a day in which its label stands
_JUST_BEFORE, _JUST_AFTER = 25, 12
NOTE = "note"  # the clue of a day that a note on a change begins with
_OF_SENTENCE = 2.0  # the worth of a day of publication that a sentence names
_MOST_BEHIND = 60  # characters behind a day within the text
_AT_BEGIN = 1  # character of a paragraph with which a day begins it, perhaps in a bracket
LABEL_WORDS = 5
_LABELLED_WORDS = 8  # of a line with a day and its label
ROW_OF_DATES = 3
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
    is_marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    is_declared = is_marked or label is Label.PUBLISHED
    if label is Label.CORRECTED or (not is_declared and day_labels.is_of_event(before[-_JUST_BEFORE:], "")):
        return None
    is_line = label is not Label.NONE or len(around.split()) <= day_worth.LINE_WORDS
    if not is_declared and not is_line and day_labels.is_in_sentence(around, len(beside), len(beside + shown)):
        return None
    if is_in_teaser(page, element, needs_heading=is_declared or day_worth.is_beside_headline(page, number)):
        return None
    if not is_declared and number is not None and page.places_of_days.is_of_something_else(number, element):
        return None
    is_named_change = ("odified" in names or "pdated" in names) and "ublished" not in names
    is_change = not is_marked and (label is Label.CHANGED or (is_named_change and not is_declared))
    worth = 4.0 if number is None else day_worth.of_place(page, number) + 2.0
    worth += 1.5 if is_declared else 0.0
    if is_change and number is not None:
        worth = day_worth.of_change(page, number, worth)
    clue = "time" if element.tag == "time" else "itemprop"
    return DateClue(on, clue, worth, is_declared, is_change, is_state=is_change and day_labels.is_state(before, around))


def _label_before(page: ArticlePage, number: int | None, before: str) -> str:
    """Return the text in front of a day, or the short segment in front of it with a colon if it is a label."""
    if before.strip() or not number or page.segments.all[number - 1].words > LABEL_WORDS:
        return before[-_BEFORE:]
    label, shown = page.segments.all[number - 1 : number + 1]
    text = label.text.rstrip(": ")
    if label.element.getparent() is not shown.element.getparent():
        return text
    return f"{text}:" if text != label.text or (label.tag, shown.tag) == ("dt", "dd") else text


def is_of_event(element: HtmlElement) -> bool:
    """Return True for an element that microdata mark as the begin or the end of an event."""
    return element.get("itemprop") in _EVENT_PROPERTIES


def is_in_teaser(page: ArticlePage, element: HtmlElement, *, needs_heading: bool = False) -> bool:
    """Return True for an element in a box that announces another page; ``needs_heading``: by a heading."""
    return page.teasers.is_in_teaser(element, page.above_headline, needs_heading=needs_heading)


def is_in_comment(element: HtmlElement) -> bool:
    """Return True for an element in a reader's comment, which its own box or the next ones above are named after."""
    near = islice((element, *element.iterancestors()), _LEVELS_OF_COMMENT)
    return any(_COMMENT_GROUP in element_names(str(one.tag), one.items()).groups for one in near)


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
    rows = Counter(found.all[number].signature for number in dated if found.all[number].words < day_worth.LINE_WORDS)
    start = page.body.numbers[0]
    own = next((number for number in dated if page.head is not None and page.head < number <= start), None)
    for number in dated:
        segment = found.all[number]
        is_labelled = day_labels.is_published(segment.text[:_BEFORE]) or _is_labelled_behind(segment)
        is_of_another = page.of_others[number] or segment.nearest[_QUOTE] >= 0
        if is_of_another and number > start and not is_labelled:
            continue
        is_named = number != page.head and len(title) > _LONG_TITLE and title in segment.text.lower()
        is_own_row = is_named and segment.words < _AFTER and not day_worth.is_foot_of_page(segment)
        label_text = (
            segment.text[:_BEFORE]
            if segment.words > LABEL_WORDS
            else f"{_label_before(page, number, '')} {segment.text}"
        )
        is_labelled = is_labelled or day_labels.is_published(label_text)
        is_called = is_labelled or day_labels.label_of(label_text, "") is Label.CHANGED
        is_beside = is_labelled or day_worth.is_beside_headline(page, number)
        if not is_own_row and is_in_teaser(page, segment.element, needs_heading=is_beside or is_called):
            continue
        is_in_list = rows[segment.signature] >= ROW_OF_DATES and number != own
        if not is_called and page.places_of_days.is_of_something_else(number, segment.element):
            continue
        if is_in_list and number > start and not is_beside:
            continue
        worth = max(day_worth.of_place(page, number), 5.5 if is_own_row else day_worth.OF_ELSEWHERE)
        worth -= 1.5 if is_in_list else 0.0  # of a list of teasers
        yield from _in_segment(page, number, worth)


def _is_labelled_behind(segment: Segment) -> bool:
    """Return True for a line that consists of a day and of words behind it that say it is that of publication."""
    if segment.words > _LABELLED_WORDS:
        return False
    day = next(written_days.days(segment.text), None)
    return day is not None and day.begin <= _AT_BEGIN and day_labels.is_behind_day(segment.text[day.end :])


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
        return DateClue(day.on, NOTE, day_worth.OF_NOTE, is_change=True)
    if label is Label.CORRECTED or written_days.is_in_range(text, day):
        return None
    if label is Label.CHANGED:
        if not day_labels.is_change_of_page(text):
            return None  # of a law
        is_of_article = number <= page.body.numbers[-1] + day_worth.NEAR_HEAD or day_labels.names_page(text)
        worth = day_worth.of_change(page, number, worth if is_of_article else min(worth, 0.0))
        return DateClue(day.on, "text", worth, is_change=True, is_state=day_labels.is_state(before, text))
    if _is_of_something_else(page, number, day, before, is_labelled=label is Label.PUBLISHED):
        return None
    if day_labels.is_in_sentence(text, day.begin, day.end):
        is_publication = label is Label.PUBLISHED and page.body.numbers[0] - day_worth.NEAR_START <= number
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


def _is_of_something_else(
    page: ArticlePage, number: int, day: written_days.DayInText, before: str, *, is_labelled: bool
) -> bool:
    """Return True if the words around a day, or its place in the text, are those of an event, a list, a story."""
    segment, start = page.segments.all[number], page.body.numbers[0]
    text = segment.text
    just_before, just_after = text[max(0, day.begin - _JUST_BEFORE) : day.begin], text[day.end : day.end + _JUST_AFTER]
    if day_labels.has_other_label(before) or (number == page.head and day_labels.is_announced(just_before)):
        return True
    if day_labels.is_called_day(before) and page.kind.kind == "event":
        return True
    if is_labelled:
        return False
    is_row = segment.tag == "tr" and number > start
    is_told = number > start and number in page.body.numbers and len(text) - day.end > _MOST_BEHIND
    is_told = is_told and datelines.place_of(text) is None and not _is_only_beginning(page, number, day)
    return is_row or is_told or day_labels.is_of_event(just_before, just_after)


def _is_only_beginning(page: ArticlePage, number: int, day: written_days.DayInText) -> bool:
    """Return True for the day that one paragraph of the text alone begins with; a chronology has several."""
    others = (page.segments.all[one].text[:_BEFORE] for one in page.body.numbers if one != number)
    return day.begin <= _AT_BEGIN and not any(datelines.place_of(text) or _begins_with_day(text) for text in others)


def _begins_with_day(text: str) -> bool:
    return any(day.begin <= _AT_BEGIN for day in islice(written_days.days(text), 1))


def _names_year(text: str) -> bool:
    return _DIGIT.search(text, 0, _SEARCHED) is not None and _YEAR.search(text, 0, _SEARCHED) is not None
