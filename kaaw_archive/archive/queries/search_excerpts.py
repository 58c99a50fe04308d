"""Marked titles and excerpts of hits: the words of each text that answer the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.analysis import marking
from kaaw_archive.analysis.lexicon import language_of
from kaaw_archive.analysis.marking import MarkedWords, Piece
from kaaw_archive.analysis.query import AllOf, AnyOf, InField, Near, Node, Phrase, Word
from kaaw_archive.analysis.query_tokens import chain_forms
from kaaw_archive.analysis.words import fold
from kaaw_archive.archive.queries import word_forms
from kaaw_archive.archive.queries.search_terms import TermQueries

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row


Excerpt = tuple[tuple[Piece, ...], tuple[Piece, ...]]  # title, and a part of the text


def excerpts(connection: sqlite3.Connection, node: Node, hits: list[Row]) -> list[Excerpt]:
    """Return the title and an excerpt of the text of each hit, with what answers the query marked."""
    targets = list(_targets(TermQueries(connection), node))
    wanted = frozenset(term for target in targets for words in target.words for term in words)
    found = []
    for hit in hits:
        forms = {*chain_forms(hit["title"]), *chain_forms(hit["text"])}
        terms = word_forms.forms_meaning(connection, language_of(hit["language"]), forms, wanted)
        found.append((marking.mark(hit["title"], targets, terms), marking.excerpt(hit["text"], targets, terms)))
    return found


def _targets(queries: TermQueries, node: Node) -> list[MarkedWords]:
    match node:
        case Word(text, is_prefix) | Phrase(text, is_prefix):
            forms = chain_forms(text)
            whole = forms[:-1] if is_prefix else forms
            words = tuple(_terms(queries, form, has_bases=isinstance(node, Word)) for form in whole)
            return [MarkedWords(words, fold(forms[-1]) if is_prefix else None)]
        case Near(items) | AnyOf(items) | AllOf(items):
            return [target for item in items for target in _targets(queries, item)]
        case InField(_, item):
            return _targets(queries, item)


def _terms(queries: TermQueries, form: str, *, has_bases: bool) -> frozenset[str]:
    found = queries.terms(form)
    terms = {term for one in found for term in (one.lemma, *one.others)}
    return frozenset(terms | {base for one in found for base in one.bases} if has_bases else terms)
