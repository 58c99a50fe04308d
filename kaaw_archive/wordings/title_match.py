"""Headlines compared with the name that an address or a citing text promises. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kaaw_archive.wordings import access

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MATCHING_WORDS = 2  # so many words of the address in the headline, or all of them
_WORD = re.compile(r"[^\W\d_]{4,}")
# words of addresses that say nothing of one page
_EVERYWHERE = frozenset(
    (
        "html node index shareddocs pressemitteilungen pressemitteilung presse artikel aktuelles news seite page"
        " article meldung meldungen detail show link hier mehr weitere informationen stellenangebot"
        " stellenangebote medienmitteilung medienmitteilungen kundmachung dokument document nicht gefunden found"
        " fehler error startseite home website webseite"
    ).split()
)


def title_matches(headings: Sequence[str], promised: Iterable[str], *, but_access: bool = False) -> bool:
    """Return True if one of the first headlines has words of a promised text; error pages do not know them.

    ``but_access``: words of access (login, account, cookie) do not count, as walls have them in their headlines, too.
    """
    headline = {word.lower() for name in headings[:2] for word in _WORD.findall(_plain(name))}
    for text in promised:
        words = {word.lower() for word in _WORD.findall(_plain(text))} - _EVERYWHERE
        if but_access:
            words = {word for word in words if not access.matters_in(word, access.MATTERS)}
        common = {word for word in words if any(_alike(word, other) for other in headline)}
        if words and (len(common) >= MATCHING_WORDS or (len(common) == len(words) and len(max(common, key=len)) >= 6)):
            return True
    return False


def slug(url: str) -> str:
    """Return the last part of a path without its ending: the name that an address promises.

    >>> slug("https://example.org/aktuelles/radweg-wird-gebaut.html?x=1")
    'radweg-wird-gebaut'
    """
    try:
        path = unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return ""
    return re.sub(r"\.\w{2,5}\Z", "", path.rpartition("/")[2])


def _plain(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        text = text.replace(umlaut, letters)
    return text


def _alike(one: str, other: str) -> bool:
    """Return True if both are equal or one begins with the other: German endings."""
    return one == other or (min(len(one), len(other)) >= 5 and (one.startswith(other) or other.startswith(one)))
