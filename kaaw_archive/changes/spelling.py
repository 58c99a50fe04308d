"""Spelling: which change of a few letters mends a word, and which one says something else."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 60  # characters of two texts that may be one mended word
_LONG_WORD = 5
_NEGATIONS = ("un", "in", "im", "il", "ir", "dis", "non", "nicht", "miss", "ent", "anti")
# Small words that carry the meaning, a stroke between the forms of two: from one to the other is never
# spelling, except where _CONFUSED has both.
_MEANINGS = """
muss müssen müsste müssten / musste mussten / soll sollen / sollte sollten / kann können / konnte konnten / könnte
könnten / darf dürfen / durfte durften / dürfte dürften / will wollen / wollte wollten / wird werden / wurde wurden /
würde würden / hat haben / hatte hatten / hätte hätten / ist sind sei seien / war waren / wäre wären / kein keine
keinen keiner keinem keines / ein eine einen einer einem eines / nicht / nie / nichts / mehr / weniger / nur / noch /
alle allen aller / viele vielen / einige einigen / ohne / mit / vor / nach / bis / ab / seit / über / unter / sein
seine seinen / ihr ihre ihren / er / sie / es / mein / dein / leicht / nun / neu / alt / may / might / must / shall /
should / can / could / will / would / is are / was were / has have / had / no / not / now / never / all / some / most
/ many / any / none / with / without / before / after / he / she / it / they / his / her / their / than / then / new /
old / more / less / fewer / up / down / off / peut peuvent / pourra pourront / pourrait pourraient / doit doivent /
devra devront / devrait devraient / est / sera / seront / était étaient / ne / pas / plus / moins / jamais / tous
toutes / aucun aucune / certains / sans / avec / avant / après / il ils / elle elles / son / sa
"""
_MEANING_OF = {word: number for number, forms in enumerate(_MEANINGS.split("/")) for word in forms.split()}
# words that are taken for each other, and forms of a verb: from one to the other is a slip, whatever they mean
_CONFUSED = """
seid seit / das dass daß / wider wieder / war wahr / man mann / tot tod / den denn / ihm im / ihn in / wen wenn /
der die das den dem des / ein einen einem / there their they're / its it's / your you're / to too / of off / then than /
who's whose / were where / loose lose / affect effect / took taken / went gone / saw seen / did done / came come /
ran run / began begun / wrote written / gave given / broke broken / drove driven / fell fallen / knew known / showed
shown / has have / is are / was were / était été / ses ces c'est s'est / sa ça / la là / peu peut / leur leurs / et
est / a à / ou où / on ont / son sont / ce se / mais mes
"""
_CONFUSIONS = [frozenset(words.split()) for words in _CONFUSED.split("/")]
_CONDITIONALS = (("ra", "rait"), ("ront", "raient"), ("rai", "rais"))  # French: "sera" is no slip for "serait"
# words without a meaning of their own: one that is missing or doubled is a slip
_FILLERS = frozenset(
    "der die das den dem des ein eine einen einem einer und zu zum zur im am an in auf von the a an of to and le la les"
    " de des du un une et à au aux en l d".split()
)


def is_mended(old: Sequence[str], new: Sequence[str], around: Sequence[str]) -> bool:
    """Return True if a run of words is the same words with another spelling, sign or slip.

    ``around`` are the words in front of them and behind them, by which doubled words are known.
    """
    beside = {word.lower() for word in around}
    old_words, new_words = ([word for word in side if word[0].isalnum()] for side in (old, new))
    if not old_words and not new_words:
        return True  # signs only
    if not old_words or not new_words:
        extra = old_words or new_words
        return len(extra) == 1 and (extra[0].lower() in _FILLERS or extra[0].lower() in beside)
    if len(old_words) == len(new_words) == 1 and _is_glued(old_words[0].lower(), new_words[0].lower(), beside):
        return True
    if len(old_words) == len(new_words):
        return all(is_same_word(*pair) for pair in zip(old_words, new_words, strict=True))
    return _is_near("".join(old_words), "".join(new_words))


def _is_glued(old: str, new: str, beside: set[str]) -> bool:
    """Return True if one of two words is the other with a word in front that stands there already: "die dieZufahrt"."""
    short, long = sorted((old, new), key=len)
    return long != short and long.endswith(short) and long.removesuffix(short) in beside


def is_same_word(old: str, new: str) -> bool:
    """Return True for one word in two spellings, or two forms of one word that differ by a letter or two.

    >>> is_same_word("könen", "können"), is_same_word("keine", "eine"), is_same_word("now", "not")
    (True, False, False)
    """
    old, new = old.lower(), new.lower()
    if old == new:
        return True
    if any({old, new} <= words for words in _CONFUSIONS):
        return True
    meanings = [_MEANING_OF.get(word) for word in (old, new)]
    short, long = sorted((old, new), key=len)
    if meanings != [None, None] and (None not in meanings or len(short) < _LONG_WORD):
        return meanings[0] == meanings[1]
    if any(long == negation + short for negation in _NEGATIONS):
        return False
    if any(short.endswith(is_so) and long == short.removesuffix(is_so) + may_be for is_so, may_be in _CONDITIONALS):
        return False
    return _is_near(old, new)


def _is_near(old: str, new: str) -> bool:
    old, new = _letters(old), _letters(new)
    if old == new:
        return True
    if max(len(old), len(new)) > _LONGEST or old.isdigit() or new.isdigit():
        return False
    return distance(old, new) <= (2 if min(len(old), len(new)) >= _LONG_WORD else 1)


def _letters(word: str) -> str:
    """Return a word without case, accents, hyphens and apostrophes; "ß" as "ss"."""
    signs = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in signs if sign.isalnum())


def distance(old: str, new: str) -> int:
    """Return the number of letters that must be put, taken, replaced, or swapped with the next one (Damerau).

    >>> distance("zurrück", "zurück"), distance("gmacht", "gemcaht")
    (1, 2)
    """
    rows = [list(range(len(new) + 1))]
    for i, sign in enumerate(old, 1):
        row = [i]
        for j, other in enumerate(new, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == new[j - 2] and old[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
