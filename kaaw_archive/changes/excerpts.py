"""Excerpts of changed words for the sentence about an edit.

Of a number, its unit is shown, too; a name is shown in full; of a sentence, only the part that differs.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kaaw_archive.changes.names import is_title
from kaaw_archive.changes.number_values import values_of_word
from kaaw_archive.changes.word_runs import runs
from kaaw_archive.items import EditKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kaaw_archive.changes.word_runs import Run

_MOST_BESIDE = 3  # words and signs that are shown at most on each side of a number or name
_GROUP = 3  # digits of thousands, which French writes apart
_CONTEXT = 2  # words at most on each side of the part of a sentence that differs
CURRENCIES = frozenset("£$€")
_OPENING = frozenset("([£$")
# words behind a number that are no unit of it
_NO_UNITS = frozenset(
    "in on at to of has have is are was were and or the a an by for from per that who which de du des et ou à au par en"
    " est sont dans".split()
)


def differing_part(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """Return the part of a sentence that differs, before and after, with at most two words on each side.

    ``old`` and ``new`` must differ.
    """
    found = runs(old, new)
    start = min(max(0, found[0].old_start - _CONTEXT), max(0, found[0].new_start - _CONTEXT))
    behind = min(len(old) - found[-1].old_end, len(new) - found[-1].new_end, _CONTEXT)
    texts = (
        join_words(side[start : end + behind]) for side, end in ((old, found[-1].old_end), (new, found[-1].new_end))
    )
    is_end = found[-1].old_end + behind == len(old)
    before, after = (f"{'… ' if start else ''}{text}{'' if is_end else ' …'}" for text in texts)
    return before, after


def excerpt_of_run(
    old: Sequence[str], new: Sequence[str], run: Run, kind: EditKind, is_german: bool
) -> tuple[str, str]:
    """Return a run as it is shown, before and after; a number or name with the words beside it that both forms have.

    The old form has the words behind it only if words in front are shown, too, so that a unit is not written twice.

    >>> from kaaw_archive.changes.word_runs import runs
    >>> old, new = (["Es", "kostet", number, "Millionen", "Euro"] for number in "35")
    >>> excerpt_of_run(old, new, runs(old, new)[0], EditKind.NUMBERS, is_german=True)
    ('3', '5 Millionen Euro')
    >>> old, new = (["coûte", number, "000", "euros"] for number in ("15", "12"))
    >>> excerpt_of_run(old, new, runs(old, new)[0], EditKind.NUMBERS, is_german=False)
    ('15 000', '12 000 euros')
    """
    before, after = list(old[run.old_start : run.old_end]), list(new[run.new_start : run.new_end])
    # not the first word of a sentence, whose capital says nothing
    left = common_words(old[1 : run.old_start][::-1], new[1 : run.new_start][::-1])[::-1]
    right = common_words(old[run.old_end :], new[run.new_end :])
    if kind is EditKind.NUMBERS:
        thousands = _thousands(before, after, right)
        before, after, right = before + thousands, after + thousands, right[len(thousands) :]
        is_digits = all(side[:1] and side[0][0].isdigit() for side in (before, after))
        front = _front(left, _is_of_number) if is_digits else []
        front, behind = front or [word for word in left[-1:] if word in CURRENCIES], _unit(right, is_german)
    elif kind is EditKind.NAMES:
        front, behind = _front(left, _is_of_name), _rest_of_name(right)
    else:
        front, behind = [], []
    return join_words([*front, *before, *(behind if front else ())]), join_words([*front, *after, *behind])


def _thousands(before: Sequence[str], after: Sequence[str], right: Sequence[str]) -> list[str]:
    """Return the groups of three digits behind two numbers that belong to both: "15 000" and "12 000"."""
    if not all(side and side[-1].isdigit() and len(side[-1]) < _GROUP + 1 for side in (before, after)):
        return []
    return list(takewhile(lambda word: word.isdigit() and len(word) == _GROUP, right))


def common_words(one: Sequence[str], other: Sequence[str], most: int = _MOST_BESIDE + 1) -> list[str]:
    """Return the words with which both begin, at most so many; if none are named, one more than are shown."""
    pairs = zip(one[:most], other[:most], strict=False)
    return [word for word, same in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _front(words: Sequence[str], belongs: Callable[[str], bool]) -> list[str]:
    start = len(words)
    while start > max(0, len(words) - _MOST_BESIDE) and belongs(words[start - 1]):
        start -= 1
    while start < len(words) and not words[start][0].isalnum():
        start += 1
    return list(words[start:])


def _is_of_number(word: str) -> bool:
    return word[0].isdigit() or word == "."


def _is_of_name(word: str) -> bool:
    return word[0].isupper() or word == "."


def _unit(words: Sequence[str], is_german: bool) -> list[str]:
    """Return what is counted: the rest of a number, day or amount, and its unit, if that is the next word."""
    end = 0
    while end < min(len(words), _MOST_BESIDE):
        word = words[end]
        is_day = word == "." and end + 1 < len(words) and bool(values_of_word(words[end + 1]))
        if not (word[0].isdigit() or values_of_word(word) or word in "%€$£°" or is_day):
            break
        end += 1
    if end < min(len(words), _MOST_BESIDE) and words[end][0].isalpha():
        end += words[end][0].isupper() if is_german else words[end].lower() not in _NO_UNITS
    return list(words[:end])


def _rest_of_name(words: Sequence[str]) -> list[str]:
    """Return the rest of a name; a title behind it begins another one."""
    return list(takewhile(lambda word: word[0].isupper() and not is_title(word), words[:2]))


def join_words(words: Iterable[str]) -> str:
    """Return words as a text, signs at the words that they belong to.

    >>> join_words(["am", "3", ".", "Mai", ",", "um", "9"])
    'am 3. Mai, um 9'
    """
    text = ""
    is_open = True
    for word in words:
        if text and not is_open and word not in ".,;:!?)]%":
            text += " "
        text += word
        is_open = word in _OPENING
    return text
