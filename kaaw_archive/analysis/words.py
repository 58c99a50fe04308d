"""Words of a text: where they stand, their forms, and the folded spelling in which terms are compared."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What may stand unseen between the letters of a word: soft hyphens, zero-width blanks, direction marks, variants.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_HYPHENS = "\u2010\u2011-"
_CHAIN_MAX = 200  # characters; longer ones are no words, and are cut
# 12.345.678 is one number. Words with no blank between them are looked at together: E-Mail, Bürger*innen.
_CHAIN = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:\.\d{{3}}){{1,6}}(?![\d]|[.,]\d)"
    rf"|[^\W_][\w\u0300-\u036f{_INVISIBLE}*:/·{_HYPHENS}]{{0,{_CHAIN_MAX - 1}}}"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])*")
_NUMBER = re.compile(r"[\d.]+")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_GENDERED = ("in", "innen")
_SPELLINGS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_SPELLED_OUT = re.compile("ae|oe|ue|ss")
_SHORT_FORMS = {long: short for short, long in _SPELLINGS}
_SPELLINGS_MAX = 4  # places of a word that may be written otherwise


@dataclass(frozen=True, slots=True)
class Chain:
    """Words with no blank between them: their places and forms, and the form of all joined if hyphens join them.

    A place is (form, start, end) within the chain.
    """

    places: tuple[tuple[str, int, int], ...]
    joined: str | None = None


def chains(text: str) -> list[tuple[int, Chain]]:
    """Return the chains of a text with the place of each."""
    return [(found.start(), chain_of(found[0])) for found in _CHAIN.finditer(text)]


def chain_texts(text: str) -> list[str]:
    """Return the chains of a text as they stand in it, for :func:`chain_of`."""
    return _CHAIN.findall(text)


@lru_cache(maxsize=16_384)
def chain_of(text: str) -> Chain:
    """Return the words of a chain; ``Bürger*innen`` and ``12.345`` are one word each.

    >>> chain_of("E-Mail-Adressen:")
    Chain(places=(('e', 0, 1), ('mail', 2, 6), ('adressen', 7, 15)), joined='emailadressen')
    >>> chain_of("Bürger:innen").places
    (('bürgerinnen', 0, 12),)
    """
    if text.isalpha():  # most are a word
        return Chain(((form_of(text), 0, len(text)),))
    if _NUMBER.fullmatch(text):
        return Chain(((text.replace(".", ""), 0, len(text)),) if text[0].isalnum() else ())
    found = [(form_of(word[0]), word.start(), word.end()) for word in _WORD.finditer(text)]
    if len(found) > 1 and found[-1][0] in _GENDERED and found[-1][1] - found[-2][2] == 1:
        ending, stem = found.pop(), found.pop()
        found.append((stem[0] + ending[0], stem[1], ending[2]))
    between = [text[a[2] : b[1]] for a, b in itertools.pairwise(found)]
    is_joined = bool(between) and all(one in _HYPHENS for one in between)
    return Chain(tuple(found), "".join(form for form, _, _ in found) if is_joined else None)


def form_of(word: str) -> str:
    """Return the form of a word: NFKC, lower case, nothing invisible; umlauts and ß stay.

    >>> form_of("Straßen\u00adbau")
    'straßenbau'
    """
    if word.isalnum() and (word.isascii() or unicodedata.is_normalized("NFKC", word)):  # nearly every word
        lower = word.lower()
        if lower.isascii() or (lower.isalnum() and unicodedata.is_normalized("NFKC", lower)):
            return lower
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).lower())
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=16_384)
def fold(form: str) -> str:
    """Return the spelling in which terms are compared: ä as ae, ö as oe, ü as ue, ß as ss, no other accents.

    >>> fold("größe"), fold("café")
    ('groesse', 'cafe')
    """
    plain = form.casefold()
    for letter, letters in _SPELLINGS:
        plain = plain.replace(letter, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isalnum())


def spellings(form: str) -> list[str]:
    """Return the form with ä for ae, ß for ss and so on, at one or several of its places; nothing if it has none."""
    places = [found.span() for found in _SPELLED_OUT.finditer(form)][:_SPELLINGS_MAX]
    spellings = []
    for chosen in itertools.product((True, False), repeat=len(places)):
        spelling = form
        for (start, end), is_changed in reversed(list(zip(places, chosen, strict=True))):
            if is_changed:
                spelling = spelling[:start] + _SHORT_FORMS[spelling[start:end]] + spelling[end:]
        spellings.append(spelling)
    return spellings[:-1]
