"""Wider queries, for one that finds nothing: any of its words, or longer words that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.analysis.query import AllOf, AnyOf, InField, Node, Phrase, Word
from kaaw_archive.analysis.query_tokens import chain_forms
from kaaw_archive.analysis.stop_words import STOP_WORDS
from kaaw_archive.archive.queries import word_forms

if TYPE_CHECKING:
    import sqlite3

_LETTERS_MIN = 3  # of a word that is looked for inside others
_LONGER_MAX = 200  # words that hold one


def without_stop_words(node: Node) -> Node:
    """Return the tree without stop words that stand beside other words; quoted ones and those in capitals stay."""
    match node:
        case AllOf(items, excluded):
            kept = tuple(without_stop_words(item) for item in items if not _is_stop_word(item)) or items
            return kept[0] if len(kept) == 1 and not excluded else AllOf(kept, excluded)
        case AnyOf(items):
            return AnyOf(tuple(map(without_stop_words, items)))
        case InField(field, item):
            return InField(field, without_stop_words(item))
    return node


def left_out_words(node: Node) -> tuple[str, ...]:
    """Return the words that :func:`without_stop_words` takes out of a tree, in their order, each once."""
    match node:
        case AllOf(items, _):
            stopped = [item.text for item in items if isinstance(item, Word) and _is_stop_word(item)]
            if len(stopped) == len(items):
                return ()
            return tuple(dict.fromkeys([*stopped, *(word for item in items for word in left_out_words(item))]))
        case AnyOf(items):
            return tuple(dict.fromkeys(word for item in items for word in left_out_words(item)))
        case InField(_, item):
            return left_out_words(item)
    return ()


def with_any_word(node: Node) -> Node | None:
    """Return the query that any of the words answers, None if there is but one; what is excluded stays so."""
    match node:
        case AllOf(items, excluded) if len(items) > 1:
            return AllOf((AnyOf(items),), excluded) if excluded else AnyOf(items)
        case InField(field, item):
            wider = with_any_word(item)
            return None if wider is None else InField(field, wider)
    return None


def within_words(connection: sqlite3.Connection, node: Node) -> Node | None:
    """Return the query for longer words that hold a single word (a number, a file reference, a part of a name)."""
    if not isinstance(node, Word) or node.is_prefix:
        return None
    forms = chain_forms(node.text)
    if len(forms) != 1 or len(forms[0]) < _LETTERS_MIN:
        return None
    found = [form for form, _ in word_forms.containing(connection, forms[0], _LONGER_MAX)]
    return AnyOf(tuple(Phrase(form) for form in dict.fromkeys(found))) if found else None


def _is_stop_word(node: Node) -> bool:
    """Return True for a stop word as it stands in a sentence; IT, WHO and WAR in capitals are names."""
    if not isinstance(node, Word) or node.is_prefix or (node.text.isupper() and len(node.text) > 1):
        return False
    return node.text.lower() in STOP_WORDS
