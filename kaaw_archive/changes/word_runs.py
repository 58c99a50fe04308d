"""Runs of words that two texts have in common, and those that differ: fast-diff-match-patch over words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import fast_diff_match_patch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Each distinct word is one character for the differ, which knows only texts; surrogates are no characters.
_FIRST, _SURROGATES = 0x100, range(0xD800, 0xE000)
_MOST_WORDS = 2_000  # of a sentence; a longer one is taken as replaced


class Run(NamedTuple):
    """Place where two texts differ: words from ``old_start`` to ``old_end`` are replaced by those of the new text."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def equal_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs that both texts have, each as place in the old, place in the new, and number of words."""
    signs: dict[str, str] = {}
    texts = ["".join([signs.get(word) or _sign(signs, word) for word in side]) for side in (old, new)]
    i = j = 0
    # no limit on time, which would give another result on a busy machine: callers bound the number of words
    for action, length in fast_diff_match_patch.diff(
        *texts, timelimit=0, checklines=False, cleanup="No", counts_only=True
    ):
        if action == "=":
            yield i, j, length
        i += length if action != "+" else 0
        j += length if action != "-" else 0


def runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return where two texts differ, in order."""
    if max(len(old), len(new)) > _MOST_WORDS:
        return [Run(0, len(old), 0, len(new))]
    found, i, j = [], 0, 0
    for at_old, at_new, length in [*equal_runs(old, new), (len(old), len(new), 0)]:
        if at_old > i or at_new > j:
            found.append(Run(i, at_old, j, at_new))
        i, j = at_old + length, at_new + length
    return found


def _sign(signs: dict[str, str], word: str) -> str:
    code = _FIRST + len(signs)
    signs[word] = sign = chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
    return sign
