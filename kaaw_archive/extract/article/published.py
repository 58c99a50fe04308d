"""The day of first publication: everything on a page that says a day, weighed by where it says it.

What stands next to the headline is what the publisher shows as the date; what machines declare (JSON-LD, meta) is
often the day on which the page was made or made again. A day that several say gains by it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract import german_dates
from kaaw_archive.extract.html.groups import class_group, tag_group
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import dates as declared_dates
from kaaw_archive.extract.metadata.dates import DateClue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment, Segments

_DIGIT = re.compile(r"\d")  # most texts have none, which is known in a tenth of the time of the search for a day
_SEARCHED = 200  # characters of a text
_YEAR = re.compile(r"\d\.\s?(?:\d\d?\.\s?\d\d|\s?[A-Za-zä]{3,9}\.?\s\d{4})|(?:19|20)\d\d")
_CHANGED = re.compile(
    r"aktualisiert|ge[äa]ndert|\bstand\b|updated?\b|modified|überarbeitet|bearbeitet|revised|edited"
    r"|letzte.? änderung",
    re.I,
)
_LAST_CHANGE = re.compile(
    r"diese seite wurde zuletzt|zuletzt (?:ge[äa]ndert|bearbeitet|aktualisiert)|letzte [äa]nderung"
    r"|last (?:edited|modified)",
    re.I,
)
_SAID = re.compile(
    r"veröffentlicht|erschienen|publiziert|published|posted|erstellt|verfasst|datum|pressemitteilung|vom\b", re.I
)
_AFTER_DATELINE = re.compile(r"\s*+(?:\([\w/ ]{2,12}\)\s*+)?[-–—:|.)]")
_ELSEWHEN = re.compile(
    r"kommentar|comment|antwort|copyright|©|\bbis\b|\bab\b|termin|veranstaltung|anmeldeschluss|seit|geboren|\buhr bis"
    r"|quelle|abgerufen|gültig|fassung|beginn|einsendeschluss|registr|mitglied seit|joined",
    re.I,
)
_DATE_GROUP, _COMMENT_GROUP, _RELATED_GROUP = map(class_group, ("date", "comment", "related"))
_NAV, _ASIDE, _FOOT, _ARTICLE, _LIST = map(tag_group, ("nav", "aside", "footer", "article", "ul"))
_BESIDE = (_NAV, _ASIDE)
_AWAY = (*_BESIDE, _FOOT)
_OF_ELSEWHERE = -1.0
_NEAR_START, _LINE_WORDS = 4, 15
_SHORT_YEAR = 5.0  # what a day needs whose year has two digits: software has such numbers too
_LONG_TITLE = 20  # characters
_DAYS_OF_A_TEXT = 3  # that are weighed
_LABELLED = 12  # characters beside a day whose label stands in the segment before it
LABEL_WORDS = 5
ROW_OF_DATES = 3
_NEAR_BEFORE, _NEAR_AFTER = 8, 24  # segments around the headline
_LATEST = "2049-12-31"  # a reading must not depend on when it is made
_EARLIEST = "1990-01-01"  # before it there were no pages


def day(page: ArticlePage) -> DateClue | None:
    """Return the day of publication; None if nothing on the page states one."""
    clues = [one for one in all_clues(page) if _EARLIEST <= one.on <= _LATEST]
    if (changed := last_change(page.segments)) is not None:
        # what a text says of a later day, it says of something to come
        clues = [one for one in clues if one.clue != "text" or one.on <= changed]
    if not clues:
        return None
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, DateClue] = {}
    for one in sorted(clues, key=lambda one: -one.worth):
        if one.on not in best:
            best[one.on] = one
            sums[one.on] = one.worth
        elif one.clue != best[one.on].clue:
            sums[one.on] += max(0.0, 0.2 * one.worth)
    winner = max(best.values(), key=lambda one: (sums[one.on], one.on))
    return winner if winner.worth > 0.5 else None


def all_clues(page: ArticlePage) -> Iterator[DateClue]:
    """Yield every day that is stated in markup, in the address and in short texts."""
    for rule in page.date_rules:
        yield from rule(page)


def in_times(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days of ``time`` and of microdata, worth more the nearer they are to the headline."""
    marked = page.metadata.items("datePublished", "dateCreated", "dateModified")
    if not (elements := [*page.tree.iter("time"), *marked]):
        return
    numbers = {segment.element: number for number, segment in reversed(list(enumerate(page.segments.all)))}
    for element in elements:
        text = element.get("datetime") or element.get("content") or text_of(element) or ""
        on = declared_dates.day_of(page.metadata, text)
        if on is None or element.tag == "meta":
            continue
        number = next((numbers[above] for above in (element, *element.iterancestors()) if above in numbers), None)
        around = page.segments.all[number].text if number is not None else ""
        worth = 4.0 if number is None else _worth_of_place(page, number) + 2.0
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element.get("itemprop") == "datePublished":
            worth += 1.5
        if "odified" in names or "pdate" in names or _CHANGED.search(around[:80]):
            worth -= 3.0
        yield DateClue(on, "time" if element.tag == "time" else "itemprop", worth)


def last_change(segments: Segments) -> str | None:
    """Return the day of the last change that a line of the page states; None if no line does."""
    for segment in reversed(segments.all):
        if (
            segment.words <= _LINE_WORDS
            and _DIGIT.search(text := segment.text)
            and (label := _LAST_CHANGE.search(text))
        ):
            return german_dates.day(text[label.start() :])
    return None


def in_marked(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the day of the first element with one in which the content system shows the date."""
    for text in page.marked_days:
        if (on := german_dates.day(text[:80])) and not _CHANGED.search(text[:80]):
            yield DateClue(on, "selector", 9.0)
            return


def _says_year(text: str) -> bool:
    return _DIGIT.search(text, 0, _SEARCHED) is not None and _YEAR.search(text, 0, _SEARCHED) is not None


def in_texts(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days at the beginnings of segments."""
    found = page.segments
    title = (page.headline.title if page.headline else "").lower()
    dated = [number for number, segment in enumerate(found.all) if _says_year(segment.text)]
    rows = Counter(found.all[number].signature for number in dated if found.all[number].words < _LINE_WORDS)
    for number in dated:
        segment = found.all[number]
        worth = _worth_of_place(page, number)
        text = segment.text
        is_named = number != page.head and len(title) > _LONG_TITLE and title in text.lower() and segment.words < 40
        if is_named and not _is_foot_of_page(segment):
            worth = max(worth, 5.5)  # its own row in a list of the newest
        for order, day in enumerate(islice(german_dates.days(text[:_SEARCHED]), _DAYS_OF_A_TEXT)):
            before = text[max(0, day.begin - 40) : day.begin]
            rest = len(text) - (day.end - day.begin)
            if rest <= _LABELLED and not before.strip() and number and found.all[number - 1].words <= LABEL_WORDS:
                before = found.all[number - 1].text  # "Erschienen am:" in a line of its own
            value = worth - 0.3 * order + _worth_in_text(segment, day, before)
            if rows[segment.signature] >= ROW_OF_DATES:
                value -= 1.5  # of a list of teasers
            if value < _SHORT_YEAR and not re.search(r"\d{4}", text[day.begin : day.end]):
                continue  # "Version 11.9.03"
            yield DateClue(day.on, "text", value)


def _worth_in_text(segment: Segment, day: german_dates.DayInText, before: str) -> float:
    """Return what the words around a day add to its worth; ``before`` are those that may label it."""
    text = segment.text
    rest = len(text) - (day.end - day.begin)
    # a line that says little else is a date line; a sentence speaks of something
    value = 1.5 if rest <= 12 else 0.8 if rest <= 30 else -0.8 if rest <= 90 else -2.0
    if text[day.end : day.end + 1] == "T":
        value -= 3.0  # "2022-12-07T10:10:52": for machines, hidden from readers
    if segment.words > 25:
        # "Berlin, 26. Januar 2022 – Der ...": the dateline of a release
        value += 1.0 if day.begin < 40 and _AFTER_DATELINE.match(text[day.end :]) else -2.5
    if changed := _CHANGED.search(before):
        value -= 1.0 if changed[0].lower() == "stand" else 2.5
    elif _SAID.search(before):
        value += 1.0
    if _ELSEWHEN.search(text[max(0, day.begin - 25) : day.end + 12]):
        value -= 2.0
    return value


def _worth_of_place(page: ArticlePage, number: int) -> float:
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
    if _group(segment, _COMMENT_GROUP) <= 6:
        worth -= 3.0
    if _group(segment, _RELATED_GROUP) <= 3:
        worth -= 1.5
    if segment.nearest[_LIST] >= 0 and segment.depth - segment.nearest[_LIST] <= 4:
        worth -= 0.8
    if segment.linked:
        worth -= 1.0
    # of a page without a date of its own the foot would be next to the headline; it says when the page was sent
    return min(worth, _OF_ELSEWHERE) if is_elsewhere(segment) else worth


def _is_foot_of_page(segment: Segment) -> bool:
    return _group(segment, _FOOT) < 30 and segment.nearest[_ARTICLE] < 0


def is_elsewhere(segment: Segment) -> bool:
    """Return True for a segment in the foot of the page, or a link to another page beside the article."""
    if _is_foot_of_page(segment):
        return True
    return segment.linked >= segment.words and any(_group(segment, group) < 30 for group in _BESIDE)


def _group(segment: Segment, group: int) -> int:
    return segment.depth - segment.nearest[group]


def in_json(page: ArticlePage) -> Iterator[DateClue]:
    return declared_dates.in_json(page.metadata)


def in_meta(page: ArticlePage) -> Iterator[DateClue]:
    return declared_dates.in_meta(page.metadata)


def in_address(page: ArticlePage) -> Iterator[DateClue]:
    return declared_dates.in_url(page.url)


DATE_RULES = (in_marked, in_json, in_meta, in_address, in_times, in_texts)
