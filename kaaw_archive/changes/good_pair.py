"""Pairs that cannot be compared: one of two versions is cut off, is no text, or is not of this article at all.

Captures that are known as walls, errors, logins or unreadable have no versions: ``derive`` reads none from them. These
rules find those that looked like an article when they were read.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive.items import NoEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.changes.plain import Sentence
    from kaaw_archive.items import VersionContent

_ENDS = ".!?:;\"')]"
_LEAST_LOST = 20  # characters behind the cut
_GARBLED = re.compile("[\ufffd\x80-\x9f\u0300-\u036f]|[ÃÂΤ][\x80-\xbf¤-¿]")  # UTF-8 that was read as something else
_GARBLED_SHARE, _SOUND_SHARE = 0.01, 0.002
_MOST_CHARACTERS = 200_000  # that are looked at
_SHORT = 600  # characters of a notice that stands in the place of an article
_SMALL_WORDS = {
    "de": frozenset("der die das und nicht mit wird ist für von auf den dem ein eine im zu sich".split()),
    "en": frozenset("the and of to is that for with are by this as was it be on".split()),
    "fr": frozenset("le la les et des une est du pour dans sur par au aux que qui".split()),
}
_SMALL_WORD = re.compile(r"[^\W\d_]{2,5}")
_LEAST_SMALL_WORDS = 12
_WORD = re.compile(r"[^\W\d_]{4,}")


def fault_of(
    old: VersionContent, new: VersionContent, old_text: Sequence[Sentence], new_text: Sequence[Sentence]
) -> tuple[NoEdit, bool | None] | None:
    """Return the reason why two versions cannot be compared, and True if it is the newer one that is bad; or None.

    Neither is bad if they are in two languages.
    """
    before, after = (" ".join(sentence.text for sentence in side) for side in (old_text, new_text))
    for is_new_bad, bad, good in (
        (True, (new, new_text, after), (old, old_text, before)),
        (False, (old, old_text, before), (new, new_text, after)),
    ):
        if _garbled_share(bad[2]) > _GARBLED_SHARE and _garbled_share(good[2]) < _SOUND_SHARE:
            return NoEdit.UNREADABLE, is_new_bad
        if _is_cut(bad[1], good[1]):
            return NoEdit.CUT_OFF, is_new_bad
        if _is_other_page(good[0], bad[0], good[2], bad[2]):
            return NoEdit.OTHER_PAGE, is_new_bad
    languages = [_language(text) for text in (before, after)]
    if None not in languages and languages[0] != languages[1]:
        return NoEdit.OTHER_PAGE, None
    return None


def _language(text: str) -> str | None:
    """Return the language of which a text has by far most small words; None if none has."""
    counts = Counter(_SMALL_WORD.findall(text[:_MOST_CHARACTERS].lower()))
    shares = sorted(((sum(counts[word] for word in words), name) for name, words in _SMALL_WORDS.items()), reverse=True)
    return shares[0][1] if shares[0][0] >= _LEAST_SMALL_WORDS and shares[0][0] > 3 * shares[1][0] else None


def _garbled_share(text: str) -> float:
    if text.isascii() or not text:
        return 0.0
    text = text[:_MOST_CHARACTERS]
    return sum(1 for _ in _GARBLED.finditer(text)) / len(text)


def _is_cut(short: Sequence[Sentence], whole: Sequence[Sentence]) -> bool:
    """Return True if a text ends within a sentence, and the other is the same up to there and goes on."""
    if not short or len(short) > len(whole) or short[-1].text[-1] in _ENDS:
        return False
    at = len(short) - 1
    if any(one.words != other.words for one, other in zip(short[:at], whole, strict=False)):
        return False
    last, other = short[at].text, whole[at].text
    rest = len(other) - len(last) + sum(len(sentence.text) for sentence in whole[at + 1 :])
    return last != other and other.startswith(last) and rest >= _LEAST_LOST


def _is_other_page(article: VersionContent, notice: VersionContent, text: str, other: str) -> bool:
    """Return True if a short page without a day, of another title and in no word alike, stands for a dated article."""
    if article.published_on is None or notice.published_on is not None or len(other) > _SHORT:
        return False
    if _long_words(article.title) & _long_words(notice.title):
        return False
    common = _long_words(text) & _long_words(other)
    return len(common) < max(3, len(_long_words(other)) // 3)


def _long_words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
