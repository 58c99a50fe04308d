"""Lines that are around every article of a site, by their words: to share, to print, to find the way, to count.

The words are those of ``page_words.toml``. Texts are compared as ``as_matched`` returns them.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from kaaw_archive.wordings import sections
from kaaw_archive.wordings.month_names import number_of

_TABLE = tomllib.loads((files(__package__) / "page_words.toml").read_text(encoding="utf-8"))
_EXACT = {kind: frozenset(word for word in words.split() if word[-1] != "*") for kind, words in _TABLE.items()}
_STARTS = {kind: tuple(word[:-1] for word in words.split() if word[-1] == "*") for kind, words in _TABLE.items()}
_LETTERS = str.maketrans("äöüàâáéèêëîïíôóûùúçñß", "aouaaaeeeeiiioouuucns")
_WEEKDAY = re.compile(
    r"(?:mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day|s)?\Z"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di\Z|dimanche\Z"
)
_ELISION = re.compile(r"\A(?:l|d|s|j|m|n|c|qu)'(?=\w)")
_MOST_WORDS = 14
_MOST_NUMBERED = 8  # words of a line with numbers
_LEAST_KNOWN = 0.6  # of the words of a menu: it has sections of its own, too


def as_matched(text: str) -> str:
    """Return a text in small letters without accents.

    >>> as_matched("Schriftgröße")
    'schriftgrose'
    """
    return text.lower().translate(_LETTERS)


def is_of_page(words: list[str]) -> bool:
    """Return True if a line of these words, as matched, is one that pages have around their articles.

    >>> is_of_page(["seite", "teilen", "mastodon", "bluesky"]), is_of_page(["karten", "verschicken", "lassen"])
    (True, False)
    """
    if not words or len(words) > _MOST_WORDS:
        return False
    words = [_ELISION.sub("", word) or word for word in words]
    heads = sum(_is_of("heads", word) for word in words)
    weak = sum(_is_of("weak", word) for word in words)
    numbers = sum(word[0].isdigit() for word in words)
    if numbers and (not heads or len(words) > _MOST_NUMBERED):
        return numbers < len(words) and all(word[0].isdigit() or _is_of("networks", word) for word in words)
    known = heads + weak + numbers + sum(_is_only_beside(word) for word in words)
    return known == len(words) and (heads > 0 or weak > 1)


def is_named_in_menus(cell: str) -> bool:
    """Return True if a label has a word that menus have, or that names a section of a site."""
    return sections.kind_of(cell) is not None or any(
        _is_of(kind, word) for word in as_matched(cell).split() for kind in ("heads", "weak")
    )


def is_menu(names: list[str]) -> bool:
    """Return True if a line of these words, as written, is a menu: all have capitals, and most are known.

    >>> is_menu(["Home", "About", "Licences", "News", "Contact"]), is_menu(["Neue", "Kita", "in", "Kirchdorf"])
    (True, False)
    """
    if not 2 < len(names) <= _MOST_WORDS or not all(name[0].isupper() for name in names):
        return False
    small = [as_matched(name) for name in names]
    heads = sum(_is_of("heads", word) for word in small)
    return heads > 1 and heads + sum(_is_of("weak", word) for word in small) >= _LEAST_KNOWN * len(small)


def is_time(words: list[str]) -> bool:
    """Return True if a line of these words, as matched, names nothing but days, times and the newsroom.

    >>> is_time(["montag", "3", "marz", "2025", "redaktion"]), is_time(["montag", "3", "marz", "markt"])
    (True, False)
    """
    return bool(words) and len(words) <= _MOST_NUMBERED and all(_is_of_time(word) for word in words)


def is_weekday(word: str) -> bool:
    """Return True for the name of a day of the week, as matched."""
    return _WEEKDAY.match(word) is not None


def is_dateline(words: list[str]) -> bool:
    """Return True if a line of these words, as matched, tells when the page was published, and nothing else.

    >>> is_dateline(["posted", "yesterday"]), is_dateline(["veroffentlicht", "3", "marz"]), is_dateline(["3", "marz"])
    (True, True, False)
    """
    rest = [word for word in words if not _is_of("published", word)]
    return len(rest) < len(words) and is_time(rest or ["am"])


def _is_of_time(word: str) -> bool:
    """Return True for a number, a month, a day of the week, or a word that stands beside them."""
    return bool(word[0].isdigit() or _is_of("times", word) or number_of(word) is not None or is_weekday(word))


def _is_only_beside(word: str) -> bool:
    return (
        (_is_of("beside", word) or _is_of("networks", word)) and not _is_of("heads", word) and not _is_of("weak", word)
    )


def _is_of(kind: str, word: str) -> bool:
    return word in _EXACT[kind] or (bool(_STARTS[kind]) and word.startswith(_STARTS[kind]))
