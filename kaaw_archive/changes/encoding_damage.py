"""Texts that were read in a wrong encoding or scanned badly, seen beside the same text as it should be."""

from __future__ import annotations

import re
from itertools import islice

_GARBLED = re.compile(
    "[\ufffd\x80-\x9f\u0300-\u036f]|[ÃÂΤ][\x80-\xbf¤-¿]"  # UTF-8 that was read as something else
    r"|(?<=[a-zß-ÿ])[?¿¡¢£¤¥¦§©®°±¶¼½¾](?=[a-zß-ÿ])|&(?:[aeiou](?:uml|acute|grave|circ)|szlig|ccedil);",
    re.IGNORECASE,
)
_GARBLED_SHARE, _SOUND_SHARE = 0.005, 0.002
_MOST_CHARACTERS = 200_000  # that are looked at
_MIXED = re.compile(r"[A-Za-z][0-9@|!$]{1,3}[a-z]")
_MIXED_SHARE, _UNMIXED_SHARE = 0.3, 0.15  # of the words
_WORD = re.compile(r"[^\W\d_]+")
_ASCII = re.compile(r"[A-Za-z]+")
_LEAST_ASCII = 3  # letters of a word by which it is known without the others
_LEAST_WORDS = 4  # with a letter beyond ASCII
_MOST_PIECES = 3  # between lost letters
_MOST_WORDS = 40  # that are looked for
_MOST_KEPT = 0.2  # of these words
_LEAST_ALIKE = 0.8  # of all other words, and of these words without the letters that are lost
_DAMAGE = r"[^\s]{0,12}?"  # what stands in the place of a letter
_SEARCHED = 20_000  # characters


def is_damaged(bad: str, good: str) -> bool:
    """Return True if a text is another one with a lost encoding."""
    if _garbled_share(bad) > _GARBLED_SHARE and _garbled_share(good) < _SOUND_SHARE:
        return True
    if _mixed_share(bad) > _MIXED_SHARE and _mixed_share(good) < _UNMIXED_SHARE:
        return True
    return _has_lost_letters(bad[:_SEARCHED], good[:_SEARCHED])


def _garbled_share(text: str) -> float:
    if not text:
        return 0.0
    text = text[:_MOST_CHARACTERS]
    return sum(1 for _ in _GARBLED.finditer(text)) / len(text)


def _mixed_share(text: str) -> float:
    """Return the share of the words of a text that have digits or signs between letters, or are one.

    A scan without care makes such words.
    """
    words = text[:_SEARCHED].split()
    return sum(_MIXED.search(word) is not None or len(word) == 1 for word in words) / max(1, len(words))


def _has_lost_letters(bad: str, good: str) -> bool:
    """Return True if nearly all words with letters beyond ASCII stand in a text without these letters.

    >>> _has_lost_letters("fr die Brcke, Mhle und Whrend", "für die Brücke, Mühle und Während")
    True
    """
    if good.isascii():
        return False
    words, others = set(_WORD.findall(good)), set(_WORD.findall(bad))
    plain = {word for word in words if word.isascii()}
    known = sorted(word for word in words - plain if _is_known_without_letters(word))
    if len(known) < _LEAST_WORDS or len(others & set(known)) > _MOST_KEPT * len(known):
        return False
    if len(plain & others) < _LEAST_ALIKE * len(plain):
        return False
    looked_for = list(islice(known, _MOST_WORDS))
    return sum(_without_letters(word).search(bad) is not None for word in looked_for) >= _LEAST_ALIKE * len(looked_for)


def _is_known_without_letters(word: str) -> bool:
    pieces = _ASCII.findall(word)
    return len(pieces) <= _MOST_PIECES and sum(map(len, pieces)) >= _LEAST_ASCII


def _without_letters(word: str) -> re.Pattern[str]:
    pieces = re.split(r"[^A-Za-z]+", word)
    return re.compile(rf"(?<![A-Za-z]){_DAMAGE.join(map(re.escape, pieces))}")
