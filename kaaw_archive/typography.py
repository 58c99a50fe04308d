"""Plain form of texts: without typography, so that only what is said is compared; and where a text has plain words."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# soft hyphens, zero-width signs, direction marks
_UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_FORMS = {'"': "„“”«»‹›‟", "'": "‘’‚‛´`", "-": "‐‑–—−"}
_BLANKS = "\u00a0\u2000\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t"
_PLAIN = {form: sign for sign, forms in _FORMS.items() for form in forms} | dict.fromkeys(_BLANKS, " ") | {"…": "..."}
_LINE_END = r"(?:-\n ?)?"  # within a word
_SIGNS = str.maketrans(_PLAIN)
_SIGN = re.compile(f"[{''.join(_PLAIN)}]")
_ANY_UNSEEN = re.compile(_UNSEEN)
_FRENCH_QUOTE = re.compile(r"(?<![^\s(])«\s|\s»(?!\w)")  # blanks within quotation marks; German has none there
# a word that was cut at the end of a line; "Haupt- und Nebenfach" is none
_CUT_WORD = re.compile(r"(?<=[^\W\d_])-\n ?(?=[a-zà-öø-ÿß])(?!(?:und|oder|and|or|et|ou|bis)\b)")


def plain(text: str) -> str:
    """Return a text without typography: one form of quotation marks, dashes and blanks, no soft or line-end hyphens.

    Tabs and line breaks of a text in ASCII stay.

    >>> plain("Ver\\u00adkehrs-\\nminister „Otto“ – ja")
    'Verkehrsminister "Otto" - ja'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _FRENCH_QUOTE.sub('"', _ANY_UNSEEN.sub("", text))
        if _SIGN.search(text):  # hundreds of times faster than to translate what has none
            text = text.translate(_SIGNS)
    if "-\n" in text or "-\n " in text:
        text = _CUT_WORD.sub("", text)
    return text


def single_blanks(text: str) -> str:
    """Return a plain text with single blanks."""
    return " ".join(plain(text).split())


def search_form(text: str) -> str:
    """Return the form in which words are looked for: plain, with single blanks, in small letters.

    >>> search_form("Im „Kochbuch“\\u00a0– NEU") == search_form('im "kochbuch" - neu')
    True
    """
    return single_blanks(text).lower()


def written_pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of all forms in which a text may have these words; capitals count.

    >>> written_pattern('ein "Kochbuch"').search("Es ist ein „Koch\\u00adbuch“ da.")[0]
    'ein „Koch\\xadbuch“'
    """
    signs = single_blanks(words).replace("...", "…")
    pieces = [_form(signs[:1])]
    for before, sign in pairwise(signs):
        joint = _LINE_END if before.isalpha() and sign.isalpha() else ""
        pieces.append(f"{_UNSEEN}*{joint}{_form(sign)}")
    return re.compile("".join(pieces))


def as_written(words: str, text: str) -> str:
    """Return plain words as a text has them, with single blanks; as they are if it has them in no form."""
    if words in text:
        return words
    found = written_pattern(words).search(text)
    return words if found is None else " ".join(found[0].split())


def _form(sign: str) -> str:
    match sign:
        case " ":
            return r"\s+"
        case "…":
            return r"(?:…|\.\.\.)"
        case '"':
            return rf'(?:«\s|\s»|["{_FORMS[sign]}])'
        case "'" | "-":
            return f"[{re.escape(sign)}{_FORMS[sign]}]"
    return re.escape(sign)
