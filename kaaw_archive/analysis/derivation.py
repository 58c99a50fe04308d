"""Bases of derived words: the verb of a noun in -ung, the adjective of one in -heit, the masculine of one in -in."""

from __future__ import annotations

from kaaw_archive.analysis import lexicon

_STEM = 4  # letters of a stem at least
_PLAIN = {"ä": "a", "ö": "o", "ü": "u"}
_WHOLE = ("er", "ant")  # masculine nouns end so: Halter, Passant; no Haltere, no Passante
_WHOLE_AND_E = ("ere", "ante")


def bases(lemma: str) -> tuple[str, ...]:
    """Return the bases of a lemma, in lower case; one from which others derive is its own base. Empty without one.

    >>> bases("Förderung"), bases("fördern")
    (('fördern',), ('fördern',))
    >>> bases("Ministerin"), bases("Nachhaltigkeit"), bases("Zeitung")
    (('minister',), ('nachhaltig',), ())
    >>> bases("Kollegin"), bases("Kollege"), bases("Termin"), bases("Position")
    (('kollege',), ('kollege',), (), ())
    """
    found = _of_noun(lemma) if lemma[:1].isupper() else _of_other(lemma)
    return tuple(dict.fromkeys(base.lower() for base in found))


def _of_noun(lemma: str) -> list[str]:
    small = lemma.lower()
    if small.endswith("ung") and len(small) > _STEM + 2:
        return [verb for verb in (small[:-3] + "en", small[:-3] + "n") if lexicon.verb(verb)][:1]
    if small.endswith(("ation", "ition", "sion", "tion")):
        return [verb for stem in _stems_before_ion(small) if lexicon.verb(verb := stem + "ieren")][:1]
    if small.endswith(("heit", "keit")) and len(small) > _STEM + 4:
        return [small[:-4]] if lexicon.plain(small[:-4]) else []
    if _is_feminine(small):
        return _masculine(small[:-2])
    if small.endswith("er") and len(small) > _STEM + 2 and lexicon.verb(small[:-1] + "n"):
        return [small, small[:-1] + "n"]  # Berater: of beraten, and itself the base of Beraterin
    stem = small if small.endswith(_WHOLE_AND_E) else small.removesuffix("e")
    return [small] if _is_feminine(stem + "in") or _is_feminine(_umlauted(stem) + "in") else []


def _stems_before_ion(small: str) -> list[str]:
    """Return the stems of verbs in -ieren: inform- of information, adopt- of adoption, diskut- of diskussion."""
    stems = [(small[:-5], _STEM), (small[:-3], _STEM + 1)]  # no port- of portion, nor vers- of version
    if small.endswith("ssion"):
        stems.append((small[:-5] + "t", _STEM + 1))
    return [stem for stem, letters in stems if len(stem) >= letters]


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


def _is_feminine(small: str) -> bool:
    """Return True for a noun of women: it, or the end of it, has a plural in -innen, as Termin and Benzin have none."""
    if not small.endswith("in") or len(small) <= _STEM + 1 or (lexicon.noun(small) or "").lower() != small:
        return False
    ends = (small[at:] for at in (0, *range(_STEM - 1, len(small) - _STEM - 2)))
    return any((lexicon.noun(end + "nen") or "").lower() == end for end in ends)


def _masculine(stem: str) -> list[str]:
    """Return the masculine noun of a feminine stem: Kollege of kolleg-, Minister, Jude of jüd-, Arzt of ärzt-."""
    plain = "".join(_PLAIN.get(letter, letter) for letter in stem)
    forms = [stem + "e", stem, plain + "e", plain]  # Zeuge before Zeug
    if stem.endswith(_WHOLE):
        forms.sort(key=lambda form: form.endswith("e"))
    return [form for form in forms if (lexicon.noun(form) or "").lower() == form][:1]


def _umlauted(word: str) -> str:
    last = max(word.rfind(vowel) for vowel in "aou")
    return word[:last] + {"a": "ä", "o": "ö", "u": "ü"}[word[last]] + word[last + 1 :] if last >= 0 else word
