"""Dictionary of German and English word forms: that of simplemma, as a trie that is loaded in milliseconds."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["de", "en"]

_NOUN_ENDINGS = ("e", "en", "er", "es", "n", "se", "nen")  # of plurals and cases that names do not have
_LATIN = (("um", "en"), ("um", "a"), ("us", "en"), ("us", "i"), ("is", "en"), ("ion", "ien"), ("er", "ra"))
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


def language_of(code: str | None) -> Language:
    """Return the language whose dictionary comes first for a text; ``code`` as of a version: ``en``, ``de``, ``fr``."""
    return "en" if (code or "").startswith("en") else "de"


@cache
def dictionary(language: Language) -> Mapping[str, str]:
    """Return the dictionary of a language, form to lemma, each as it is written (nouns with a capital letter).

    The first call on a machine builds its trie, which takes some seconds, in the folder of the Python environment;
    if that cannot be written, the packed dictionary is read instead, which takes longer each time.
    """
    from simplemma.strategies.dictionaries import StreamDictionaryFactory, TrieDictionaryFactory

    folder = _folder()
    if not (folder / f"{language}.dic").exists() and not _build(language, folder):
        return StreamDictionaryFactory().get_dictionary(language)
    return TrieDictionaryFactory(disk_cache_dir=str(folder)).get_dictionary(language)


def noun(form: str) -> str | None:
    """Return the lemma of a German form read as a noun, None if the dictionary has no such noun."""
    lemma = dictionary("de").get(form[:1].upper() + form[1:])
    if lemma is None or not lemma[:1].isupper():
        return None
    adjective = plain(form)
    return None if adjective and lemma.lower() in (adjective + "e", adjective + "er") else lemma  # das Politische


def plain(form: str) -> str | None:
    """Return the lemma of a German form that is written small: a verb, an adjective; None if there is none."""
    words = dictionary("de")
    lemma = words.get(form)
    if lemma is None or not lemma[:1].islower():
        return None
    is_declined = lemma.endswith("e") and words.get(lemma[:-1]) == lemma[:-1]  # nachhaltige, for some forms
    return lemma[:-1] if is_declined else lemma


def verb(infinitive: str) -> bool:
    """Return True if this is the infinitive of a German verb."""
    return infinitive.endswith("n") and plain(infinitive) == infinitive


def is_like_a_name(lemma: str) -> bool:
    """Return True if the dictionary has no form of this noun but itself and one with -s, as it is for names.

    Nouns that end in a vowel other than e have no other forms either, and are no names by that.
    """
    if lemma[-1:] in "aiouy":
        return False
    words = dictionary("de")
    spellings = {lemma, lemma.removesuffix("ß") + "ss"} if lemma.endswith("ß") else {lemma}
    if any(words.get(one + ending) in spellings for one in spellings for ending in _NOUN_ENDINGS):
        return False
    if lemma.endswith("er") and words.get(lemma[:-1]) == lemma:  # Abgeordneter
        return False
    latin = [lemma[: -len(old)] + new for old, new in _LATIN if lemma.endswith(old)]
    changed = [form for one in spellings for form in _with_umlaut(one)]
    return not any(form in words for form in changed) and not any(words.get(form) == lemma for form in latin)


def _with_umlaut(lemma: str) -> list[str]:
    last = max(lemma.rfind(vowel) for vowel in _UMLAUTS)
    if last < 1:
        return []
    at = last - 1 if lemma[last - 1 : last + 1] in ("au", "eu") else last
    if lemma[at] not in _UMLAUTS:
        return []
    changed = lemma[:at] + _UMLAUTS[lemma[at]] + lemma[at + 1 :]
    return [changed, *(changed + ending for ending in ("e", "er", "en", "n"))]


def _folder() -> Path:
    """Return a folder of ours in the Python environment, of one for each version of the dictionary."""
    from importlib.metadata import version

    return Path(sys.prefix) / "share" / "kaaw_archive" / f"simplemma-{version('simplemma')}"


def _build(language: Language, folder: Path) -> bool:
    """Build the trie beside its place and move it there whole; return False if the folder cannot be written."""
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as made:
            TrieDictionaryFactory(disk_cache_dir=made).get_dictionary(language)
            built = Path(made) / f"{language}.dic"
            built.chmod(0o644)
            os.replace(built, folder / built.name)  # noqa: PTH105
        return True
    return False
