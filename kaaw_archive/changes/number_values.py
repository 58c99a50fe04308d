"""Values of numbers in words of German, English and French texts, whatever the way in which they are written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.wordings import month_names

if TYPE_CHECKING:
    from collections.abc import Sequence

# "_" stands for "one", which is also an article (see ONES)
_SMALL = {
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn zwanzig",
    "en": "zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty",
    "fr": "zéro _ deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit dix-neuf vingt",
}
_TENS = {
    "de": "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
}
_OTHER_WORDS = {
    "100": "hundert hundred",
    "1000": "tausend thousand mille",
    "scale million": "million millionen mio millions",
    "scale milliard": "milliarde milliarden mrd billion billions milliard milliards",
    "1/2": "hälfte halb halbe half moitié demi",
    "1/3": "drittel third tiers",
    "1/4": "viertel quarter quart",
    "1/5": "fünftel",
    "1/8": "achtel",
    "1/10": "zehntel",
    "12": "dutzend dozen douzaine",
    "30": "trentaine",
    "1": "one once einmal",
    "x2": "doppelt verdoppelt doubled double twice",
    "x3": "dreifach verdreifacht tripled triple",
}
_ORDINALS = {
    "1": "erste ersten erster erstes first premier première",
    "2": "zweite zweiten zweiter zweites second deuxième seconde",
    "3": "dritte dritten dritter drittes third troisième",
    "4": "vierte vierten vierter viertes fourth quatrième",
    "5": "fünfte fünften fünfter fünftes fifth cinquième",
    "6": "sechste sechsten sechster sixth sixième",
}
_SUPERLATIVES = {"zweit": "2", "dritt": "3", "viert": "4", "fünft": "5"}  # "dritthöchste"
_WEEKDAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "monday tuesday wednesday thursday friday saturday sunday",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
)
_FRENCH_MONTHS = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
# "one" is also an article: it counts only if the other version has a number in its place
ONES = frozenset("ein eine einen einer einem a an one un une".split())
_HUNDRED = 100
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_DATE = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})\Z")
_SCALES = {"1000": 3, "scale million": 6, "scale milliard": 9}
_NOON = 12
_MINUTES = re.compile(r"\d\d\Z")
_THOUSANDS = re.compile(r"\d{3}\Z")
_FIRST_DIGITS = re.compile(r"\d{1,3}\Z")
_DECIMAL = re.compile(r"(\d+)[.,:](\d+)\Z")


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for language, names in _SMALL.items():
        found |= {word: str(n) for n, word in enumerate(names.split()) if word != "_"}
        found |= {word: str(10 * n) for n, word in enumerate(_TENS[language].split(), 3)}
    german = ["ein", *_SMALL["de"].split()[2:10]]
    for n, tens in enumerate(["zwanzig", *_TENS["de"].split()], 2):
        found |= {f"{unit}und{tens}": str(10 * n + k) for k, unit in enumerate(german, 1)}
    small = [(value, word) for word, value in found.items() if value.isdigit() and 1 < int(value) < _HUNDRED]
    for value, word in [("1", "ein"), *small]:
        found |= {f"{word}hundert": f"{value}00", f"{word}tausend": f"{value}000"}
    english = ["one", *_SMALL["en"].split()[2:10]]
    for n, tens in enumerate(["twenty", *_TENS["en"].split()], 2):
        found |= {f"{tens}-{unit}": str(10 * n + k) for k, unit in enumerate(english, 1)}
    for names_of in (_OTHER_WORDS, _ORDINALS):
        for value, names in names_of.items():
            found |= dict.fromkeys(names.split(), value)
    for names in _WEEKDAYS:
        found |= {form: f"weekday {n}" for n, name in enumerate(names.split()) for form in (name, f"{name}s")}
    return found


_VALUES = _table()


@lru_cache(maxsize=5_000)
def values_of_word(word: str) -> tuple[str, ...]:
    """Return the values that a word names: of a date three, of most words none.

    A value is a number in digits, without zeros behind the point (a time counts as one: 8:30 is 8.3); a fraction
    (1/2); "scale million" or "scale milliard"; "x2" or "x3" of what was doubled or tripled; "month 3"; "weekday 0" for
    Monday. An ordinal has the value of its number.

    >>> values_of_word("3.3.2025"), values_of_word("1.500"), values_of_word("zwölf"), values_of_word("8.00")
    (('3', 'month 3', '2025'), ('1500',), ('12',), ('8',))
    """
    if word[0].isdigit():
        return _of_digits(word)
    small = word.lower()
    if (value := _VALUES.get(small)) is not None:
        return (value,)
    for beginning, place in _SUPERLATIVES.items():
        if small.startswith(beginning) and small.endswith(("ste", "sten", "ster", "stes")):
            return (place,)
    month = month_names.number_of(word) if len(word) > 2 and (word[0].isupper() or small in _FRENCH_MONTHS) else None
    return () if month is None else (f"month {month}",)


def _of_digits(word: str) -> tuple[str, ...]:
    if date := _DATE.match(word):
        year = date[4] if len(date[4]) == 4 else f"20{date[4]}"
        return str(int(date[1])), f"month {int(date[3])}", year
    if _GROUPED.match(word):
        return (re.sub("[.,]", "", word),)
    if decimal := _DECIMAL.match(word):
        behind = decimal[2].rstrip("0")
        return (f"{int(decimal[1])}.{behind}" if behind else str(int(decimal[1])),)
    return tuple(part for part in re.split("[.,:/]", word) if part)


def values(words: Sequence[str]) -> list[str]:
    """Return the values that words name, in order; numbers with their scale, their hours or their minutes are one.

    >>> values(["1,2", "Mio"]), values(["7", "pm"]), values(["22", "h", "30"]), values(["12", "000"])
    (['1200000'], ['19'], ['22.3'], ['12000'])
    """
    found: list[str] = []
    at = 0
    while at < len(words):
        value, length = _joined_value(words, at)
        found += values_of_word(words[at]) if value is None else [value]
        at += length
    return found


def _joined_value(words: Sequence[str], at: int) -> tuple[str | None, int]:
    """Return the value of a number and the words behind it that belong to it, and how many words they are."""
    own = values_of_word(words[at])
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    if len(own) != 1 or not own[0][0].isdigit() or not following or not words[at][0].isdigit():
        return None, 1
    if (zeros := _SCALES.get("".join(values_of_word(following)))) is not None:
        return _digits(Decimal(own[0]).scaleb(zeros)), 2
    if following == "pm" and (hour := Decimal(own[0])) < _NOON:
        return _digits(hour + _NOON), 2
    minutes = words[at + 2] if at + 2 < len(words) else ""
    if following == "h" and _MINUTES.match(minutes):
        return _digits(Decimal(f"{own[0]}.{minutes}")), 3
    if _THOUSANDS.match(following) and _FIRST_DIGITS.match(words[at]):
        return words[at] + following, 2
    return None, 1


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
