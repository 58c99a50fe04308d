"""Words in the place of a number, and words that say how exact one is, in German, English and French texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.changes.number_values import values, values_of_word

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUANTITIES = frozenset(
    "mehrere mehreren mehrerer einige einigen einiger wenige wenigen weniger viele vielen vieler zahlreiche zahlreichen"
    " zahlreicher etliche etlichen several some few many numerous plusieurs quelques nombreux nombreuses".split()
)
# Words of one group say the same of the number behind them.
_BOUNDS = {
    word: group
    for group, words in {
        "about": "rund etwa circa ca ungefähr about around roughly approximately environ",
        "more": "gut über over",
        "less": "knapp fast nahezu beinahe nearly almost presque",
        "at least": "mindestens wenigstens",
        "at most": "höchstens maximal",
    }.items()
    for word in words.split()
}
_FREE = frozenset(
    "kostenlos kostenfrei gratis gebührenfrei unentgeltlich free gratuit gratuite gratuits gratuites"
    " gratuitement".split()
)
_QUANTITY_WORDS = 2  # of a vague quantity, such as "sehr viele"
_BEFORE_NUMBER = 2  # words behind a bound among which its number is, such as "gut einem Fünftel"


def is_vague_quantity(words: Sequence[str]) -> bool:
    """Return True for words such as "mehrere" or "kostenlos", in whose place a number may come.

    >>> is_vague_quantity(["mehrere"]), is_vague_quantity(["die", "Bürgerinnen", "und", "viele"])
    (True, False)
    """
    small = {word.lower() for word in words}
    return len(words) <= _QUANTITY_WORDS and not small.isdisjoint(_QUANTITIES | _FREE)


def is_other_bound(gone: Sequence[str], come: Sequence[str], behind: Sequence[str]) -> bool:
    """Return True if a number is behind, and the word in front of it says something else of how exact it is.

    >>> is_other_bound(["gut"], ["rund"], ["einem", "Fünftel"]), is_other_bound(["etwa"], ["rund"], ["80"])
    (True, False)
    """
    if len(gone) != 1 or len(come) != 1:
        return False
    before, after = (_BOUNDS.get(side[0].lower()) for side in (gone, come))
    return None not in (before, after) and before != after and _begins_with_number(behind)


def _begins_with_number(words: Sequence[str]) -> bool:
    return bool(values(words[:_BEFORE_NUMBER])) and not any(
        value.startswith(("month", "weekday")) for word in words[:_BEFORE_NUMBER] for value in values_of_word(word)
    )
