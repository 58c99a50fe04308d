"""Texts of versions that are compared to find works: words, numbers and shingles, each computed once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import similarity
from kaaw_archive.derive.bare_texts import bare_text, days_at_ends, is_numbered_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kaaw_archive.derive.known_articles import KnownVersion

_REMEMBERED = 512  # versions
_HEAD = 300  # characters
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
# What scans take for each other, but no digit for another digit. "e" is left out, as in "ae", and so is "c", which is
# taken for it.
_CONFUSED = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5", "m": "rn", "e": None, "c": None}) | dict.fromkeys(
    range(0x300, 0x370)  # accents
)


class ComparedTexts:
    """Texts of versions. ``text_of`` and ``files_of`` return the text and the linked files of a snapshot's id."""

    def __init__(self, text_of: Callable[[int], str], files_of: Callable[[int], frozenset[str]]) -> None:
        self._text_of = text_of
        self._files_of = files_of
        self._bare = lru_cache(maxsize=_REMEMBERED)(lambda snapshot_id: bare_text(text_of(snapshot_id)))
        self._words = lru_cache(maxsize=_REMEMBERED)(lambda snapshot_id: words_of(self._bare(snapshot_id)))
        self._letters = lru_cache(maxsize=_REMEMBERED)(lambda snapshot_id: letters_of(self._words(snapshot_id)))
        self._shingles = lru_cache(maxsize=_REMEMBERED)(
            lambda snapshot_id: similarity.shingles(self._bare(snapshot_id))
        )

    def text(self, version: KnownVersion) -> str:
        """Return a text without the lines of its page at both ends."""
        return self._bare(version.snapshot_id)

    def is_numbered_page(self, version: KnownVersion) -> bool:
        """Return True if a version states that it is a page of several."""
        return is_numbered_page(self._text_of(version.snapshot_id))

    def days(self, version: KnownVersion) -> frozenset[str]:
        """Return the days that a version names at both ends of its text."""
        return days_at_ends(self._text_of(version.snapshot_id))

    def head(self, version: KnownVersion) -> str:
        """Return the beginning of a text, some lines of a page."""
        return self.text(version)[:_HEAD]

    def files(self, version: KnownVersion) -> frozenset[str]:
        return self._files_of(version.snapshot_id)

    def words(self, version: KnownVersion) -> list[str]:
        return self._words(version.snapshot_id)

    def letters(self, version: KnownVersion) -> str:
        """Return the letters and digits of a text, without what a layout puts between them: blanks, hyphens, marks."""
        return self._letters(version.snapshot_id)

    def numbers(self, version: KnownVersion) -> frozenset[str]:
        return numbers_of(self.text(version))

    def by_length(self, one: KnownVersion, other: KnownVersion) -> tuple[KnownVersion, KnownVersion]:
        """Return the version with fewer words, and the other."""
        short, long = sorted((one, other), key=lambda side: len(self.words(side)))
        return short, long

    def containment(self, short: KnownVersion, long: KnownVersion) -> float:
        """Return the share of the shingles of one version that the other has; 0 if it has no words."""
        shingles = self._shingles(short.snapshot_id)
        return len(shingles & self._shingles(long.snapshot_id)) / len(shingles) if shingles else 0.0

    def resemblance(self, one: KnownVersion, other: KnownVersion) -> float:
        """Return the share of common shingles in all of two versions; 0 if one of them has no words."""
        sides = self._shingles(one.snapshot_id), self._shingles(other.snapshot_id)
        return len(sides[0] & sides[1]) / len(sides[0] | sides[1]) if all(sides) else 0.0


def numbers_of(text: str) -> frozenset[str]:
    """Return the runs of digits in a text."""
    return frozenset(_NUMBER.findall(text))


def letters_of(words: Iterable[str]) -> str:
    """Return words as one, in the letters that spellings without umlauts and the slips of a scan leave alone.

    Each sign is replaced without regard to its neighbours, so that the result of a part is a part of the result.

    >>> letters_of(["Straßen", "für", "60"]) == letters_of(["Strasscn", "fuer", "60"])
    True
    """
    text = "".join(words).casefold()
    return (text if text.isascii() else unicodedata.normalize("NFKD", text)).translate(_CONFUSED)


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in order."""
    return _WORD.findall(text)
