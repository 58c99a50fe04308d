"""Bases of derived words: the verb of a noun in -ung, the adjective of one in -heit, the masculine of one in -in."""

from __future__ import annotations

from kaaw_archive.analysis import lexicon

_STEM = 4  # letters of a stem at least
_PLAIN = {"Ä": "A", "Ö": "O", "Ü": "U", "ä": "a", "ö": "o", "ü": "u"}


def bases(lemma: str) -> tuple[str, ...]:
    """Return the bases of a lemma, in lower case; one from which others derive is its own base. Empty without one.

    >>> bases("Förderung"), bases("fördern")
    (('fördern',), ('fördern',))
    >>> bases("Ministerin"), bases("Nachhaltigkeit"), bases("Zeitung")
    (('minister',), ('nachhaltig',), ())
    """
    found = _of_noun(lemma) if lemma[:1].isupper() else _of_other(lemma)
    return tuple(dict.fromkeys(base.lower() for base in found))


def _of_noun(lemma: str) -> list[str]:
    small = lemma.lower()
    if small.endswith("ung") and len(small) > _STEM + 2:
        return [verb for verb in (small[:-3] + "en", small[:-3] + "n") if lexicon.verb(verb)][:1]
    if small.endswith(("ation", "ition", "sion", "tion")):
        stems = (small[:-5], small[:-3], small[:-5] + "t")
        return [verb for stem in stems if len(stem) >= _STEM and lexicon.verb(verb := stem + "ieren")][:1]
    if small.endswith(("heit", "keit")) and len(small) > _STEM + 4:
        return [small[:-4]] if lexicon.plain(small[:-4]) else []
    if small.endswith("in") and len(small) > _STEM + 1:
        return [base.lower() for base in _masculine(lemma[:-2])]
    if small.endswith("er") and len(small) > _STEM + 2 and lexicon.verb(small[:-1] + "n"):
        return [small, small[:-1] + "n"]  # Berater: of beraten, and itself the base of Beraterin
    return [small] if lexicon.noun(small + "in") == lemma + "in" or lexicon.noun(_umlauted(small) + "in") else []


def _of_other(lemma: str) -> list[str]:
    stem = lemma.removesuffix("n").removesuffix("e")
    if lexicon.verb(lemma):
        nouns = (stem + "ung", stem.removesuffix("ier") + "ation", stem.removesuffix("ier") + "ion", stem + "er")
        return [lemma] if any(lexicon.noun(noun) == noun.capitalize() for noun in nouns) else []
    infinitive = lexicon.dictionary("de").get(lemma)  # gefördert, the lemma of geförderte, has a lemma of its own
    if infinitive is not None and infinitive != lemma and lexicon.verb(infinitive):
        return [infinitive]
    if lemma.endswith("t") and len(lemma) > _STEM + 1:  # überschwemmt
        found = [verb for verb in (lemma[:-1] + "en", lemma[:-1] + "n", lemma[:-2] + "en") if lexicon.verb(verb)]
        return found[:1]
    return [lemma] if any(lexicon.noun(lemma + ending) for ending in ("heit", "keit")) else []


def _masculine(stem: str) -> list[str]:
    """Return the masculine noun of a feminine stem: Minister, Arzt of Ärzt-, Kollege of Kolleg-."""
    forms = (stem, stem + "e", "".join(_PLAIN.get(letter, letter) for letter in stem))
    return [form for form in forms if lexicon.noun(form.lower()) == form][:1]


def _umlauted(word: str) -> str:
    last = max(word.rfind(vowel) for vowel in "aou")
    return word[:last] + {"a": "ä", "o": "ö", "u": "ü"}[word[last]] + word[last + 1 :] if last >= 0 else word
