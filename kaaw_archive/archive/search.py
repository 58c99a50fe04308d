"""Words of a search: the form in which they are indexed and looked up, and the queries that people type. Pure.

What a person may type: words (all must occur), ``"a phrase"`` (also in German quotation marks), ``minist*`` (words
that begin so), ``-word`` (must not occur), ``OR`` between alternatives. Everything else is looked up as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ANALYSIS_VERSION = 1  # raised whenever analyse() changes: the search index is then made again
NOTHING = '""'  # an FTS5 query that is valid and matches no row; an empty one is a syntax error

# What may stand unseen between the letters of a word: soft hyphens, zero-width blanks, direction marks, variants.
_INVISIBLE_CLASS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_CLASS}]")
_GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE_CLASS}])*")
_QUOTES = str.maketrans(dict.fromkeys("„“”‟«»″", '"'))
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|\Z)(?P<star>\*?)|(?P<word>[^\s"]+))')
_EXCERPT_BEFORE = 80  # characters shown in front of the first hit

Piece = tuple[str, bool]  # a stretch of text, and whether it is a hit


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow each other, as analysed; ``is_prefix``: the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Alternative between two ORs: all of ``wanted`` and none of ``unwanted``; ``wanted`` is never empty."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]


def analyse(text: str) -> str:
    """Return text as it is indexed: NFKC, lower case, nothing invisible; ä is ae, ö is oe, ü is ue, ß is ss.

    >>> analyse("Straßen\u00adbau in KÖLN")
    'strassenbau in koeln'
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold())
    for letter, letters in _GERMAN:  # ten times as fast as str.translate, which looks at every character
        plain = plain.replace(letter, letters)
    return unicodedata.normalize("NFKC", plain)


def fts_query(text: str) -> str:
    """Return a valid FTS5 query for any text that a person types; :data:`NOTHING` if it has no word.

    A query that only excludes matches nothing, as there is nothing to exclude from.

    >>> fts_query('Klima* "erneuerbare Energien" -Kohle')
    '("klima"* AND "erneuerbare energien") NOT ("kohle")'
    >>> fts_query("Müller OR (")
    '("mueller")'
    """
    return " OR ".join(map(_fts_alternative, parse(text))) or NOTHING


@lru_cache(maxsize=64)
def parse(text: str) -> tuple[Alternative, ...]:
    """Return the alternatives of a query; empty if it has no word."""
    found: list[tuple[list[Phrase], list[Phrase]]] = [([], [])]
    for term in _TERM.finditer(text.translate(_QUOTES)):
        if term["word"] == "OR" and not term["minus"]:
            found.append(([], []))
        elif phrase := _phrase(term):
            found[-1][1 if term["minus"] else 0].append(phrase)
    return tuple(Alternative(tuple(wanted), tuple(unwanted)) for wanted, unwanted in found if wanted)


def mark(text: str, query: str) -> tuple[Piece, ...]:
    """Return the text cut into pieces that are hits of the query and pieces that are not; put together it is the text.

    >>> mark("Der Minister spricht", "minist*")
    (('Der ', False), ('Minister', True), (' spricht', False))
    """
    pieces: list[Piece] = []
    done = 0
    for start, end in _hits(text, query):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[max(start, done) : end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return tuple(pieces)


def excerpt(text: str, query: str, length: int = 240) -> tuple[Piece, ...]:
    """Return about ``length`` characters around the first hit, or the beginning, in one line, cut at words."""
    line = " ".join(text.split())
    first = next(iter(_hits(line, query)), (0, 0))[0]
    start = max(0, first - _EXCERPT_BEFORE)
    if start:
        start = line.find(" ", start, first) + 1 or first
    end = start + length
    if end < len(line):
        end = max(line.rfind(" ", first, end), 0) or end
    part = mark(line[start:end], query)
    before = (("… ", False),) if start else ()
    after = ((" …", False),) if end < len(line) else ()
    return (*before, *part, *after)


def _fts_alternative(alternative: Alternative) -> str:
    # FTS5 nests one level deeper with each NOT and stops at 256: the unwanted are gathered in one
    wanted = "(" + " AND ".join(map(_fts_phrase, alternative.wanted)) + ")"
    if not alternative.unwanted:
        return wanted
    return f"{wanted} NOT (" + " OR ".join(map(_fts_phrase, alternative.unwanted)) + ")"


def _fts_phrase(phrase: Phrase) -> str:
    return '"' + " ".join(phrase.words) + '"' + ("*" if phrase.is_prefix else "")


def _phrase(term: re.Match[str]) -> Phrase | None:
    """None where no character of the term can be in the index: FTS5 takes ``"" NOT a`` for ``a``."""
    typed = term["word"] if term["phrase"] is None else term["phrase"] + term["star"]
    analysed = "".join(c if _is_indexed(c) else " " for c in analyse(typed))
    words = tuple(word for word in analysed.split() if any(map(str.isalnum, word)))
    return Phrase(words, typed.endswith("*")) if words else None


def _is_indexed(character: str) -> bool:
    """Return True for letters, numbers and marks, as unicode61 has them; not for quotes, NUL, surrogates."""
    return unicodedata.category(character)[0] in "LNM"


def _hits(text: str, query: str) -> list[tuple[int, int]]:
    """Yield the places of the wanted phrases in the text, in order; a later hit may overlap an earlier one."""
    by_first: dict[str, list[Phrase]] = {}
    open_ended: list[Phrase] = []
    for phrase in (p for alternative in parse(query) for p in alternative.wanted):
        folded = Phrase(tuple(map(_fold, phrase.words)), phrase.is_prefix)
        if folded.is_prefix and len(folded.words) == 1:
            open_ended.append(folded)
        else:
            by_first.setdefault(folded.words[0], []).append(folded)
    places = [(found.start(), found.end(), _fold(found[0])) for found in _WORD.finditer(text)]
    words = [word for _, _, word in places]
    hits: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        for phrase in (*by_first.get(word, ()), *open_ended):
            last = i + len(phrase.words) - 1
            if _stands_at(phrase, words, i) and (not hits or places[last][1] > hits[-1][1]):
                hits.append((places[i][0], places[last][1]))
    return hits


def _stands_at(phrase: Phrase, words: list[str], i: int) -> bool:
    there = words[i : i + len(phrase.words)]
    if len(there) < len(phrase.words) or tuple(there[:-1]) != phrase.words[:-1]:
        return False
    return there[-1].startswith(phrase.words[-1]) if phrase.is_prefix else there[-1] == phrase.words[-1]


def _fold(word: str) -> str:
    """Return text as the index compares it: analysed, and without the marks that ``remove_diacritics`` removes."""
    decomposed = unicodedata.normalize("NFD", analyse(word))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
