"""Queries of FTS5 for the trees of queries: each word becomes the terms that the index may hold of it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from kaaw_archive.analysis.document import days
from kaaw_archive.analysis.form_terms import FormTerms
from kaaw_archive.analysis.query import AllOf, AnyOf, InField, Near, Node, Phrase, Word, parse
from kaaw_archive.analysis.query_tokens import chain_forms
from kaaw_archive.analysis.words import chain_of, chain_texts, fold, spellings
from kaaw_archive.archive.queries import word_forms
from kaaw_archive.archive.queries.search_fallbacks import without_stop_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.analysis.lexicon import Language


NOTHING = '""'  # an FTS5 query that is valid and matches no row; an empty one is a syntax error
_READINGS_MAX = 16  # of a phrase whose words may be of several lemmas
_APART_WORDS = 4  # between the pieces of a compound that a text does not join
_PREFIX_FORMS_MAX = 2_000  # forms that begin so, whose lemmas are looked up


class TermQueries:
    """Makes queries of FTS5 for one archive; words that it does not know are looked up in the dictionary."""

    FIELDS: tuple[str, ...] = ("title", "text", "author")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._has_english = word_forms.has_language(connection, "en")
        self._known: dict[str, tuple[FormTerms, ...]] = {}

    def query(self, node: Node) -> str:
        """Return the query of FTS5 for a tree."""
        return self._query_of(node, self.FIELDS, is_weak=True)

    def terms(self, form: str) -> tuple[FormTerms, ...]:
        """Return the terms of a form: in German texts, and in English ones if the archive has any."""
        if form not in self._known:
            languages: tuple[Language, ...] = ("de", "en") if self._has_english else ("de",)
            self._known[form] = tuple(
                dict.fromkeys(word_forms.terms_or_computed(self._connection, language, form) for language in languages)
            )
        return self._known[form]

    def _query_of(self, node: Node, fields: Sequence[str], *, is_weak: bool) -> str:
        match node:
            case Word():
                return self._word(node, fields, is_weak=is_weak)
            case Phrase(text, is_prefix):
                return _in(fields, _any(self._phrases(chain_forms(text), is_prefix=is_prefix)))
            case Near(items, distance):
                return _in(fields, _any(self._near(items, distance)))
            case InField(field, item):
                return self._query_of(item, (field,), is_weak=is_weak) if field in self.FIELDS else NOTHING
            case AnyOf(items):
                return "(" + " OR ".join(self._query_of(item, fields, is_weak=is_weak) for item in items) + ")"
            case AllOf(items, excluded):
                wanted = "(" + " AND ".join(self._query_of(item, fields, is_weak=is_weak) for item in items) + ")"
                if not excluded:
                    return wanted
                # FTS5 nests one level deeper with each NOT and stops at 256: the unwanted are gathered in one
                unwanted = " OR ".join(self._query_of(item, fields, is_weak=False) for item in excluded)
                return f"({wanted} NOT ({unwanted}))"

    def _word(self, word: Word, fields: Sequence[str], *, is_weak: bool) -> str:
        forms = chain_forms(word.text)
        if word.is_prefix:
            return _in(fields, _any([*self._phrases(forms, is_prefix=True), *self._beginning_with(forms)]))
        phrases = self._phrases(forms, is_prefix=False)
        joined = [chain.joined for chain in map(chain_of, chain_texts(word.text)) if chain.joined]
        if len(joined) == 1 and len(chain_texts(word.text)) == 1:
            phrases += [f'"{term}"' for terms in self.terms(joined[0]) for term in (terms.lemma, *terms.others)]
        if is_weak:
            phrases += map(_quoted, days(word.text))
            if len(forms) == 1:
                phrases += self._apart(forms[0])
                phrases += [_quoted(base) for terms in self.terms(forms[0]) for base in terms.bases]
            fields = self._with_weak(fields)
        return _in(fields, _any(phrases))

    def _apart(self, form: str) -> list[str]:
        """Return a query for the pieces of a compound near each other: Schutz vor Hochwasser for Hochwasserschutz."""
        pieces = [terms.parts[: terms.pieces] for terms in self.terms(form) if terms.pieces > 1]
        return [f"NEAR({' '.join(map(_quoted, words))}, {_APART_WORDS})" for words in pieces]

    def _with_weak(self, fields: Sequence[str]) -> Sequence[str]:
        return [*fields, *(f"{field}_weak" for field in fields if field != "author")]

    def _readings(self, forms: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the lemmas that the words of a phrase may be of, one after the other; the likeliest first."""
        choices = [
            tuple(dict.fromkeys(term for terms in self.terms(form) for term in (terms.lemma, *terms.others)))
            for form in forms
        ]
        return list(itertools.islice(itertools.product(*choices), _READINGS_MAX))

    def _phrases(self, forms: Sequence[str], *, is_prefix: bool) -> list[str]:
        if not is_prefix:
            return ['"' + " ".join(reading) + '"' for reading in self._readings(forms)]
        last = fold(forms[-1])
        return ['"' + " ".join((*reading, last)) + '"*' for reading in self._readings(forms[:-1])]

    def _beginning_with(self, forms: Sequence[str]) -> list[str]:
        """Return the lemmas of forms that begin so and whose lemma begins otherwise: Häus* finds Häuser, of Haus."""
        if len(forms) != 1:
            return []
        begin = fold(forms[0])
        found = word_forms.beginning_with(self._connection, forms[0], _PREFIX_FORMS_MAX)
        return list(dict.fromkeys(f'"{terms.lemma}"' for _, terms in found if not terms.lemma.startswith(begin)))

    def _near(self, items: Sequence[Word | Phrase], distance: int) -> list[str]:
        choices = [self._phrases(chain_forms(item.text), is_prefix=item.is_prefix) for item in items]
        products = itertools.islice(itertools.product(*choices), _READINGS_MAX)
        return [f"NEAR({' '.join(product)}, {distance})" for product in products]


class WordQueries(TermQueries):
    """Makes queries for the index of words as they stand, for an archive whose index another analysis made.

    It finds a word in the form and with the umlauts that were typed, or with ae for ä and so on.
    """

    FIELDS = ("title", "text")

    def terms(self, form: str) -> tuple[FormTerms, ...]:
        """Return the spellings of a form."""
        return (FormTerms(form, tuple(one for one in (*spellings(form), fold(form)) if one != form)),)

    def _with_weak(self, fields: Sequence[str]) -> Sequence[str]:
        return fields

    def _beginning_with(self, forms: Sequence[str]) -> list[str]:
        return []


def _quoted(term: str) -> str:
    return f'"{term}"'


def _any(queries: Sequence[str]) -> str:
    return " OR ".join(dict.fromkeys(queries)) or NOTHING


def _in(fields: Sequence[str], query: str) -> str:
    return "{" + " ".join(fields) + "} : (" + query + ")"


def fts_query(connection: sqlite3.Connection, text: str) -> str:
    """Return the query of FTS5 over ``search_index`` for a query as typed, as a search asks it. Raises QueryError."""
    return TermQueries(connection).query(without_stop_words(parse(text)))
