"""Paragraphs at both ends of a text in which the page speaks to its visitors, or its publisher of itself.

They are whole sentences, so that no form of a line shows it. They are of the page if they speak of pages and channels
and have nothing in common with what the article says: such words as an app or a survey may be its subject.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kaaw_archive.changes import marks, noise, site_names
from kaaw_archive.changes.article_words import ArticleWords
from kaaw_archive.changes.plain import words
from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import page_speech
from kaaw_archive.wordings.facts import STATE
from kaaw_archive.wordings.month_names import number_of
from kaaw_archive.wordings.page_words import is_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_WORDS = 60  # of a paragraph
_MOST_AT_END = 6  # paragraphs at each end that are looked at
_LEAST_LEFT = 20  # words of a text beside which a paragraph may be of the page
_MOST_IN_COMMON = 1  # stem of words with the article; names of the publisher do not count
_SUBJECT_WORDS = 6  # at the beginning of a paragraph, among which a publisher names itself
_QUOTE = re.compile(r"\"[^\"]{12,}\"")
_YEAR_OF_RIGHTS = re.compile(r"©.{0,30}\b(?:19|20)\d\d\b")
_BETWEEN = re.compile(r"(?<=[.!?:]) ")
_SHORT = 3  # letters of a short form, as "sun" is none of a day; words of an answer
_MOST_NEAR = 40  # paragraphs at each end whose words are compared with those of a sentence there
_IS_SENTENCE = re.compile(r"[.!?]\W{0,3}\Z")


def of_page(paragraphs: Sequence[str], others: Sequence[str], url: str) -> Iterator[str]:
    """Yield the lines of a text that are sentences of its page; ``others`` are the paragraphs of the other version.

    Between the paragraphs of an article, and in front of it, a line is of the page only if the other version has
    nothing like it.
    """
    lines, other_lines = _near_ends(paragraphs), _near_ends(others)
    spoken = [len(line.split()) for line in lines if noise.rule_of(line) is None and not _is_speech(line)]
    if sum(spoken) < _LEAST_LEFT:
        return
    article, other = ArticleWords(lines, url), ArticleWords(other_lines, url)
    first, last = list(_up_to_article(lines)), list(_up_to_article(lines[::-1]))
    ends = {*first, *last}
    for line in lines:
        is_speech = _is_speech(line) and _may_be_foreign(line) and _is_foreign(line, article)
        if is_speech and (line in ends or not other.has_like(words(line))):
            yield line
    for line in first:
        if _is_banner(line, article) and not other.has_like(words(line)):
            yield line
    if sum(spoken) - spoken[-1] >= _LEAST_LEFT:
        for line in last:
            if _may_be_foreign(line) and _is_of_publisher(line, article):
                yield line


def _near_ends(paragraphs: Sequence[str]) -> list[str]:
    return [single_blanks(one) for one in (*paragraphs[:_MOST_NEAR], *paragraphs[_MOST_NEAR:][-_MOST_NEAR:])]


def _up_to_article(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first of these lines up to the first sentence that is none of the page by its words."""
    for line in lines[:_MOST_AT_END]:
        yield line
        if (
            _IS_SENTENCE.search(line)
            and noise.rule_of(line) is None
            and not marks.is_mark(line)
            and not _is_speech(line)
        ):
            return


@lru_cache(maxsize=10_000)
def _is_speech(line: str) -> bool:
    """Return True if at least half of the sentences of a line speak to visitors of the page."""
    if len(line) > noise.MOST_CHARACTERS:
        return False
    text = noise.as_matched(line)
    stated = [one for one in _BETWEEN.split(text) if len(one.split()) > _SHORT] or [text]
    return 2 * sum(map(page_speech.speaks_of_itself, stated)) >= len(stated) > 0


@lru_cache(maxsize=10_000)
def _may_be_foreign(line: str) -> bool:
    return not (
        len(line) > noise.MOST_CHARACTERS
        or len(line.split()) > _MOST_WORDS
        or _QUOTE.search(line)
        or marks.is_note(line)
        or marks.is_supplement(line)
    )


def _is_foreign(line: str, article: ArticleWords) -> bool:
    """Return True for a line that has nothing to do with the article and names no day."""
    found = words(line)
    return article.common(found) <= _MOST_IN_COMMON and not _names_day(found)


def _is_banner(line: str, article: ArticleWords) -> bool:
    """Return True for a line in front of an article that calls visitors and has no word in common with it."""
    if not _may_be_foreign(line) or STATE.search(noise.as_matched(line)):
        return False
    return page_speech.calls(noise.as_matched(line)) and article.common(words(line)) == 0


def _is_of_publisher(line: str, article: ArticleWords) -> bool:
    """Return True for a paragraph that begins with the name of its publisher, as its host has it, and says what it is.

    So is the line of its rights.
    """
    if _YEAR_OF_RIGHTS.search(line):
        return True
    found = words(line)
    first = [word for word in found[:_SUBJECT_WORDS] if word[0].isupper()]
    is_named = bool(article.host) and any(site_names.is_of_host(word, article.host) for word in first)
    if not is_named or page_speech.DESCRIBES.search(noise.as_matched(line)) is None:
        return False
    return article.common(found[_SUBJECT_WORDS:]) <= _MOST_IN_COMMON and not _names_day(found)


def _names_day(found: Sequence[str]) -> bool:
    small = [noise.as_matched(word) for word in found]
    return any(is_weekday(word) and len(word) > _SHORT for word in small) or any(
        (number_of(other) is not None and word.isdigit()) or (number_of(word) is not None and other.isdigit())
        for word, other in pairwise(one for one in small if one != ".")
    )
