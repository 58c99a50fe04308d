"""Words and pairs of words of a page that may stand in front of another, by where they stand: signs with a weight each.

What a page demands is said in many ways, and with few words. No list of wordings holds them all; of each word the
weights say how much it speaks for such a page (``front_scores``).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.extract.front_parts import Front

STEM = 7  # letters of a word that count: most endings are behind them
_FIRST, _LAST = 80, 50  # words of the main part
_LABEL, _LINK = 6, 8  # most words of a label in a form, and of a link
_NUMBER = "0"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PART_OF_NAME = re.compile(r"[A-Z]?[a-z]+")
_NAMES_OF_FIELDS = ("type", "name", "id", "autocomplete")


def words_of(front: Front, title: str) -> frozenset[str]:
    """Return the words and pairs of a page, each with its place: name, label, link, begin, end, field."""
    lines = [stems(line) for line, _ in front.lines]
    labels = (*front.presses, *(line for line, is_formed in front.lines if is_formed and len(line.split()) <= _LABEL))
    links = (" ".join((link.text_content() or "").split()) for link in front.links)
    return frozenset(
        (
            *_placed("name", [stems(name) for name in (title, *front.heads[:2])]),
            *_placed("label", [stems(label) for label in labels]),
            *_placed("link", [stems(link) for link in links if len(link.split()) <= _LINK]),
            *_placed("begin", _within(lines, _FIRST)),
            *_placed("end", [line[::-1] for line in _within([line[::-1] for line in reversed(lines)], _LAST)]),
            *(f"field {part.lower()[:STEM]}" for part in _parts_of_fields(front)),
        )
    )


def stems(text: str) -> list[str]:
    """Return the beginnings of the words of a text, without accents; numbers are alike.

    >>> stems("Überprüfung läuft: 30 Sekunden")
    ['uberpru', 'lauft', '0', 'sekunde']
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return [_NUMBER if word[0].isdigit() else word[:STEM] for word in _WORD.findall(plain)]


def _placed(place: str, lines: Sequence[Sequence[str]]) -> Iterator[str]:
    for line in lines:
        yield from (f"{place} {word}" for word in line)
        yield from (f"{place} {first} {second}" for first, second in pairwise(line))


def _within(lines: Sequence[list[str]], most: int) -> list[list[str]]:
    """Return the lines up to so many words, the last of them cut."""
    taken: list[list[str]] = []
    for line in lines:
        if most <= 0:
            break
        taken.append(line[:most])
        most -= len(line)
    return taken


def _parts_of_fields(front: Front) -> Iterator[str]:
    for field in front.fields:
        for key in _NAMES_OF_FIELDS:
            yield from _PART_OF_NAME.findall(field.get(key) or "")
