"""Alignment of the sentences of two versions: which stayed, moved, were changed, came and went.

Sentences that each version has exactly once are anchors (Cohen's patience diff). What stands between two anchors is
compared by its words. The time grows with the length of the texts, whatever they are: between two anchors no more than
``_MOST_WORDS`` words are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive.changes.plain import Sentence
from kaaw_archive.changes.word_runs import equal_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_WORDS = 2_000  # on each side of a gap; two random texts of so many words take 12 ms
_ALIKE = 0.5  # two sentences are paired if they share this part of the words of the shorter one
_MOSTLY = 0.6  # two sentences at one place are paired at once if they share more than this part of the longer one
_ALIKE_ELSEWHERE = 0.7  # as above, of sentences at different places
_MOST_UNPAIRED = 100  # sentences that are searched for their like elsewhere
_LEAST_STEMS = 4  # that two sentences at different places have in common
_STEM = 5  # letters of a word that are compared with those of its inflections
_LONG_WORD = 4

Span = tuple[int, int, int, int]  # start and end (exclusive) of the old sentences, then of the new ones


@dataclass(slots=True)
class Alignment:
    """Alignment of two versions, as pairs of a sentence before and after.

    ``changed`` holds several sentences joined to one if only their division changed. A sentence that moved and was
    changed stands in ``moved`` and in ``changed``.
    """

    changed: list[tuple[Sentence, Sentence]] = field(default_factory=list)
    moved: list[tuple[Sentence, Sentence]] = field(default_factory=list)
    removed: list[Sentence] = field(default_factory=list)
    added: list[Sentence] = field(default_factory=list)


def align(old: Sequence[Sentence], new: Sequence[Sentence]) -> Alignment:
    """Return how the sentences of two versions correspond, each list in the order of the text."""
    result = Alignment()
    gaps = [(old[i:end_old], new[j:end_new]) for i, end_old, j, end_new in _gaps(old, new)]
    result.moved = _moved(gaps)
    left_old, left_new = ({pair[side].place for pair in result.moved} for side in (0, 1))
    for gone, come in gaps:
        _pair_gap([s for s in gone if s.place not in left_old], [s for s in come if s.place not in left_new], result)
    _pair_elsewhere(result)
    result.changed.sort(key=lambda pair: pair[1].place)
    result.moved.sort(key=lambda pair: pair[1].place)
    return result


def _gaps(old_text: Sequence[Sentence], new_text: Sequence[Sentence]) -> list[Span]:
    """Return the spans between the sentences that both have, in order."""
    old, new = ([sentence.words for sentence in side] for side in (old_text, new_text))
    first, behind_old, behind_new = _trimmed(old, new, (0, len(old), 0, len(new)))
    anchors = _anchors(old, new, first, behind_old, behind_new)
    gaps, i, j = [], first, first
    for at_old, at_new in [*anchors, (behind_old, behind_new)]:
        if at_old > i or at_new > j:
            k, end_old, end_new = _trimmed(old, new, (i, at_old, j, at_new))
            if end_old > i + k or end_new > j + k:
                gaps.append((i + k, end_old, j + k, end_new))
        i, j = at_old + 1, at_new + 1
    return gaps


def _trimmed(old: Sequence[object], new: Sequence[object], span: Span) -> tuple[int, int, int]:
    """Return the number of equal items at the beginning of a span, and its ends without the equal items there."""
    i, end_old, j, end_new = span
    first = 0
    while i + first < end_old and j + first < end_new and old[i + first] == new[j + first]:
        first += 1
    while end_old > i + first and end_new > j + first and old[end_old - 1] == new[end_new - 1]:
        end_old, end_new = end_old - 1, end_new - 1
    return first, end_old, end_new


def _anchors(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], first: int, behind_old: int, behind_new: int
) -> list[tuple[int, int]]:
    """Return the places of sentences that both versions have once, as many as are in the same order in both."""
    counts_old, counts_new = Counter(old[first:behind_old]), Counter(new[first:behind_new])
    places = {new[j]: j for j in range(first, behind_new) if counts_new[new[j]] == 1}
    pairs = [(i, places[old[i]]) for i in range(first, behind_old) if counts_old[old[i]] == 1 and old[i] in places]
    return _longest_increasing(pairs)


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []  # smallest last place of a run of each length
    ends: list[int] = []  # number of the pair with it
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [number]
    chain, number = [], ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _pair_gap(old: Sequence[Sentence], new: Sequence[Sentence], result: Alignment) -> None:
    """Pair the sentences of a gap that have most words in common, then those that stand in each other's place."""
    if (pieces := _pieces(old, new)) > 1:
        for n in range(pieces):
            gone, come = (side[len(side) * n // pieces : len(side) * (n + 1) // pieces] for side in (old, new))
            _pair_gap(gone, come, result)
        return
    if len(old) == len(new):
        if all(is_alike(*pair) for pair in zip(old, new, strict=True)):
            result.changed += zip(old, new, strict=True)
            return
    elif merged := _merged(old, new):
        result.changed.append(merged)
        return
    first = len(result.changed)
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for common, i, j in _common_words(old, new):
        if i in taken_old or j in taken_new:
            continue
        if common >= _ALIKE * min(_weight(old[i].words), _weight(new[j].words)):
            taken_old.add(i)
            taken_new.add(j)
            if old[i].words != new[j].words:
                result.changed.append((old[i], new[j]))
    left_old = [s for i, s in enumerate(old) if i not in taken_old]
    left_new = [s for j, s in enumerate(new) if j not in taken_new]
    for left, is_old in ((left_old, True), (left_new, False)):
        left[:] = [sentence for sentence in left if not _is_part(sentence, result.changed[first:], is_old)]
    _pair_rewritten(left_old, left_new, result)


def _is_part(sentence: Sentence, changed: Sequence[tuple[Sentence, Sentence]], is_old: bool) -> bool:
    """Return True if the sentence was merged into one that is paired already, or split off it.

    Most of its stems are then new in the other sentence of that pair.
    """
    stems = _stems(sentence)
    for pair in changed:
        own, other = pair if is_old else pair[::-1]
        if len(stems & (_stems(other) - _stems(own))) > _MOSTLY * len(stems):
            return True
    return False


def is_alike(old: Sentence, new: Sentence) -> bool:
    """Return True if most words of the longer sentence are in the other; a quick look that spares a slow one."""
    one, other = set(old.words), set(new.words)
    return len(one & other) > _MOSTLY * max(len(one), len(other))


def _merged(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[Sentence, Sentence] | None:
    """Return the sentences of each side joined to one if both sides have the same words, but for one at most.

    Only the division into sentences was changed then. None otherwise, or if a side is empty.
    """
    before, after = (
        Counter(word.lower() for s in side for word in s.words if word[0].isalnum()) for side in (old, new)
    )
    if not old or not new or max((before - after).total(), (after - before).total()) > 1:
        return None
    return _joined(old), _joined(new)


def _joined(side: Sequence[Sentence]) -> Sentence:
    words = tuple(word for sentence in side for word in sentence.words)
    return Sentence(side[0].place, side[0].paragraph, " ".join(sentence.text for sentence in side), words)


def _pieces(old: Sequence[Sentence], new: Sequence[Sentence]) -> int:
    """Return the number of pieces in which a gap is compared: one, unless it has too many words."""
    most = max(sum(len(s.words) for s in side) for side in (old, new))
    return min(2, len(old), len(new)) if most > _MOST_WORDS else 1


def _common_words(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Return the numbers of words that two sentences of a gap have in common in order, the largest first."""
    owner_old = [i for i, s in enumerate(old) for _ in s.words]
    owner_new = [j for j, s in enumerate(new) for _ in s.words]
    if not owner_old or not owner_new or max(len(owner_old), len(owner_new)) > _MOST_WORDS:
        return []
    common: dict[tuple[int, int], int] = defaultdict(int)
    words_old = [word for s in old for word in s.words]
    for i, j, length in equal_runs(words_old, [word for s in new for word in s.words]):
        for at in range(length):
            if words_old[i + at][0].isalnum():
                common[owner_old[i + at], owner_new[j + at]] += 1
    return sorted(((number, i, j) for (i, j), number in common.items()), key=lambda row: (-row[0], row[1], row[2]))


def _weight(words: Iterable[str]) -> int:
    return sum(word[0].isalnum() for word in words)


def _pair_rewritten(old: Sequence[Sentence], new: Sequence[Sentence], result: Alignment) -> None:
    """Pair sentences with a word of weight in common that stand in the same place; the others came and went."""
    waiting = list(new)
    if max(len(old), len(new)) > _MOST_UNPAIRED:
        result.removed += old
        result.added += new
        return
    for sentence in old:
        stems = _stems(sentence)
        place = next((n for n, other in enumerate(waiting) if stems & _stems(other)), None)
        if place is None:
            result.removed.append(sentence)
        else:
            result.changed.append((sentence, waiting.pop(place)))
    result.added += waiting


def content_stems(words: Iterable[str]) -> set[str]:
    """Return the beginnings of the words of weight, which their inflections share."""
    return {word.lower()[:_STEM] for word in words if len(word) >= _LONG_WORD and word[0].isalpha()}


def _stems(sentence: Sentence) -> set[str]:
    return content_stems(sentence.words)


def _moved(gaps: Sequence[tuple[Sequence[Sentence], Sequence[Sentence]]]) -> list[tuple[Sentence, Sentence]]:
    """Return the sentences that went at one place and came at another, word for word."""
    came: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    for _, new in reversed(gaps):
        for sentence in reversed(new):
            came[sentence.words].append(sentence)
    return [(sentence, came[sentence.words].pop()) for old, _ in gaps for sentence in old if came.get(sentence.words)]


def _pair_elsewhere(result: Alignment) -> None:
    """Pair sentences that moved and were changed on the way, if most of their words are the same."""
    if not result.removed or not result.added or len(result.removed) * len(result.added) > _MOST_UNPAIRED**2:
        return
    waiting = [(sentence, Counter(sentence.words)) for sentence in result.added]
    removed = []
    for sentence in result.removed:
        own = Counter(sentence.words)
        likest = max(waiting, key=lambda row: (own & row[1]).total(), default=None)
        if likest is None or not _is_alike_elsewhere(sentence, likest[0], (own & likest[1]).total()):
            removed.append(sentence)
            continue
        waiting.remove(likest)
        result.changed.append((sentence, likest[0]))
        result.moved.append((sentence, likest[0]))
    result.removed, result.added = removed, [sentence for sentence, _ in waiting]


def _is_alike_elsewhere(old: Sentence, new: Sentence, common: int) -> bool:
    """Return True if two sentences have most words in common, or most words of weight."""
    if common >= _ALIKE_ELSEWHERE * max(len(old.words), len(new.words)):
        return True
    stems = _stems(old), _stems(new)
    return len(stems[0] & stems[1]) >= max(_LEAST_STEMS, _ALIKE * max(map(len, stems)))


def moves(
    moved: Sequence[tuple[Sentence, Sentence]], old: Sequence[Sentence], new: Sequence[Sentence]
) -> list[tuple[str, int, int]]:
    """Return what moved from which paragraph to which: "paragraph" as a whole, or a "sentence" of it."""
    of_old, of_new = (Counter(sentence.paragraph for sentence in side) for side in (old, new))
    counts = Counter((before.paragraph, after.paragraph) for before, after in moved)
    return [
        ("paragraph" if number == of_old[i] == of_new[j] and i != j else "sentence", i, j)
        for (i, j), number in counts.items()
    ]
