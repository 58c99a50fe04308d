"""Titles without the name of their site: what stands behind a stroke and names the host, or a section of the site."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import sections

_BETWEEN = re.compile(r"\s(?:\||\u00b7|\u2022|::?|-|\"|>|/)\s")
_FRONT = re.compile(r"([^|:\u00b7\u2022-]{2,60}?)(?:\s[|\u00b7\u2022-]|:)\s(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_LEAST_LETTERS = 4
_OF_SITES = frozenset("portal website webseite internetauftritt homepage offiziell official officiel".split())
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def without_site(title: str, url: str) -> str:
    """Return a title without typography and without the parts at its end that begin with the name of its site.

    >>> without_site("Haushalt beschlossen | Stadt Obernitz", "https://obernitz.example/a")
    'Haushalt beschlossen'
    >>> without_site("Haushalt: Rat | Verwaltung streitet", "https://obernitz.example/a")
    'Haushalt: Rat | Verwaltung streitet'
    """
    text = single_blanks(title)
    host = host_forms(url)
    front = _FRONT.match(text)
    if front and host and _names_site(front[1], host):
        text = text[front.end() :]
    for between in _BETWEEN.finditer(text):
        behind = _BETWEEN.search(text, between.end())
        part = text[between.end() : behind.start() if behind else len(text)]
        if host and _names_site(part, host):
            return text[: between.start()]
    return text


def host_forms(url: str) -> tuple[str, ...]:
    """Return the name of the host of an address in the forms in which it is compared; none without a host."""
    name = urlsplit(url).hostname
    return _forms(name) if name else ()


def is_of_host(word: str, host: tuple[str, ...]) -> bool:
    """Return True for a word of weight that the name of the host has; ``host`` as ``host_forms`` returns it."""
    return len(word) >= _LEAST_LETTERS and any(form in name for name in host for form in _forms(word))


def is_in_capitals(name: str) -> bool:
    """Return True if all words of weight begin with a capital, as in names; an article's title says something."""
    return all(word[0].isupper() for word in _WORD.findall(name) if len(word) >= _LEAST_LETTERS)


def _names_site(part: str, host: tuple[str, ...]) -> bool:
    """Return True if all words of weight are in the name of the host, or name a section or a portal."""
    heavy = [word for word in _WORD.findall(part) if len(word) >= _LEAST_LETTERS]
    return bool(heavy) and all(_is_of_site(word, host) for word in heavy)


def _is_of_site(word: str, host: tuple[str, ...]) -> bool:
    return is_of_host(word, host) or word.lower() in _OF_SITES or sections.kind_of(word) is not None


def _forms(text: str) -> tuple[str, ...]:
    """Return a text in small letters without accents, with umlauts in both spellings."""
    small = text.lower()
    bare = [
        "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))
        for form in (small, small.translate(_UMLAUTS))
    ]
    return tuple(dict.fromkeys(bare))
