"""Nearest query that finds something, for one that finds nothing: words that no text has give way to similar ones."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive.analysis.query import AllOf, AnyOf, InField, Node, Word, as_text, parse
from kaaw_archive.analysis.query_tokens import chain_forms
from kaaw_archive.archive.queries import word_forms
from kaaw_archive.archive.queries.search import count_texts
from kaaw_archive.archive.queries.search_fallbacks import without_stop_words
from kaaw_archive.items import ArticleFilter

if TYPE_CHECKING:
    import sqlite3

_CANDIDATES_MAX = 4_000  # forms of the archive that a word is compared with
_SIMILAR = 0.75  # of difflib's ratio, from which on a form counts as another spelling


def nearest_query(connection: sqlite3.Connection, query: str, chosen: ArticleFilter) -> str | None:
    """Return a query near to one that finds nothing, and that finds something; None if there is none.

    First other spellings are tried, then the query without the filter; that one is returned with a remark in brackets.
    """
    node = without_stop_words(parse(query))
    corrected = _corrected(connection, node)
    for candidate in (corrected, _with_any(corrected)):
        if candidate != node and count_texts(connection, candidate, chosen):
            return as_text(candidate)
    if chosen != ArticleFilter() and count_texts(connection, node, ArticleFilter()):
        return f"{as_text(node)} (without the other options)"
    return None


def languages_not_there(connection: sqlite3.Connection, chosen: ArticleFilter) -> list[str]:
    """Return a sentence for each language of a filter in which no text of the archive is, as it may be a slip."""
    languages = {row[0] for row in connection.execute("SELECT DISTINCT language FROM snapshots")}
    there = ", ".join(sorted(filter(None, languages))) or "none that is known"
    return [f"no text is in {code}: the archive has {there}" for code in chosen.languages if code not in languages]


def _corrected(connection: sqlite3.Connection, node: Node) -> Node:
    match node:
        case Word(text, False):
            return Word(_similar(connection, text) or text)
        case AllOf(items, excluded):
            return AllOf(tuple(_corrected(connection, item) for item in items), excluded)
        case AnyOf(items):
            return AnyOf(tuple(_corrected(connection, item) for item in items))
        case InField():
            return replace(node, item=_corrected(connection, node.item))
    return node


def _with_any(node: Node) -> Node:
    return AnyOf(node.items) if isinstance(node, AllOf) and len(node.items) > 1 and not node.excluded else node


def _similar(connection: sqlite3.Connection, text: str) -> str | None:
    """Return the form of the archive that is most like a word that it does not know."""
    forms = chain_forms(text)
    if len(forms) != 1 or word_forms.stored_terms(connection, "de", forms):
        return None
    form = forms[0]
    candidates = [other for begin in {form[:2], form[:1]} for other, _ in
                  word_forms.beginning_with(connection, begin, _CANDIDATES_MAX)]  # fmt: skip
    found = difflib.get_close_matches(form, dict.fromkeys(candidates), n=1, cutoff=_SIMILAR)
    return found[0] if found else None
