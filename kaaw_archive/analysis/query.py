"""Query language of the search: words, phrases, operators and brackets, read into a tree. Pure.

``Klima Schutz`` both · ``a OR b`` · ``a NOT b``, ``a -b`` · ``(a OR b) c`` · ``"a b"`` next to each other, in German
quotation marks too · ``a NEAR b``, ``a NEAR/5 b``, ``NEAR(a b, 5)`` with at most so many words between them ·
``minist*`` words that begin so · ``title:a``, ``author:a``, ``text:(a b)``. AND, OR, NOT and NEAR are operators in
capital letters only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.analysis.query_tokens import Token, tokens_of
from kaaw_archive.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPTH_MAX = 20  # brackets in brackets
NEAR_WORDS = 10  # between the two, where no number is typed
_BOUND_WORDS = 1  # between a number and its word
_UNITS = frozenset("million millionen milliarde milliarden mio mrd prozent euro dollar tonnen meter kilometer".split())
_REFERENCES = frozenset("abs absatz art artikel nr nummer paragraf paragraph ziffer kapitel seite drucksache".split())
_NOT_OPENED = "a bracket is closed that was not opened: )"
_NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """Word as typed, or several that hyphens and the like join; ``is_prefix``: words that begin so."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other; ``is_prefix``: the last one may go on."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words or phrases with at most ``distance`` words between them."""

    items: tuple[Word | Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of them must match, and none of ``excluded``."""

    items: tuple[Node, ...]
    excluded: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of them must match."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InField:
    """Matches in one field only: ``title``, ``text`` or ``author``."""

    field: str
    item: Node


Node = Word | Phrase | Near | AllOf | AnyOf | InField


def parse(text: str) -> Node:
    """Return the tree of a query. Raises QueryError with a sentence for what is no query."""
    tokens = tokens_of(text)
    if not tokens:
        raise QueryError("there is no word to look for")
    reader = _Reader(tokens)
    node = reader.alternatives(0)
    if reader.peek() is not None:
        raise QueryError(_NOT_OPENED)
    return node


def as_text(node: Node) -> str:
    """Return a query in the form that shows how it is understood.

    >>> as_text(parse("Häuser -Abriss Bau OR Ausbau"))
    '(Häuser AND Bau NOT Abriss) OR Ausbau'
    """
    match node:
        case Word(text, is_prefix):
            return text + "*" * is_prefix
        case Phrase(text, is_prefix):
            return f'"{text}"' + "*" * is_prefix
        case Near(items, distance):
            return f" NEAR/{distance} ".join(map(as_text, items))
        case InField(field, item):
            return f"{field}:{_bracketed(item)}"
        case AnyOf(items):
            return " OR ".join(map(_bracketed, items))
        case AllOf(items, excluded):
            return " AND ".join(map(_bracketed, items)) + "".join(f" NOT {_bracketed(one)}" for one in excluded)


def _bracketed(node: Node) -> str:
    return f"({as_text(node)})" if isinstance(node, (AllOf, AnyOf, Near)) else as_text(node)


def _near_of(inside: str) -> Near:
    """Return what stands between the brackets of ``NEAR(a "b c", 5)``."""
    words, _, number = inside.partition(",")
    items = tuple(_Reader([token]).alternatives(0) for token in tokens_of(words))
    near = tuple(item for item in items if isinstance(item, Word | Phrase))
    if len(near) < 2 or len(near) < len(items):
        raise QueryError('NEAR needs two words or phrases between its brackets: NEAR(a "b c", 5)')
    if number.strip() and not number.strip().isdecimal():
        raise QueryError("behind the comma of NEAR stands a number of words: NEAR(a b, 5)")
    return Near(near, min(int(number), 9999) if number.strip() else NEAR_WORDS)


def _with_numbers_bound(items: list[Node]) -> list[Node]:
    """Return the items with a number bound to the word that it counts or that it is a number of: § 13 Abs. 2, 3,5 %."""
    found: list[Node] = []
    for item in items:
        before = found[-1] if found else None
        if isinstance(before, Word) and isinstance(item, Word) and _are_one(before.text, item.text):
            found[-1] = Near((before, item), _BOUND_WORDS)
        else:
            found.append(item)
    return found


def _are_one(before: str, word: str) -> bool:
    if before[:1].isdecimal():
        return word.lower() in _UNITS
    return word[:1].isdecimal() and before.lower().rstrip(".") in _REFERENCES


class _Reader:
    """Reads tokens from left to right; OR binds least, then AND and NOT, then NEAR."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def alternatives(self, depth: int) -> Node:
        items = [self._all(depth)]
        while self._take("OR"):
            items.append(self._all(depth))
        return items[0] if len(items) == 1 else AnyOf(tuple(items))

    def _all(self, depth: int) -> Node:
        items: list[Node] = []
        excluded: list[Node] = []
        last = ""
        while (token := self.peek()) is not None and token.kind not in {")", "OR"}:
            if token.kind == "AND":
                self._check_before(token, last, bool(items))
                last = "AND"
                self._at += 1
            elif token.kind in ("NOT", "-"):
                if token.kind == "NOT" and last == "NOT":
                    raise QueryError("NOT stands twice: say what must not occur behind one NOT")
                self._at += 1
                last = "NOT"
                excluded.append(self._near(depth, token))
                last = ""
            else:
                items.append(self._near(depth, None))
                last = ""
        self._check_end(last, items, excluded)
        items = _with_numbers_bound(items)
        return items[0] if len(items) == 1 and not excluded else AllOf(tuple(items), tuple(excluded))

    def _check_before(self, token: Token, last: str, has_items: bool) -> None:
        if not has_items or last:
            raise QueryError(f"{token.text} needs a word before it: a AND b")

    def _check_end(self, last: str, items: list[Node], excluded: list[Node]) -> None:
        if last:
            raise QueryError(f"{last} needs a word behind it: a {last} b")
        if items:
            return
        if excluded:
            raise QueryError("NOT and - only take away from what other words find: name a word that must occur, too")
        before = self._tokens[self._at - 1] if self._at else None
        token = self.peek()
        if before is not None and before.kind == "OR":
            raise QueryError("OR needs a word behind it: a OR b")
        if token is not None and token.kind == ")":
            is_empty = before is not None and before.kind == "("
            raise QueryError("there is nothing between the brackets" if is_empty else _NOT_OPENED)
        raise QueryError("OR needs a word before it: a OR b")

    def _near(self, depth: int, operator: Token | None) -> Node:
        first = self._item(depth, operator)
        items = [first]
        distance = NEAR_WORDS
        while (token := self._take("NEAR")) is not None:
            typed = _NEAR.match(token.text)
            distance = int(typed[1]) if typed and typed[1] else NEAR_WORDS
            items.append(self._item(depth, token))
        if len(items) == 1:
            return first
        words = tuple(item for item in items if isinstance(item, (Word, Phrase)))
        if len(words) < len(items):
            raise QueryError("NEAR stands between words or phrases, not between brackets: a NEAR b")
        return Near(words, distance)

    def _item(self, depth: int, operator: Token | None) -> Node:
        token = self.peek()
        if token is None or token.kind in (")", "OR", "AND", "NOT", "-", "NEAR"):
            name = operator.text if operator else token.text if token else ""
            side = "behind" if operator else "before"
            raise QueryError(f"{name} needs a word {side} it: a {name.strip('-') or 'NOT'} b")
        self._at += 1
        match token.kind:
            case "(":
                return self._bracket(depth + 1)
            case "field":
                return InField(token.text, self._item(depth, Token("field", f"{token.text}:")))
            case "phrase":
                return Phrase(token.text, token.is_prefix)
            case "NEAR()":
                return _near_of(token.text)
        return Word(token.text, token.is_prefix)

    def _bracket(self, depth: int) -> Node:
        if depth > DEPTH_MAX:
            raise QueryError(f"more than {DEPTH_MAX} brackets in each other: say it with fewer")
        node = self.alternatives(depth)
        if self._take(")") is None:
            raise QueryError("a bracket is not closed: (")
        return node

    def _take(self, kind: str) -> Token | None:
        token = self.peek()
        if token is None or token.kind != kind:
            return None
        self._at += 1
        return token
