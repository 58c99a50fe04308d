"""Words around a change that does not say what it is about: up to the next noun, and what went beside what came."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from kaaw_archive.changes.excerpts import CURRENCIES, common_words, join_words
from kaaw_archive.changes.number_values import values_of_word
from kaaw_archive.changes.word_runs import Run
from kaaw_archive.items import EditKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PLACE = 5  # words at most on each side of a run without a noun, up to the next one
_MOST_BETWEEN = 2  # words between two runs that are shown as one
_LEAST_NOUN = 3  # letters
_MOST_BARE = 12  # characters of words that need those around them; only German shows its nouns
_LEADING = frozenset(",;")
_STOPS = frozenset(".,!?;:")
_NO_NOUNS = frozenset(
    "about above after also been before being below between both could does each every from have into less more most"
    " much must near nearly only other over same shall should some such than that their them then there these they this"
    " those under until very were when where which while will with without would your around almost several dans"
    " avec sans pour cette cela elle elles mais plus moins leur leurs nous vous dont être sont était entre environ"
    " quelques plusieurs tous toutes autres encore très".split()
)
_SIGNS = CURRENCIES | frozenset("%°")


def placed_texts(
    old: Sequence[str],
    new: Sequence[str],
    found: Sequence[Run],
    run: Run,
    kind: EditKind,
    texts: tuple[str, str],
    *,
    is_german: bool,
) -> tuple[str, str]:
    """Return the texts of one of the runs that were found, with what went and came beside it and the next noun."""
    group = _group_around(found, run)
    is_half = not all(texts) or _goes_on(old, new, run, group)
    if is_half or not any(_names_noun(text.split(), is_german) for text in texts):
        run, texts = group, _excerpt_of_group(old, new, group)
    return _placed_excerpt(old, new, run, kind, texts, is_german=is_german)


def _goes_on(old: Sequence[str], new: Sequence[str], run: Run, group: Run) -> bool:
    """Return True if a run is half of a change: its words came again beside it, or only a sign is between two runs."""
    gone, come = old[run.old_start : run.old_end], new[run.new_start : run.new_end]
    around_old = [*old[group.old_start : run.old_start], *old[run.old_end : group.old_end]]
    around_new = [*new[group.new_start : run.new_start], *new[run.new_end : group.new_end]]
    if not {*gone}.isdisjoint(around_new) or not {*come}.isdisjoint(around_old):
        return True
    is_before_sign = run.new_end < group.new_end and not new[run.new_end][0].isalnum()
    return is_before_sign or (run.new_start > group.new_start and not new[run.new_start - 1][0].isalnum())


def _excerpt_of_group(old: Sequence[str], new: Sequence[str], run: Run) -> tuple[str, str]:
    """Return a run as it is shown, without signs in front."""
    sides = (old[run.old_start : run.old_end], new[run.new_start : run.new_end])
    before, after = (join_words(dropwhile(_LEADING.__contains__, side)) for side in sides)
    return before, after


def _group_around(found: Sequence[Run], run: Run) -> Run:
    """Return the span of a run and of those that stand within a few words of it: what went here came there."""
    first = last = found.index(run)
    while first and found[first].old_start - found[first - 1].old_end <= _MOST_BETWEEN:
        first -= 1
    while last + 1 < len(found) and found[last + 1].old_start - found[last].old_end <= _MOST_BETWEEN:
        last += 1
    return Run(found[first].old_start, found[last].old_end, found[first].new_start, found[last].new_end)


def _placed_excerpt(
    old: Sequence[str], new: Sequence[str], run: Run, kind: EditKind, texts: tuple[str, str], *, is_german: bool
) -> tuple[str, str]:
    """Return an excerpt, with the words up to the next noun if it names none: "gut ein Drittel", not "gut".

    >>> old, new = "Es sind gut ein Drittel".split(), "Es sind knapp ein Drittel".split()
    >>> _placed_excerpt(old, new, Run(2, 3, 2, 3), EditKind.NUMBERS, ("gut", "knapp"), is_german=True)
    ('gut ein Drittel', 'knapp ein Drittel')
    """
    is_bare = kind is EditKind.WORDING and not is_german and max(map(len, texts)) <= _MOST_BARE
    if not is_bare and any(_names_noun(text.split(), is_german) for text in texts):
        return texts
    right = _until_noun(common_words(old[run.old_end :], new[run.new_end :], _MOST_PLACE), is_german)
    left = []
    if not _names_noun(right, is_german):
        before = common_words(old[: run.old_start][::-1], new[: run.new_start][::-1], _MOST_PLACE)
        left = _until_noun(before, is_german)[::-1]
    if run.old_start == run.old_end or run.new_start == run.new_end:
        left = left or common_words(old[: run.old_start][::-1], new[: run.new_start][::-1], 1)[::-1]
    shown = [
        list(dropwhile(_LEADING.__contains__, [*left, *side[start:end], *right]))
        for side, start, end in ((old, run.old_start, run.old_end), (new, run.new_start, run.new_end))
    ]
    return join_words(shown[0]), join_words(shown[1])


def _until_noun(words: Sequence[str], is_german: bool) -> list[str]:
    """Return the words up to the first noun, or the first of them if there is none."""
    for end, word in enumerate(words, 1):
        if word in _STOPS:
            return list(words[: min(end - 1, 1)])
        if _names_noun([word], is_german):
            return list(words[:end])
    return list(words[:1])


def _names_noun(words: Sequence[str], is_german: bool) -> bool:
    """Return True if words say what they are about: a noun, or a long word where nouns have no capitals."""
    if any(sign in _SIGNS for word in words for sign in (word[0], word[-1])):
        return True
    named = (word for word in words if word[0].isalpha() and not all(map(str.isdigit, values_of_word(word) or "-")))
    if is_german:
        return any(word[0].isupper() and len(word) >= _LEAST_NOUN for word in named)
    return any(len(word) > _LEAST_NOUN and word.lower() not in _NO_NOUNS for word in named)
