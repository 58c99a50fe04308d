"""Titles of articles as they are compared to find works: beginnings of words, names of files, corrections. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.derive.compared_texts import letters_of, words_of
from kaaw_archive.wordings import page_words
from kaaw_archive.wordings.views import bare_title

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|txt)\b|\AMicrosoft Word\b"
    r"|\A\W*(?:scan|img|doc|document|dokument|datei|file|unbenannt|untitled)[\W_]*\d*\W*\Z",
    re.IGNORECASE,
)
_SIGN_OF_FILES = re.compile(r"[_\d]")
_STEM, _LONG_WORD = 5, 4  # letters
# A release that mends another one says so in its title.
_MENDING = re.compile(
    r"\b(?:korrektur|korrigiert|korrigierte|berichtigung|berichtigt|richtigstellung|nachtrag|ergänzung|aktualisiert|"
    r"aktualisierung|update|correction|corrected|corrigendum|erratum|rectificatif)\b",
    re.IGNORECASE,
)


def stems_of(words: Iterable[str]) -> set[str]:
    """Return the beginnings of words, which their inflections share."""
    return {word.lower()[:_STEM] for word in words}


def stems_of_title(title: str) -> set[str]:
    """Return the beginnings of the long words of a title."""
    return stems_of(word for word in words_of(title.lower().replace("_", " ")) if len(word) >= _LONG_WORD)


def title_words(title: str) -> frozenset[str]:
    """Return the beginnings of the long words of a title, without accents."""
    return frozenset(stems_of_title(page_words.as_matched(bare_title(title))))


def is_file_name(title: str) -> bool:
    """Return True for the name of a file in the place of a title.

    >>> is_file_name("210215_pm_lv"), is_file_name("Rat beschließt Haushalt 2016")
    (True, False)
    """
    return bool(_FILE_NAME.search(title) or (_SIGN_OF_FILES.search(title) and len(title.split()) == 1))


def are_mended(one: str, other: str) -> bool:
    """Return True if one of two titles says that it mends another release."""
    return bool(_MENDING.search(one)) != bool(_MENDING.search(other))


def are_same_letters(one: str, other: str) -> bool:
    """Return True if two titles are the same but for spellings without umlauts and for signs.

    >>> are_same_letters("Vorschläge für Grünflächen", "Vorschlaege fuer Gruenflaechen"), are_same_letters("", "")
    (True, False)
    """
    letters = [letters_of(words_of(bare_title(title))) for title in (one, other)]
    return letters[0] == letters[1] != ""
