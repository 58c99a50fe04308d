"""Texts that are slow for a pattern, derived from its parts: what it repeats, repeated, and then something that fails.

Backtracking takes long where the same characters can be matched in several ways, or from several beginnings, and the
match fails at the end. So each text is a beginning that the pattern accepts, a part that one of its repetitions
accepts, many times, and an end that it does not accept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKELY = "a0 -.\n/_&=;,<\"'A:%?#z1x\u00e4\x00"
_ENDS = ("\x01", "", "\n!", "<")
_BODIES_MAX = 8
_TEXTS_MAX = 160


@dataclass(frozen=True, slots=True)
class SlowText:
    """A beginning, a part that is repeated, and an end."""

    begin: str
    part: str
    end: str

    def of_length(self, characters: int) -> str:
        """Return the text with so many repetitions that it has about this length."""
        return self.begin + self.part * max(1, characters // len(self.part)) + self.end

    def __str__(self) -> str:
        return f"{self.begin[:40]!r} {self.part[:40]!r} * n {self.end!r}"


def slow_texts(pattern: re.Pattern[str] | re.Pattern[bytes]) -> list[SlowText]:
    """Return the texts to try for a pattern, without repetitions; the plainest first."""
    found = dict.fromkeys(_texts(pattern))
    return list(found)[:_TEXTS_MAX]


def _texts(pattern: re.Pattern[str] | re.Pattern[bytes]) -> Iterator[SlowText]:
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    alphabet = _Alphabet(text)
    tree = _parser.parse(text, flags)
    whole = alphabet.example(tree)
    repeats = list(_repeats(tree, alphabet, ""))
    for begin, body in repeats:
        for part in alphabet.examples(body):
            yield SlowText(begin, part, "\x01")
    for begin, body in repeats:
        first = alphabet.example(body)
        if begin and len(begin) < 200:
            yield SlowText("", begin, "\x01")
            yield SlowText("", begin + first, "\x01")
        yield SlowText(begin, first, "")
        yield SlowText(begin, first, "<")
    for sign in alphabet.signs[:24]:
        yield SlowText("", sign, "\x01")
    if whole and len(whole) < 200:
        yield SlowText("", whole, "\x01")
        yield SlowText("", whole[:-1] or whole, "\x01")
    for begin, body in repeats:
        for part in alphabet.examples(body):
            for end in _ENDS:
                yield SlowText(begin, part, end)


def _repeats(tree: Any, alphabet: _Alphabet, begin: str) -> Iterator[tuple[str, Any]]:
    """Yield each repetition of a pattern, as the text that leads there and what is repeated."""
    for code, argument in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, body = argument
            if most > 4:
                yield begin, body
            yield from _repeats(body, alphabet, begin)
            begin += alphabet.example(body) * min(least, 4)
        elif code is codes.SUBPATTERN:
            yield from _repeats(argument[3], alphabet, begin)
            begin += alphabet.example(argument[3])
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, alphabet, begin)
            begin += alphabet.example(argument[1][0])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(argument[1], alphabet, begin)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(argument, alphabet, begin)
            begin += alphabet.example(argument)
        else:
            begin += alphabet.example([(code, argument)])


class _Alphabet:
    """Characters that matter for a pattern, and shortest texts that its parts accept."""

    def __init__(self, pattern: str) -> None:
        own = [sign for sign in pattern if sign not in "\\()|*+?{}^$"]
        self.signs = "".join(dict.fromkeys([*_LIKELY, *own]))

    def example(self, tree: Any) -> str:
        """Return one text that the parts of a pattern accept, with the fewest repetitions."""
        return "".join(self._one(code, argument) for code, argument in tree)

    def examples(self, body: Any) -> Iterator[str]:
        """Yield texts that a repeated part accepts: each likely character, each branch, and a plain example."""
        parts = list(body)
        if len(parts) == 1 and parts[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
            accepted = [sign for sign in self.signs if _accepts(parts[0], sign)]
            yield from accepted[:_BODIES_MAX] or [self.example(body)]
            return
        made = {self.example(body): None}
        for branches in _branches(body):
            made |= dict.fromkeys(self.example(branch) for branch in branches)
        for sign in self.signs[:6]:
            made[self._with(body, sign)] = None
        yield from [text for text in made if text][: 2 * _BODIES_MAX]

    def _with(self, body: Any, sign: str) -> str:
        """Return an example in which each repetition and class that accepts the character is the character."""
        text = ""
        for code, argument in body:
            if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
                text += self._with(argument[2], sign) * max(1, argument[0] if argument[0] < 5 else 1)
            elif code is codes.SUBPATTERN:
                text += self._with(argument[3], sign)
            elif code is codes.BRANCH:
                text += self._with(argument[1][-1], sign)
            elif code in (codes.IN, codes.ANY, codes.NOT_LITERAL) and _accepts((code, argument), sign):
                text += sign
            else:
                text += self._one(code, argument)
        return text

    def _one(self, code: Any, argument: Any) -> str:
        if code is codes.LITERAL:
            return chr(argument)
        if code in (codes.IN, codes.ANY, codes.NOT_LITERAL):
            return next((sign for sign in self.signs if _accepts((code, argument), sign)), "\u00e9")
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            return self.example(argument[2]) * int(min(argument[0], 40))
        if code is codes.SUBPATTERN:
            return self.example(argument[3])
        if code is codes.BRANCH:
            return self.example(argument[1][0])
        if code is codes.ATOMIC_GROUP:
            return self.example(argument)
        return ""


def _branches(tree: Any) -> Iterator[Any]:
    for code, argument in tree:
        if code is codes.BRANCH:
            yield argument[1]
        elif code is codes.SUBPATTERN:
            yield from _branches(argument[3])


_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}


def _accepts(part: tuple[Any, Any], sign: str) -> bool:
    """Return True if a class of characters holds the character."""
    code, argument = part
    if code is codes.ANY:
        return sign != "\n"
    if code is codes.NOT_LITERAL:
        return ord(sign) != int(argument)
    is_negated = False
    is_held = False
    for kind, value in argument:
        if kind is codes.NEGATE:
            is_negated = True
        elif kind is codes.LITERAL:
            is_held = is_held or ord(sign) == value
        elif kind is codes.RANGE:
            is_held = is_held or value[0] <= ord(sign) <= value[1]
        elif kind is codes.CATEGORY:
            is_held = is_held or re.match(_CATEGORIES[value], sign) is not None
    return bool(is_held) != is_negated
