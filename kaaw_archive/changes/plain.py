"""Plain form of texts: without typography, cut into sentences and words, so that only what is said is compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaaw_archive.items import VersionContent

# soft hyphens, zero-width signs, direction marks
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SIGNS = str.maketrans(
    dict.fromkeys("„“”«»‹›‟", '"')
    | dict.fromkeys("‘’‚‛´`", "'")
    | dict.fromkeys("‐‑–—−", "-")
    | dict.fromkeys("\u00a0\u2000\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t", " ")
    | {"…": "..."}
)
_SIGN = re.compile(f"[{''.join(map(chr, _SIGNS))}]")
_FRENCH_QUOTE = re.compile(r"(?<![^\s(])«\s|\s»(?!\w)")  # blanks within quotation marks; German has none there
# a word that was cut at the end of a line; "Haupt- und Nebenfach" is none
_CUT_WORD = re.compile(r"(?<=[^\W\d_])-\n ?(?=[a-zà-öø-ÿß])(?!(?:und|oder|and|or|et|ou|bis)\b)")
# numbers with their points and commas; words with the hyphens and apostrophes within them; single signs
WORDS = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*|[^\w\s]|_")
_END = re.compile(r"[.!?][\"')\]]{0,3}\s(?=[\"'(\[]{0,2}[A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|prof|st|str|nr|abs|art|bzw|ca|vgl|mr|mrs|ms|cllr|mme|dipl|geb|evtl|max|min|inkl|tel)|\b[^\W\d_]"
    r"|(?<![:.h])(?<![:.h] )\b\d{1,2})\Z",
    re.IGNORECASE,
)
_HIDDEN = "[email protected]"  # as Cloudflare writes it for programs
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,40})[-\u2010]\s([a-zß-ÿ][^\W\d_]{0,40})")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_END = 8  # characters in which an abbreviation stands


class Sentence(NamedTuple):
    """Sentence of a version. ``words`` are its words and signs; ``text`` is as written.

    ``place`` counts the sentences from 0, ``paragraph`` the paragraphs from 1; 0 for a caption.
    """

    place: int
    paragraph: int
    text: str
    words: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text without typography: one form of quotation marks, dashes and blanks, no soft or line-end hyphens.

    >>> plain("Ver\\u00adkehrs-\\nminister „Otto“ – ja")
    'Verkehrsminister "Otto" - ja'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _FRENCH_QUOTE.sub('"', _UNSEEN.sub("", text))
        if _SIGN.search(text):  # hundreds of times faster than to translate what has none
            text = text.translate(_SIGNS)
    if "-\n" in text or "-\n " in text:
        text = _CUT_WORD.sub("", text)
    return text


def plain_addresses(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions with mail addresses hidden in both, if a proxy hides them in one."""
    is_hidden = [any(_HIDDEN in paragraph for paragraph in side.paragraphs) for side in (old, new)]
    if is_hidden[0] == is_hidden[1]:
        return old, new
    return _hidden(old), _hidden(new)


def _hidden(version: VersionContent) -> VersionContent:
    return replace(version, paragraphs=tuple(_MAIL.sub(_HIDDEN, paragraph) for paragraph in version.paragraphs))


def joined_words(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions in which no word is cut by a hyphen and a blank that the other version has whole."""
    texts = ["\n".join(side.paragraphs) for side in (old, new)]
    cut = [{match[0]: match[1] + match[2] for match in _BROKEN_WORD.finditer(text)} for text in texts]
    return _joined(old, cut[0], texts[1]), _joined(new, cut[1], texts[0])


def _joined(version: VersionContent, cut: Mapping[str, str], other: str) -> VersionContent:
    if not cut:
        return version
    whole = set(_LETTERS.findall(other))
    pieces = {piece: word for piece, word in cut.items() if word in whole}
    if not pieces:
        return version
    mended = _BROKEN_WORD.sub(lambda match: pieces.get(match[0], match[0]), "\0".join(version.paragraphs))
    return replace(version, paragraphs=tuple(mended.split("\0")))


def words(text: str) -> tuple[str, ...]:
    """Return the words and signs of a plain text.

    >>> words("1.500 Euro, sagte O'Neill.")
    ('1.500', 'Euro', ',', 'sagte', "O'Neill", '.')
    """
    return tuple(WORDS.findall(text))


def single_blanks(text: str) -> str:
    """Return a plain text with single blanks."""
    return " ".join(plain(text).split())


def sentences(paragraphs: Iterable[str]) -> list[Sentence]:
    """Return the sentences of paragraphs; paragraphs without words have none."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs, 1):
        for text in _cut(single_blanks(paragraph)):
            if spoken := words(text):
                found.append(Sentence(len(found), number, text, spoken))
    return found


def _cut(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        before = text[max(start, end.start() - _BEFORE_END) : end.start()]
        if text[end.start()] == "." and _ABBREVIATION.search(before):
            continue
        yield text[start : end.end() - 1]
        start = end.end()
    if start < len(text):
        yield text[start:]
