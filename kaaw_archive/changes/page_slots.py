"""Places of a page beside its article that show something else at each visit: banners, greetings, tool bars.

What stands there in two versions is other each time, and neither has a word of weight in common with its article. The
first paragraph of an article has some, as it says what the others are about. At the end of an article a sentence may
have none, so that only lines without a full stop are looked at there.
"""

from __future__ import annotations

from itertools import product, takewhile
from typing import TYPE_CHECKING

from kaaw_archive.changes.line_forms import is_known, is_open, tells
from kaaw_archive.changes.plain import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kaaw_archive.changes.article_words import ArticleWords

_MOST_IN_SLOT = 3  # lines
_MOST_WORDS = 16  # of a line: the first paragraph of an article has more
_ALIKE = 0.3  # share of the words of the shorter of two lines of which one is edited
_LEAST_LEFT = 20  # words of an article beside which a line may be of the page


def of_slots(sides: Sequence[Sequence[str]], known: Collection[str], articles: Sequence[ArticleWords]) -> set[str]:
    """Return the lines at one end of two texts that stand in one place there; ``known`` are the lines of both."""
    found: set[str] = set()
    if sum(len(line.split()) for line in known) < _LEAST_LEFT:
        return found
    for is_front in (True, False):
        slots = [_at_end(lines if is_front else lines[::-1], known) for lines in sides]
        is_foreign = all(
            slot and all(is_known(line) or _is_foreign(line, article, is_front=is_front) for line in slot)
            for slot, article in zip(slots, articles, strict=True)
        )
        own = [[line for line in slot if not is_known(line)] for slot in slots]
        if is_foreign and not any(_are_alike(*pair) for pair in product(*own)):
            found.update(*own)
    return found


def _at_end(lines: Sequence[str], known: Collection[str]) -> list[str]:
    """Return the first of these lines that the other text lacks, if they are a few."""
    slot = list(takewhile(lambda line: line not in known, lines))
    return slot if len(slot) <= _MOST_IN_SLOT else []


def _are_alike(one: str, other: str) -> bool:
    own, others = ({word for word in words(line.lower()) if word[0].isalnum()} for line in (one, other))
    return len(own & others) > _ALIKE * min(len(own), len(others))


def _is_foreign(line: str, article: ArticleWords, *, is_front: bool) -> bool:
    """Return True for a line without a word of weight of its article; behind it, also without a fact or full stop.

    A line that is no sentence may share one word.
    """
    if len(line.split()) > _MOST_WORDS or article.common(words(line)) > is_open(line):
        return False
    return is_front or (is_open(line) and not tells(line))
