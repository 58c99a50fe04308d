"""Texts of versions without the lines of their pages, and what the pages state of their versions.

What is known of both versions is used before they are compared: a word that is cut in one and whole in the other, the
titles of other articles that stand below one text and not below the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaaw_archive.changes import marks, noise
from kaaw_archive.changes.line_forms import MOST_AROUND
from kaaw_archive.changes.machine_marks import without_marks
from kaaw_archive.changes.number_values import values
from kaaw_archive.changes.page_lines import without_page_lines
from kaaw_archive.changes.plain import Sentence, joined_words, plain_addresses, sentences, without_form, words
from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import page_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.items import VersionContent

_MARK_WORDS = 16  # and signs of a sentence that may be a mark of change
_ENDS = re.compile(r"[.!?:;,]\W*\Z")
_TITLE_WORDS = 10
_LEAST_TITLES = 2


@dataclass(frozen=True, slots=True)
class VersionText:
    """Text of a version: its sentences, the marks of change, and the notes on corrections."""

    sentences: list[Sentence]
    marks: tuple[str, ...]
    notes: tuple[str, ...]
    has_supplement: bool


def comparable(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions without what differs between them only because of their pages."""
    old, new = plain_addresses(old, new)
    old, new = joined_words(old, new)
    old, new = without_marks(old, new)
    return _without_titles(old, new)


def without_pages(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two good versions without the lines of their pages, and without the forms in which these show texts."""
    old, new = without_page_lines(old, new)
    return without_form(old), without_form(new)


def text_of(version: VersionContent) -> VersionText:
    """Return the text of a version without the lines of its template."""
    lines, stated, notes = [], [], []
    has_supplement = is_contact = False
    paragraphs = _without_box(version.paragraphs)
    days = [_values_of(day) for day in (version.published_on, version.modified_on) if day]
    behind = len(paragraphs) - MOST_AROUND
    for number, paragraph in enumerate(paragraphs):
        if MOST_AROUND <= number < behind:
            lines.append(paragraph)
            continue
        line = paragraph[: noise.MOST_CHARACTERS + 1]
        if marks.is_mark(line):
            stated.append(paragraph)
            continue
        rule = noise.rule_of(line)
        is_contact = rule == "contact box" or (is_contact and noise.is_contact_line(line))
        if rule or is_contact or _is_of_day(line, days):
            continue
        if marks.is_note(line):
            notes.append(paragraph)
        else:
            has_supplement |= marks.is_supplement(line)
            lines.append(paragraph)
    found = []
    for sentence in sentences(lines):
        if len(sentence.words) <= _MARK_WORDS and marks.is_mark(sentence.text):
            stated.append(sentence.text)
        else:
            found.append(sentence)
    return VersionText(found, tuple(stated), tuple(notes), has_supplement)


def _without_box(paragraphs: Sequence[str]) -> Sequence[str]:
    lines = list(paragraphs[-MOST_AROUND:])
    while lines and (noise.rule_of(lines[-1]) or marks.is_mark(lines[-1])):
        lines.pop()
    box = noise.contact_box(lines)
    if not box:
        return paragraphs
    first = len(paragraphs) - len(paragraphs[-MOST_AROUND:]) + len(lines)
    return [*paragraphs[: first - box], *paragraphs[first:]]


def _is_of_day(line: str, days: Sequence[frozenset[str]]) -> bool:
    """Return True for a line that names one of these days and nothing else."""
    found = [word for word in words(noise.as_matched(line)) if word[0].isalnum()]
    return page_words.is_time(found) and any(day <= set(values(words(single_blanks(line)))) for day in days)


def _values_of(day: str) -> frozenset[str]:
    """Return the values of a day in ISO 8601, as numbers of texts have them."""
    year, _, rest = day.partition("-")
    month, _, number = rest.partition("-")
    return frozenset({year, f"month {int(month)}", str(int(number[:2]))} if number else {year})


def _without_titles(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions without the titles of other articles below their texts, if both have others there."""
    titles = [_titles_below(side) for side in (old, new)]
    linked = {single_blanks(link.text) for side in (old, new) for link in side.links}
    all_titles = {*titles[0], *titles[1]}
    if min(map(len, titles)) < _LEAST_TITLES or not all_titles & linked:
        return old, new
    if not (set(titles[0]) - set(titles[1]) and set(titles[1]) - set(titles[0])):
        return old, new
    return _without(old, all_titles), _without(new, all_titles)


def _titles_below(version: VersionContent) -> list[str]:
    """Return the lines at the end of a text that are short and no sentences."""
    found: list[str] = []
    for paragraph in reversed(version.paragraphs[-MOST_AROUND:]):
        line = single_blanks(paragraph)
        if noise.rule_of(line) or marks.is_mark(line):
            continue
        if _ENDS.search(line) or len(line.split()) > _TITLE_WORDS:
            break
        found.append(line)
    return found if len(found) < len(version.paragraphs) else []


def _without(version: VersionContent, titles: set[str]) -> VersionContent:
    return replace(
        version,
        paragraphs=tuple(line for line in version.paragraphs if single_blanks(line) not in titles),
        links=tuple(link for link in version.links if single_blanks(link.text) not in titles),
    )
