"""Store the terms of word forms, each computed once, so that programs that know their words load no dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.analysis.document import Entry, entry_of_chain, forms_of_chain
from kaaw_archive.archive.queries.word_forms import stored_terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from kaaw_archive.analysis.form_terms import FormTerms
    from kaaw_archive.analysis.lexicon import Language

_CHAINS_MAX = 300_000  # in the memory of a connection; some 60 MB


def chain_entries(connection: sqlite3.Connection, language: Language, chains: Iterable[str]) -> Mapping[str, Entry]:
    """Return the index entries of these chains, and of others; the terms of new forms are computed and stored.

    A connection keeps in memory what it has seen. Terms depend on the form and the analysis alone, so that it does no
    harm if the transaction that stored them is undone.
    """
    memory: dict[str, dict[str, Entry]] = getattr(connection, "chain_entries", {})
    known = memory.setdefault(language, {})
    forget_chains(connection, _CHAINS_MAX)
    wanted = dict.fromkeys(chains)
    missing = [chain for chain in wanted if chain not in known]
    if missing:
        terms = _terms(connection, language, {form for chain in missing for form in forms_of_chain(chain)})
        known.update((chain, entry_of_chain(chain, terms)) for chain in missing)
    return known


def forget_chains(connection: sqlite3.Connection, most: int) -> None:
    """Empty the memory of a connection for each language of which it keeps more chains than these."""
    for known in getattr(connection, "chain_entries", {}).values():
        if len(known) > most:
            known.clear()


def forget(connection: sqlite3.Connection) -> None:
    """Delete all terms: another analysis is about to make them."""
    connection.execute("DELETE FROM _word_forms")
    getattr(connection, "chain_entries", {}).clear()


def _terms(connection: sqlite3.Connection, language: Language, forms: set[str]) -> dict[str, FormTerms]:
    found = stored_terms(connection, language, forms)
    new = sorted(forms - found.keys())
    if new:
        from kaaw_archive.analysis.terms import terms_of

        computed = {form: terms_of(form, language) for form in new}
        connection.executemany(
            "INSERT OR IGNORE INTO _word_forms (form, language, terms) VALUES (?, ?, ?)",
            [(form, language, terms.to_text()) for form, terms in computed.items()],
        )
        found |= computed
    return found
