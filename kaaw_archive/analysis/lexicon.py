"""Dictionary of German and English word forms: that of simplemma, as a trie that is loaded in milliseconds."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from kaaw_archive.installed import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marisa_trie import BytesTrie

Language = Literal["de", "en"]

_NOUN_ENDINGS = ("e", "en", "er", "es", "n", "se", "nen")  # of plurals and cases that names do not have
_LATIN = (("um", "en"), ("um", "a"), ("us", "en"), ("us", "i"), ("is", "en"), ("ion", "ien"), ("er", "ra"))
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


def language_of(code: str | None) -> Language:
    """Return the language whose dictionary comes first for a text; ``code`` as of a version: ``en``, ``de``, ``fr``."""
    return "en" if (code or "").startswith("en") else "de"


class Lexicon(Protocol):
    """Dictionary of a language, form to lemma."""

    def get(self, form: str, /) -> str | None:
        """Return the lemma of a form, None for one that it does not have."""

    def __contains__(self, form: object, /) -> bool:
        """Return True for a form that it has."""

    def __iter__(self) -> Iterator[str]:
        """Return its forms."""


class _Trie:
    """Dictionary in a file that is mapped into memory: it is there at once, and a look-up reads some of its pages."""

    def __init__(self, trie: BytesTrie) -> None:
        self._trie = trie

    def get(self, form: str) -> str | None:
        found = self._trie.get(form)
        return str(found[0].decode()) if found else None

    def __contains__(self, form: object) -> bool:
        return form in self._trie

    def __iter__(self) -> Iterator[str]:
        return iter(self._trie.iterkeys())


@cache
def dictionary(language: Language) -> Lexicon:
    """Return the dictionary of a language, form to lemma, each as it is written (nouns with a capital letter).

    The first call on a machine builds its trie, which takes some seconds, in the folder of the Python environment;
    if that cannot be written, the packed dictionary is read instead, which takes longer each time. simplemma is
    imported for that alone: it takes ten times as long as the trie.
    """
    from marisa_trie import BytesTrie

    file = _folder() / f"{language}.dic"
    for is_new in (False, True):
        if is_new and not _build(language, file.parent):
            break
        with contextlib.suppress(OSError, RuntimeError):  # there is none, or it is damaged
            return _Trie(BytesTrie().mmap(str(file)))
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

    return StreamDictionaryFactory().get_dictionary(language)


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
    return Path(sys.prefix) / "share" / "kaaw_archive" / f"simplemma-{version_of('simplemma')}"


def _build(language: Language, folder: Path) -> bool:
    """Build the trie beside its place and move it there whole; return False if the folder cannot be written."""
    import tempfile

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
