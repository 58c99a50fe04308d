"""Lines without a full stop that have nothing to do with the article beside them: counters, boxes, lists of others."""

from __future__ import annotations

import re
from itertools import groupby, product
from typing import TYPE_CHECKING

from kaaw_archive.changes import noise
from kaaw_archive.changes.line_forms import LABEL, edges, is_item, is_known, is_open
from kaaw_archive.changes.plain import words
from kaaw_archive.wordings import facts
from kaaw_archive.wordings.month_names import number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kaaw_archive.changes.article_words import ArticleWords

_MOST_MACHINE_LINES = 3  # at one end of a text; more are a list of the article
_MOST_LOOKED_AT = 300  # lines of a text
_DIGITS = re.compile(r"\d")
_QUOTE = re.compile(r'"[^"]{12,}"')
_MOST_WORDS = 30  # of a sentence in a box
_LEAST_BLOCK = 2  # lines
_FIRST_WORDS = 3  # of a label


def of_machines(
    lines: Sequence[Sequence[str]], changed: Sequence[Sequence[str]], articles: Sequence[ArticleWords]
) -> set[str]:
    """Return the lines at the ends of both texts that machines fill, if they hold nothing of the article.

    One label has another value, or the same words have other numbers; facts of an article have a label that says so.
    """
    sides = []
    for own, every, article in zip(changed, lines, articles, strict=True):
        ends = _at_ends(every)
        sides.append([line for line in own if line in ends and not is_known(line) and _is_foreign(line, article)])
    found: set[str] = set()
    for one, other in product(*sides):
        if (form := _form(one)) and form == _form(other):
            found |= {one, other}
    return found


def in_boxes(lines: Sequence[str], kept: Collection[str], article: ArticleWords, other: ArticleWords) -> set[str]:
    """Return the lines of blocks that only one text has, if none of them has a word of weight of the article.

    ``other`` are the words of the other text.

    A block of the page has no full stop at all, or has a line that is known as one of the page.
    """
    found: set[str] = set()
    for is_kept, run in groupby(lines[:_MOST_LOOKED_AT], key=kept.__contains__):
        block = [] if is_kept else list(run)
        rest = [line for line in block if not is_known(line)]
        if len(block) < _LEAST_BLOCK or not rest or any(other.has_like(words(line)) for line in rest):
            continue
        if all(map(is_open, rest)) and not _states_facts(rest):
            is_of_page = all(_is_foreign(line, article) for line in rest)
        else:
            is_of_page = len(rest) < len(block) and all(_is_beside(line, article) for line in rest)
        found.update(rest if is_of_page else ())
    return found


def _states_facts(block: Sequence[str]) -> bool:
    """Return True if at least half of the lines are labels with their values, and begin with no day."""
    labels = [line for line in block if LABEL.match(noise.as_matched(line)) and not line[0].isdigit()]
    return 2 * len(labels) >= len(block)


def _is_beside(line: str, article: ArticleWords) -> bool:
    """Return True for a line of a box that has no word of weight and no number of the article, and names no state."""
    if len(line.split()) > _MOST_WORDS or _QUOTE.search(line) or facts.STATE.search(noise.as_matched(line)):
        return False
    return article.common(words(line)) == 0 and not is_item(line)


def _at_ends(lines: Sequence[str]) -> set[str]:
    """Return the lines without a full stop at both ends of a text, if there are no more than a few."""
    return {line for edge in edges(lines) if len(edge) <= _MOST_MACHINE_LINES for line in edge}


def _form(line: str) -> str:
    """Return the label of a line; else its words, if it has numbers between them."""
    text = noise.as_matched(line)
    if label := LABEL.match(text):
        return label[1]
    return " ".join(word for word in words(text) if word[0].isalpha()) if _DIGITS.search(text) else ""


def _is_foreign(line: str, article: ArticleWords) -> bool:
    """Return True for a line that states no fact, price or state, and has no word of weight that the text has, too."""
    text = noise.as_matched(line)
    found = words(text)
    if is_item(line) or facts.STATE.search(text) or facts.PRICE.search(text):
        return False
    if not facts.LABELS.isdisjoint(found[:_FIRST_WORDS]) or (found and number_of(found[0]) is not None):
        return False
    return article.common(words(line)) == 0
