"""Word forms that the archive knows: their terms, and the forms that begin with some letters or hold them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kaaw_archive.analysis.form_terms import FormTerms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.analysis.lexicon import Language

_TERMS = """
SELECT f.form, f.terms FROM json_each(?) j CROSS JOIN _word_forms f ON f.language = ? AND f.form = j.value
"""
_LAST = "\U0010ffff"  # behind all that may follow a prefix


def stored_terms(connection: sqlite3.Connection, language: Language, forms: Iterable[str]) -> dict[str, FormTerms]:
    """Return the terms of those forms that are stored, for texts in this language."""
    rows = connection.execute(_TERMS, (json.dumps(list(forms), ensure_ascii=False), language))
    return {form: FormTerms.from_text(terms) for form, terms in rows}


def forms_meaning(
    connection: sqlite3.Connection, language: Language, forms: Iterable[str], wanted: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Return those of the forms that have one of the wanted terms, with all of their terms."""
    rows = connection.execute(_TERMS, (json.dumps(list(forms), ensure_ascii=False), language))
    known = ((form, FormTerms.from_text(text)) for form, text in rows)
    all_terms = {form: frozenset((terms.lemma, *terms.weak)) for form, terms in known}
    return {form: terms for form, terms in all_terms.items() if not wanted.isdisjoint(terms)}


def terms_or_computed(connection: sqlite3.Connection, language: Language, form: str) -> FormTerms:
    """Return the terms of a form; if the archive does not know it, by the dictionary. Nothing is stored."""
    if (stored := stored_terms(connection, language, [form]).get(form)) is not None:
        return stored
    from kaaw_archive.analysis.terms import terms_of

    return terms_of(form, language)


def has_language(connection: sqlite3.Connection, language: Language) -> bool:
    """Return True if the archive has words of texts in this language."""
    found = connection.execute("SELECT 1 FROM _word_forms WHERE language = ? LIMIT 1", (language,)).fetchone()
    return found is not None


def beginning_with(connection: sqlite3.Connection, prefix: str, most: int) -> list[tuple[str, FormTerms]]:
    """Return forms that begin so, with their terms; at most so many of each language."""
    found = []
    for language in ("de", "en"):
        wanted = (language, prefix, prefix + _LAST, most)
        found += connection.execute(
            "SELECT form, terms FROM _word_forms WHERE language = ? AND form >= ? AND form < ? LIMIT ?", wanted
        ).fetchall()
    return [(form, FormTerms.from_text(terms)) for form, terms in found]


def containing(connection: sqlite3.Connection, letters: str, most: int) -> list[tuple[str, FormTerms]]:
    """Return forms that hold these letters anywhere, the shortest first; at most so many. Reads all forms."""
    rows = connection.execute(
        "SELECT form, terms FROM _word_forms WHERE instr(form, ?) ORDER BY length(form), form LIMIT ?", (letters, most)
    )
    return [(form, FormTerms.from_text(terms)) for form, terms in rows]
