"""Sentences and words of plain texts, so that only what is said is compared."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import month_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaaw_archive.items import VersionContent

# numbers with their points and commas; words with the hyphens and apostrophes within them; single signs
WORDS = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*|[^\w\s]|_")
_END = re.compile(r"[.!?][\"')\]]{0,3}\s(?=[\"'(\[]{0,2}[A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|prof|st|str|nr|abs|art|bzw|ca|vgl|mr|mrs|ms|cllr|mme|dipl|geb|evtl|max|min|inkl|tel)|\b[^\W\d_]"
    r"|(?<![:.h£$€])(?<![:.h£$€] )\b\d{1,2})\Z",
    re.IGNORECASE,
)
_HIDDEN = "[email protected]"  # as Cloudflare writes it for programs
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,40})[-\u2010]\s([a-zß-ÿ][^\W\d_]{0,40})")
_HYPHEN_AND_BLANK = re.compile(r"[-\u2010]\s")
_HYPHENED = re.compile(r"[^\W\d_]{1,40}(?:-[a-zß-ÿ]{1,40}){1,6}")
_LETTERS = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(
    r"\A\s{0,9}[-\u2010-\u2015*\u2022\u2023\u25aa\u25ab\u25cf\u25e6\u25a0\u25ba\u2713\u2714\u00b7>\u00bb]\s{1,9}(?=\S)"
)
_ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|shy|lt|gt|[nm]dash|hellip|[lrbs][sd]quo|[lr]aquo|copy|euro|middot|bull|#\d{2,5});"
)
# what a page says of the file or page behind a link
_OF_LINK = re.compile(
    r"\s?\((?:[\w.,-]{1,12}[ ,]{1,2}){0,3}\d{1,4}(?:[.,]\d{1,3})?[ \u00a0]?(?:[kmg]i?b|bytes|[kmg]o)\b[^()]{0,60}\)"
    r"|\s?\((?:[\w-]{1,12}, )?(?:(?:\u00f6ffnet|link \u00f6ffnet) (?:sich )?in|opens in|s'ouvre dans"
    r"|nouvelle fen\u00eatre|external link|externer link|lien externe)\b[^()]{0,60}\)",
    re.IGNORECASE,
)
_MONTH_CHARACTERS = 20
_BEFORE_END = 8  # characters in which an abbreviation stands


class Sentence(NamedTuple):
    """Sentence of a version. ``words`` are its words and signs; ``text`` is plain.

    ``place`` counts the sentences from 0, ``paragraph`` the paragraphs from 1; 0 for a caption.
    """

    place: int
    paragraph: int
    text: str
    words: tuple[str, ...]


def plain_addresses(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions with mail addresses hidden in both, if a proxy hides them in one."""
    is_hidden = [any(_HIDDEN in paragraph for paragraph in side.paragraphs) for side in (old, new)]
    if is_hidden[0] == is_hidden[1]:
        return old, new
    return _hidden(old), _hidden(new)


def _hidden(version: VersionContent) -> VersionContent:
    return replace(version, paragraphs=tuple(_MAIL.sub(_HIDDEN, paragraph) for paragraph in version.paragraphs))


def without_form(version: VersionContent) -> VersionContent:
    """Return a version without the signs of list items, entities, and notes on the file or window behind a link."""
    return replace(
        version,
        title=html.unescape(version.title),
        paragraphs=tuple(_BULLET.sub("", _OF_LINK.sub("", _unescaped(line))) for line in version.paragraphs),
    )


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def joined_words(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions in which no word is cut by a hyphen and a blank that the other version has whole."""
    texts = ["\n".join(side.paragraphs) for side in (old, new)]
    cut = [_cut_words(text) for text in texts]
    return _joined(old, cut[0], texts[1]), _joined(new, cut[1], texts[0])


def _cut_words(text: str) -> dict[str, str]:
    """Return the words that are cut, and each as one; a hyphen in front of a blank is found at once."""
    if _HYPHEN_AND_BLANK.search(text) is None:
        return {}
    return {match[0]: match[1] + match[2] for match in _BROKEN_WORD.finditer(text)}


def _joined(version: VersionContent, cut: Mapping[str, str], other: str) -> VersionContent:
    if not cut:
        return version
    whole = set(_LETTERS.findall(other))
    pieces = {piece: word for piece, word in cut.items() if word in whole}
    if not pieces:
        return version
    mended = _BROKEN_WORD.sub(lambda match: pieces.get(match[0], match[0]), "\0".join(version.paragraphs))
    mended = _HYPHENED.sub(lambda match: joined if (joined := match[0].replace("-", "")) in whole else match[0], mended)
    return replace(version, paragraphs=tuple(mended.split("\0")))


def words(text: str) -> tuple[str, ...]:
    """Return the words and signs of a plain text.

    >>> words("1.500 Euro, sagte O'Neill.")
    ('1.500', 'Euro', ',', 'sagte', "O'Neill", '.')
    """
    return tuple(WORDS.findall(text))


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
        if text[end.start()] == "." and (
            _ABBREVIATION.search(before) or _is_day(before, text[end.end() : end.end() + _MONTH_CHARACTERS])
        ):
            continue
        yield text[start : end.end() - 1]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _is_day(before: str, behind: str) -> bool:
    """Return True if a day and its month stand on both sides of a full stop.

    >>> _is_day(" am: 27", "September 2016"), _is_day("Halle 27", "Sie ist neu.")
    (True, False)
    """
    month = _LETTERS.match(behind)
    return before[-1:].isdigit() and month is not None and month_names.number_of(month[0]) is not None
