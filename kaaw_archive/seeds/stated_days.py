"""Day that a row of a list states: in an element or a line of its own, by the words beside it that of publication.

A day in running text, of a range, of an event or of a note of correction is none, as it is none of an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import day_labels
from kaaw_archive.extract.article.day_labels import Label
from kaaw_archive.extract.html.text import text_of, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.written_days import DayInText

_ROW_CHARACTERS = 1_500  # an element with more text is no row
_BEFORE, _AFTER = 40, 60  # characters beside a day in which its label stands
_JUST_BEFORE, _JUST_AFTER = 25, 12
_INLINE = frozenset({"a", "abbr", "b", "bdi", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u"})


def of_row(row: HtmlElement) -> str | None:
    """Return the day (ISO 8601) that a row states; None if it states none, or has too much text for a row."""
    for element in row.iter("time"):
        if day := written_days.day(element.get("datetime") or "") or written_days.day(text_of(element) or ""):
            return day
    if len(visible(" ".join(row.itertext()))) > _ROW_CHARACTERS:
        return None
    return _of_elements(row) or of_lines(_lines(row))


def of_lines(lines: Iterable[str]) -> str | None:
    """Return the day of publication that the first line with one states, else that of a line about the last change."""
    changed = None
    for text in lines:
        line = visible(text).strip()
        for found in written_days.days(line):
            label = _label_of(line, found)
            if label is Label.PUBLISHED:
                return found.on
            if label is Label.CHANGED and changed is None:
                changed = found.on
    return changed


def _of_elements(row: HtmlElement) -> str | None:
    """Return the day of the first element that holds a day and hardly more, and is no part of a line of text."""
    for element in row.iter("span", "div", "p", "td", "small", "dd", "dt", "li"):
        beside = f"{(element.tail or '').strip()}{(element.getparent().text or '').strip()}"
        text = text_of(element) or ""
        if (element.tag not in _INLINE or not beside) and written_days.is_day(text):
            found = next(written_days.days(text))
            if not written_days.is_in_range(text, found) and _label_of(text, found) is Label.PUBLISHED:
                return found.on
    return None


def _label_of(line: str, found: DayInText) -> Label:
    """Return what a day in a line is; a line that begins with one states it of all that follows."""
    before, after = line[max(0, found.begin - _BEFORE) : found.begin], line[found.end : found.end + _AFTER]
    if written_days.is_in_range(line, found):
        return Label.NONE
    label = day_labels.label_of(before, after if not found.begin else "")
    if label is Label.CORRECTED:
        return label
    is_sentence = found.begin > 0 and day_labels.is_in_sentence(line, found.begin, found.end)
    if label is Label.CHANGED:
        return label if not is_sentence and day_labels.is_change_of_page(line) else Label.NONE
    if label is Label.PUBLISHED:
        return label
    is_of_event = day_labels.is_of_event(before[-_JUST_BEFORE:], after[:_JUST_AFTER])
    return Label.NONE if is_sentence or is_of_event else Label.PUBLISHED


def _lines(element: HtmlElement) -> list[str]:
    """Return the lines of an element as a reader sees them: each block and what stands between two breaks."""
    return "".join(_pieces(element)).split("\n")


def _pieces(row: HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(row, events=("start", "end", "comment", "pi")):
        text = element.text if event == "start" else element.tail if element is not row else None
        mark = "" if element.tag in _INLINE or event in ("comment", "pi") else "\n"
        words = (text or "").replace("\n", " ")
        yield f"{mark}{words}"
