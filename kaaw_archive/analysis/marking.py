"""Hits in a text: which of its words a query means, and an excerpt around the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.analysis.words import chains, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EXCERPT_BEFORE = 80  # characters shown in front of the first hit
_NO_TERMS: frozenset[str] = frozenset()

Piece = tuple[str, bool]  # a stretch of text, and whether it is a hit


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words next to each other that a query means: the terms of each; the last may be the beginning of a word."""

    words: tuple[frozenset[str], ...]
    prefix: str | None = None


def mark(text: str, targets: Sequence[MarkedWords], terms: Mapping[str, frozenset[str]]) -> tuple[Piece, ...]:
    """Return the text cut into pieces that are hits and pieces that are not; put together it is the text.

    ``terms`` has the terms of those forms that a target may mean.
    """
    pieces: list[Piece] = []
    done = 0
    for start, end in _hits(text, targets, terms):
        if start > done:
            pieces.append((text[done:start], False))
        if end > done:
            pieces.append((text[max(start, done) : end], True))
            done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return tuple(pieces)


def first_hit(text: str, targets: Sequence[MarkedWords], terms: Mapping[str, frozenset[str]]) -> int | None:
    """Return the offset of the first hit, None if there is none."""
    return next((start for start, _ in _hits(text, targets, terms)), None)


def excerpt_span(line: str, first: int, length: int = 240) -> tuple[int, int]:
    """Return begin and end of about ``length`` characters around the hit that begins at ``first``, cut at words."""
    start = max(0, first - _EXCERPT_BEFORE)
    if start:
        start = line.find(" ", start, first) + 1 or first
    end = start + length
    return start, (max(line.rfind(" ", first, end), 0) or end) if end < len(line) else len(line)


def _hits(text: str, targets: Sequence[MarkedWords], terms: Mapping[str, frozenset[str]]) -> list[tuple[int, int]]:
    """Return the places of the targets in the text, in order; a later one may overlap an earlier one."""
    places = [(form, at + start, at + end) for at, chain in chains(text) for form, start, end in chain.places if form]
    prefixes = tuple(target.prefix for target in targets if target.prefix is not None and not target.words)
    found: list[tuple[int, int]] = []
    for i, (form, start, _) in enumerate(places):
        if form not in terms and not (prefixes and fold(form).startswith(prefixes)):
            continue
        lengths = [length for target in targets if (length := _length_at(target, places, i, terms))]
        if lengths:
            found.append((start, places[i + max(lengths) - 1][2]))
    return found


def _length_at(
    target: MarkedWords, places: Sequence[tuple[str, int, int]], i: int, terms: Mapping[str, frozenset[str]]
) -> int:
    """Return the number of words of a target that stands at this word, 0 if it does not."""
    length = len(target.words) + (target.prefix is not None)
    if i + length > len(places):
        return 0
    if any(terms.get(places[i + n][0], _NO_TERMS).isdisjoint(wanted) for n, wanted in enumerate(target.words)):
        return 0
    if target.prefix is not None and not fold(places[i + length - 1][0]).startswith(target.prefix):
        return 0
    return length
