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
    from collections.abc import Mapping, Sequence

    from kaaw_archive.analysis.lexicon import Language
    from kaaw_archive.archive.queries.rows import Row


Excerpt = tuple[tuple[Piece, ...], tuple[Piece, ...]]  # title, and a part of the text

_FIRST_LOOK = 1_500  # characters of a text in which its first hit nearly always is


class _Meanings:
    """Forms of texts that mean the words of a query, with their terms; the archive is asked for each form once."""

    def __init__(self, connection: sqlite3.Connection, wanted: frozenset[str], language: Language) -> None:
        self._connection, self._wanted, self._language = connection, wanted, language
        self._asked: set[str] = set()
        self._found: dict[str, frozenset[str]] = {}

    def of(self, *texts: str) -> Mapping[str, frozenset[str]]:
        """Return the terms of those forms that mean the query: all of these texts, and of others."""
        new = {form for text in texts for form in chain_forms(text)} - self._asked
        if new:
            self._asked |= new
            self._found |= word_forms.forms_meaning(self._connection, self._language, new, self._wanted)
        return self._found


def excerpts(connection: sqlite3.Connection, node: Node, hits: list[Row]) -> list[Excerpt]:
    """Return the title and an excerpt of the text of each hit, with what answers the query marked."""
    targets = list(_targets(TermQueries(connection), node))
    wanted = frozenset(term for target in targets for words in target.words for term in words)
    meanings: dict[Language, _Meanings] = {}
    found = []
    for hit in hits:
        language = language_of(hit["language"])
        meaning = meanings.setdefault(language, _Meanings(connection, wanted, language))
        title = marking.mark(hit["title"], targets, meaning.of(hit["title"]))
        found.append((title, _excerpt(" ".join(hit["text"].split()), targets, meaning)))
    return found


def _excerpt(line: str, targets: Sequence[MarkedWords], meaning: _Meanings) -> tuple[Piece, ...]:
    beginning = line[: line.rfind(" ", 0, _FIRST_LOOK)] if len(line) > _FIRST_LOOK else line
    first = marking.first_hit(beginning, targets, meaning.of(beginning))
    if first is None and beginning != line:
        first = marking.first_hit(line, targets, meaning.of(line))
    start, end = marking.excerpt_span(line, first or 0)
    part = line[start:end]
    before = (("… ", False),) if start else ()
    after = ((" …", False),) if end < len(line) else ()
    return (*before, *marking.mark(part, targets, meaning.of(part)), *after)


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
