"""Compare the headlines of a page with the name that its address or the citing text promises. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from kaaw_archive.items import Probe

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


def title_matches(probe: Probe) -> bool:
    """Return True if a headline has words of the address or of the citing text; error pages do not know them."""
    page = probe.page
    if page is None or not page.headings:
        return False
    headline = {word.lower() for name in page.headings[:2] for word in _WORD.findall(_plain(name))}
    for promised in (_slug(probe.link_url), *probe.anchor_texts):
        words = {word.lower() for word in _WORD.findall(_plain(promised))} - _EVERYWHERE
        common = {word for word in words if any(_alike(word, other) for other in headline)}
        if words and (len(common) >= MATCHING_WORDS or (len(common) == len(words) and len(max(common, key=len)) >= 6)):
            return True
    return False


def _slug(url: str) -> str:
    path = unquote(urlsplit(url).path).rstrip("/")
    return re.sub(r"\.\w{2,5}\Z", "", path.rpartition("/")[2])


def _plain(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        text = text.replace(umlaut, letters)
    return text


def _alike(one: str, other: str) -> bool:
    """Equal, or one begins with the other: German endings."""
    return one == other or (min(len(one), len(other)) >= 5 and (one.startswith(other) or other.startswith(one)))
