"""Kinds of sections that labels and addresses name in the languages of Europe: hints, never proofs.

The words are those of ``sections.toml``. They are compared in small letters and without accents.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_WORDS = (files(__package__) / "sections.toml").read_text(encoding="utf-8")
_LOAD_MORE = re.compile(
    r"(?:mehr|weitere|load|show|view)\b.{0,30}\b(?:laden|anzeigen|more|meldungen|beitraege|artikel|posts)|load more"
    r"|charger plus|voir plus|carica altr|mostra altr|cargar mas|ver mas|meer laden|ladda fler|last flere"
    r"|zaladuj wiecej|nacist dalsi"
)
_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae"})
_MOST_LABEL_WORDS = 6


def _stems(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = text.split()
    whole = frozenset(form for word in words if not word.endswith("*") for form in _forms(word))
    return whole, tuple(form for word in words if word.endswith("*") for form in _forms(word[:-1]))


@lru_cache(maxsize=4_096)
def _forms(text: str) -> tuple[str, ...]:
    """Return a text in small letters without accents; German umlauts in both spellings.

    >>> _forms("Ältere")
    ('altere', 'aeltere')
    """
    small = text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
    bare = bare.translate(_UMLAUTS)
    spelt = small.translate(_UMLAUTS)
    spelt = "".join(c for c in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(c))
    return (bare,) if bare == spelt else (bare, spelt)


_KINDS = {kind: _stems(words) for kind, words in tomllib.loads(_WORDS).items()}


def _is_of(word: str, kind: str) -> bool:
    whole, beginnings = _KINDS[kind]
    return word in whole or (bool(beginnings) and word.startswith(beginnings))


@lru_cache(maxsize=4_096)
def kind_of(text: str) -> str | None:
    """Return the kind of section that a label or one segment of an address names: the first of its words that is known.

    ``events``, ``taxonomy``, ``news`` or ``others``, asked in this order, as "Aktuelle Termine" and "blog-tags" are no
    lists of news; None if no word is known.

    >>> kind_of("Alle Pressemitteilungen"), kind_of("actualites"), kind_of("Aktuelle Termine"), kind_of("Radwege")
    ('news', 'news', 'events', None)
    """
    words = [_WORD.findall(form) for form in _forms(text[:200])]
    for kind in ("events", "taxonomy", "news", "others"):
        if any(_is_of(word, kind) for form in words for word in form):
            return kind
    return None


def is_news_label(text: str) -> bool:
    """Return True for the label of a link to news: a few words, one of which names them.

    >>> is_news_label("Presse & Medien"), is_news_label("Neues Baugebiet am Hafen wird im Mai erschlossen")
    (True, False)
    """
    return len(_WORD.findall(text)) <= _MOST_LABEL_WORDS and kind_of(text) == "news"


@lru_cache(maxsize=4_096)
def says_more(text: str) -> bool:
    """Return True for a label such as "Alle Meldungen", "Weiterlesen…", "See all", "Archiv".

    >>> says_more("Weiterlesen..."), says_more("Mehr Geld für Kitas beschließt der Rat der Stadt am Montag")
    (True, False)
    """
    words = [_WORD.findall(form) for form in _forms(text[:200])]
    return any(form and len(form) <= _MOST_LABEL_WORDS and _is_of(form[0], "more") for form in words)


@lru_cache(maxsize=4_096)
def says_next(text: str) -> bool:
    """Return True for a label of the next or an older page of a list.

    >>> says_next("Ältere Beiträge »"), says_next("vor"), says_next("Vor dem Rathaus wird gebaut und gefeiert")
    (True, True, False)
    """
    words = [_WORD.findall(form) for form in _forms(text[:100])]
    return any(form and len(form) <= 4 and any(_is_of(word, "next") for word in form[:2]) for form in words)


def says_load_more(text: str) -> bool:
    """Return True for the label of a button that shows further entries below those that are there.

    >>> says_load_more("Mehr anzeigen"), says_load_more("Mehr Geld für Kitas")
    (True, False)
    """
    return any(_LOAD_MORE.search(form) is not None for form in _forms(text[:60]))
