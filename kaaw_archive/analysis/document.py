"""Index entries of a text: its lemmas in order, and the weaker terms of all its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.analysis.words import chain_of, chain_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.analysis.form_terms import FormTerms

MARK = "~"  # in front of terms that are no words of a text: bases, days, English lemmas
_MONTHS = "jan feb mär apr mai jun jul aug sep okt nov dez".split()
_MONTH = "jan|feb|mär|mae|apr|mai|jun|jul|aug|sep|okt|nov|dez"
DAY = (
    r"(?<!\d)(?:(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<d>\d{1,2})\. ?"
    rf"(?:(?P<m>\d{{1,2}})\. ?|(?P<name>(?i:{_MONTH}))[a-zäA-ZÄ]{{0,6}}\.? )(?P<y>[12]\d{{3}}))(?!\d)"
)
_DAY_PATTERN = re.compile(DAY)

Entry = tuple[str, tuple[str, ...]]  # lemmas, divided by blanks, and weaker terms


def entry_of(text: str, chains: Mapping[str, Entry]) -> tuple[str, str]:
    """Return what the index holds of a text: lemmas in the order of its words, and weaker terms, each once.

    ``chains`` holds the same for each chain of the text (:func:`entry_of_chain`).
    """
    strong: list[str] = []
    weak: dict[str, None] = {}
    for chain in chain_texts(text):
        lemmas, weaker = chains[chain]
        strong.append(lemmas)
        if weaker:
            weak.update(dict.fromkeys(weaker))
    weak.update(dict.fromkeys(days(text)))
    return " ".join(strong), " ".join(weak)


def entry_of_chain(chain: str, terms: Mapping[str, FormTerms]) -> Entry:
    """Return the lemmas of a chain and its weaker terms; those of its words joined are weaker ones."""
    found = chain_of(chain)
    weak = [term for form, _, _ in found.places for term in terms[form].weak]
    if found.joined:
        joined = terms[found.joined]
        weak += (joined.lemma, *joined.weak)
    return " ".join(terms[form].lemma for form, _, _ in found.places), tuple(dict.fromkeys(weak))


def forms_of_chain(chain: str) -> list[str]:
    """Return the forms whose terms :func:`entry_of_chain` needs."""
    found = chain_of(chain)
    forms = [form for form, _, _ in found.places]
    return [*forms, found.joined] if found.joined else forms


def days(text: str) -> list[str]:
    """Return a term for each calendar day that is written out in a text.

    >>> days("am 12.03.2020, dem 1. März 2020, 2019-12-31 und am 3. Mai")
    ['~d20200312', '~d20200301', '~d20191231']
    """
    return [term for found in _DAY_PATTERN.finditer(text) if (term := _day_term(found))]


def _day_term(found: re.Match[str]) -> str | None:
    if found["year"]:
        year, month, day = found["year"], int(found["month"]), int(found["day"])
    else:
        name = (found["name"] or "").lower().replace("mae", "mär")
        year, month, day = found["y"], int(found["m"] or _MONTHS.index(name) + 1), int(found["d"])
    return f"{MARK}d{year}{month:02}{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
