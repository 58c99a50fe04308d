"""Tokens of a query: words, phrases, brackets, operators; and a sentence for signs that other search programs know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kaaw_archive.analysis.document import DAY
from kaaw_archive.analysis.words import chain_of, chain_texts
from kaaw_archive.errors import QueryError

TokenKind = Literal["word", "phrase", "field", "(", ")", "AND", "OR", "NOT", "NEAR", "NEAR()", "-"]

FIELDS = {"title": "title", "titel": "title", "text": "text", "author": "author", "autor": "author"}
_FILTERS = frozenset("source site kind language lang state event since until date day url host".split())
TOKENS_MAX = 20_000

_QUOTES = str.maketrans(dict.fromkeys("„“”‟«»″", '"'))
_TOKEN = re.compile(
    rf"\s*(?:(?P<written_day>{DAY})|NEAR\s?\((?P<near>[^()]*)\)|(?P<bracket>[()])|(?P<minus>[-−–](?=[^\s\-−–]))?"
    r'(?:"(?P<phrase>[^"]*)(?P<end>"?)(?P<star>\*?)|(?P<word>[^\s"()]+)))'
)
_NEAR = re.compile(r"NEAR(?:/\d{1,4})?\Z")
_FIELD = re.compile(r"([^\W\d_]{1,20}):(?!//|[\d:])")
_GENDERED = re.compile(r"[^\W\d_][*:_/](?:in|innen)[.,;!?]?\Z", re.IGNORECASE)  # Lehrer:innen is no field
_SIGNS = {  # what other programs mean by it
    "&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT", "+": "AND",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """Part of a query. ``text`` is the word, the words of a phrase, the name of a field, or the operator as typed."""

    kind: TokenKind
    text: str
    is_prefix: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a query. Raises QueryError for signs that are no part of the language."""
    typed = text.translate(_QUOTES)
    found: list[Token] = []
    at = 0
    while (match := _TOKEN.match(typed, at)) is not None:
        at = match.end()
        found += _tokens(match)
        if len(found) > TOKENS_MAX:
            raise QueryError(f"the query has more than {TOKENS_MAX:,} words")
    return found


def _tokens(match: re.Match[str]) -> list[Token]:
    minus = [Token("-", "-")] if match["minus"] else []
    if match["written_day"]:
        return [Token("word", match["written_day"])]
    if match["near"] is not None:
        return [Token("NEAR()", match["near"])]
    if match["bracket"]:
        return [Token("(" if match["bracket"] == "(" else ")", match["bracket"])]
    if match["phrase"] is not None:
        if not match["end"]:
            raise QueryError('a quotation mark is not closed: "')
        if not chain_forms(match["phrase"]):
            raise QueryError("there is no word between the quotation marks")
        return [*minus, Token("phrase", match["phrase"].strip(), bool(match["star"]))]
    return [*minus, *_of_word(match["word"], bool(minus))] if match["word"] else []


def _of_word(word: str, is_excluded: bool) -> list[Token]:
    if word in ("AND", "OR", "NOT") and not is_excluded:
        return [Token(word, word)]  # type: ignore[arg-type]
    if _NEAR.match(word):
        return [Token("NEAR", word)]
    if word in _SIGNS:
        raise QueryError(f"{word} is no operator here: say {_SIGNS[word]}")
    if _GENDERED.search(word):
        return [Token("word", word.strip(".,;!?"))]
    if field := _FIELD.match(word):
        return _of_field(word, field)
    _refuse_signs(word)
    if not chain_forms(word):
        return []
    return [Token("word", word.rstrip("*").strip(".,;:!?…"), word.endswith("*"))]


def _of_field(word: str, field: re.Match[str]) -> list[Token]:
    name = field[1].lower()
    if name in FIELDS:
        rest = word[field.end() :]
        return [Token("field", FIELDS[name]), *(_of_word(rest, is_excluded=False) if rest else ())]
    if field.end() == len(word):
        return [Token("word", field[1])]  # a colon behind a word, as in a sentence
    if name in _FILTERS:
        raise QueryError(f"{name}: is no field of the text: there are options for that, such as --source and --since")
    raise QueryError(
        f"there is no field {name}: the fields are title, text and author; in quotation marks it is a word"
    )


def _refuse_signs(word: str) -> None:
    """Raise QueryError for signs that mean something in other programs and nothing here."""
    inner = word.rstrip("*")
    if "*" in inner:
        raise QueryError(f"* stands only at the end of a word, for words that begin so: {word}")
    if word.endswith("**"):
        raise QueryError(f"one * is enough: {word}")
    if "?" in word[:-1].rstrip("?!") and "/" not in word:
        raise QueryError(f"? stands for no letter here: say the word or its beginning and a *: {word}")
    if re.search(r"[~^]\d*(?:\.\d+)?\Z", word) and word.strip("~^"):
        raise QueryError(f"~ and ^ mean nothing here: the search finds forms of a word by itself: {word}")
    if word[0] in "+!=" and len(word) > 1 and word[1].isalnum():
        sign = (
            "leave the + out: each word must occur" if word[0] == "+" else "say NOT" if word[0] == "!" else 'say "word"'
        )
        raise QueryError(f"{word[0]} before a word means nothing here: {sign}: {word}")
    if word[0] == word[-1] == "/" and len(word) > 2:
        raise QueryError(f"slashes around a word mean nothing here: say the word or its beginning and a *: {word}")
    if word[0] in "[{" or word[-1] in "]}":
        raise QueryError(f"brackets of this kind mean nothing here: for days there are --since and --until: {word}")


def chain_forms(text: str) -> list[str]:
    """Return the forms of all words of a text."""
    return [form for chain in chain_texts(text) for form, _, _ in chain_of(chain).places if form]
