"""Language of a text by its commonest small words, for texts that declare none."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_SEARCHED = 4_000  # characters
_LONG_ENOUGH = 1_000  # characters, to speak against a declaration
_FEWEST = 4  # small words of the language
_SHARE, _LEAD = 0.12, 1.5  # of all words; before the next language
# a word that two languages have ("de", "die") tells nothing and is in neither list, or counts for both
_SMALL: dict[str, str] = {
    "de": "und der das den dem ist nicht mit auf für eine einer eines einem einen sich von zu im des wird werden sind "
    "auch als bei nach aus durch über wurde oder zur zum vom hat haben dass wie noch nur sie es",
    "en": "the and of to is that for with was are this be by from have has which not at their they will were been its",
    "fr": "les des est une pour dans qui par sur pas avec sont au aux cette ce plus ont été être il elle nous leur et",
    "es": "los las una para con por del que se su más como pero sus está son han fue este esta y el",
    "it": "gli della dei delle che per con sono è una nel alla dal questo anche più come della di il sul",
    "nl": "het een van voor niet zijn wordt aan dat bij ook naar door werd deze hebben heeft wij maar en op te",
    "pl": "i w na z do się nie jest że przez oraz dla są od po za jako który została roku",
    "pt": "os uma para com não por dos das mais foi pelo pela são também ao até como você seu sua e do da",
    "da": "og det af til er på med for som ikke den har blev fra ved kan vil skal",
    "sv": "och att det som är på för av med den till inte har ett från vid kan om ska",
}
_OF_WORD: dict[str, list[str]] = {}
for _name, _words in _SMALL.items():
    for _word in _words.split():
        _OF_WORD.setdefault(_word, []).append(_name)


def guess(text: str, *, lead: float = _LEAD) -> str | None:
    """Return the primary subtag (ISO 639) of the language; None if there is too little text.

    ``lead``: how many times as many small words it must have as the next language.

    >>> guess("Der Rat hat am Montag den Haushalt beraten und ihn mit großer Mehrheit beschlossen.")
    'de'
    """
    words = _WORD.findall(text[:_SEARCHED].lower())
    counts: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for name in _OF_WORD.get(word, ()):
            counts[name] += count
    (best, first), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return best if first >= max(_FEWEST, _SHARE * len(words), lead * second) else None


def share_of(text: str, name: str) -> float:
    """Return the share of the words of a text that are small words of a language (primary subtag)."""
    words = _WORD.findall(text[:_SEARCHED].lower())
    return sum(name in _OF_WORD.get(word, ()) for word in words) / max(1, len(words))


def detect_language(declared: str | None, text: str) -> str | None:
    """Return the declared language, unless a longer text is clearly in another one: templates are often foreign."""
    if declared is not None and len(text) < _LONG_ENOUGH:
        return declared
    return guess(text) or declared
