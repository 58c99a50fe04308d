"""Terms of a form: one lemma, and weaker ones. Computed by dictionary, splitter and derivations.

It is slow, and loads the dictionary: programs store the terms of each form, and import this for new forms only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.analysis import compounds, derivation, lexicon
from kaaw_archive.analysis.form_terms import FormTerms
from kaaw_archive.analysis.stop_words import STOP_WORDS
from kaaw_archive.analysis.words import fold, spellings

if TYPE_CHECKING:
    from kaaw_archive.analysis.lexicon import Language

BASE = "~"  # in front of a base of derivations, so that it is no word of a text
ENGLISH = "~e"  # in front of an English lemma, so that it is no German one
# Abbreviations, by what they stand for; as the lemma, so that § 13 Abs. 2 and § 13 Absatz 2 are the same.
_ABBREVIATIONS = {
    "abs": "absatz", "nr": "nummer", "mio": "million", "mrd": "milliarde", "str": "straße", "bzw": "beziehungsweise",
    "st": "sankt", "tel": "telefon", "evtl": "eventuell", "ggf": "gegebenenfalls", "inkl": "inklusive", "ca": "circa",
}  # fmt: skip
_ARTICLE = ("art", "artikel")  # Art is a word as well
_ENGLISH_MIN = 4  # letters of an English word in a German text
_DECLINED = re.compile(r"(.{3,40}(?:end|et|ig|lich|isch|[^aeiou]t|bar|sam|haft|los|iv|al|ell|är))(?:e[mnrs]?)\Z")
_GENITIVE = re.compile(r"(.{3,40}[^szxß])s\Z")


def terms_of(form: str, language: Language = "de") -> FormTerms:
    """Return the terms of a form in a text of this language.

    >>> terms_of("häusern").lemma, terms_of("strasse").lemma, terms_of("foerderungen")
    ('haus', 'strasse', FormTerms(lemma='foerderung', others=(), parts=(), bases=('~foerdern',)))
    """
    if not form.isalpha() or form in STOP_WORDS:
        return FormTerms(fold(form))
    if language == "en":
        english = lexicon.dictionary("en").get(form) or lexicon.dictionary("en").get(form.capitalize())
        if english is not None:
            return FormTerms(ENGLISH + fold(english))
    if form in _ABBREVIATIONS:
        return FormTerms(fold(_ABBREVIATIONS[form]), (form,))
    lemmas = _lemmas(form) or _lemmas_otherwise(form)
    if lemmas:
        return _known(form, lemmas)
    if len(form) >= _ENGLISH_MIN and (english := lexicon.dictionary("en").get(form)):
        return FormTerms(ENGLISH + fold(english))
    return _unknown(form)


def _known(form: str, lemmas: list[str]) -> FormTerms:
    folded = [fold(lemma) for lemma in lemmas]
    others = [*folded[1:], *_stem(form), *(_ARTICLE[1:] if form == _ARTICLE[0] else ())]
    if (
        folded[0] == fold(form)
        and len(form) >= _ENGLISH_MIN
        and (english := lexicon.dictionary("en").get(form))
        and english != form
    ):
        others.append(ENGLISH + fold(english))
    bases = [BASE + fold(base) for lemma in lemmas for base in derivation.bases(lemma)]
    return FormTerms(
        folded[0],
        tuple(dict.fromkeys(one for one in others if one != folded[0])),
        tuple(part for part in _parts(lemmas[0].lower()) if part != folded[0]),
        tuple(dict.fromkeys(bases)),
        compounds.number_of_pieces(lemmas[0].lower()),
    )


def _stem(form: str) -> list[str]:
    """Return the adjective or participle that a form is declined from, if the dictionary has it."""
    found = _DECLINED.match(form)
    lemma = lexicon.plain(found[1]) if found else None
    return [fold(found[1])] if found and lemma and lemma not in (found[1] + "en", found[1] + "n") else []


def _unknown(form: str) -> FormTerms:
    """Return the terms of a form that no dictionary has: a compound by its last part, else nearly as it stands."""
    split = compounds.split_of(form)
    if split is not None:
        lemma = form[: -len(split.pieces[-1].surface)] + split.pieces[-1].lemma.lower()
        others = tuple(one for one in _bare(form) if one != fold(lemma))
        return FormTerms(fold(lemma), others, _parts(form), (), compounds.number_of_pieces(form))
    if form.endswith("innen"):
        return FormTerms(fold(form[:-3]), (), (), (BASE + fold(form[:-5]),))
    return FormTerms(fold(form), _bare(form))


def _bare(form: str) -> tuple[str, ...]:
    """Return what may be the form without its ending: the stem of an adjective, a name that is not in the genitive."""
    found = _DECLINED.match(form) or _GENITIVE.match(form)
    return (fold(found[1]),) if found else ()


def _parts(form: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(part) for part in compounds.parts(form)))


def _lemmas(form: str) -> list[str]:
    """Return the lemmas of a form: as a noun first, and as another word unless the form is the noun itself."""
    noun, other = lexicon.noun(form), lexicon.plain(form)
    if noun is not None and noun.lower() == form:
        plural_of = lexicon.noun(_without_umlauts(form)) if form.endswith("en") and noun == form.capitalize() else None
        if plural_of is not None and plural_of.lower() == _without_umlauts(form) != form:
            return [plural_of]  # Kästen, which the dictionary does not know as a plural
        return [noun, other] if other == form else [noun]
    if "ss" in form and (other is None or other == form + "en"):  # Strasse is no Strass
        for spelling in spellings(form):
            if (written := lexicon.noun(spelling)) and written.lower() == spelling:
                return [written]
    if noun is not None and other is None:
        adjective = next((stem for end in ("e", "er") if (stem := noun.lower().removesuffix(end)) != noun.lower()
                          and lexicon.plain(stem) == stem), None)  # fmt: skip
        return [adjective, noun] if adjective else [noun]  # erneuerbarer, which the dictionary has as a noun only
    return [lemma for lemma in (noun, other) if lemma is not None]


def _lemmas_otherwise(form: str) -> list[str]:
    return next((found for spelling in spellings(form) if (found := _lemmas(spelling))), [])


def _without_umlauts(form: str) -> str:
    return form.replace("ä", "a").replace("ö", "o").replace("ü", "u")
