"""Which pages must be held against others of their host before anybody can say that they are there. Pure.

A request more is worth it only for pages of which nothing else says that they are what was cited.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from kaaw_archive import urls
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.probe import comparison
from kaaw_archive.linkrot.rules import judge
from kaaw_archive.linkrot.soft import is_cited_page, is_page

if TYPE_CHECKING:
    from kaaw_archive.items import Probe

Reference = Literal["sibling", "home"]

_UNDOUBTED = frozenset(
    {"ok", "moved", "fragment_lost", "tls_invalid", "drifted"}
)  # verdicts that a comparison may turn
_WORD = re.compile(r"[^\W\d_]{4,}")
NAMED_WORDS = 2  # so many words of the address in the title or headline, or half of them: the page is what it says
_LONG_TEXT = 6_000  # characters that are not in links; no error page has so many (longest seen: 2,900)


def place_of(what: Reference, url: str) -> str:
    """For what a reference page stands: the origin, and for siblings the folder.

    >>> place_of("sibling", "https://example.org/a/b.html")
    'https://example.org/a/'
    """
    return urls.origin(url) + (addresses.folder_of(url) if what == "sibling" else "/")


def sibling_of(url: str, word: str) -> str:
    """An address of the same folder that nobody ever gave out: ``word`` in the place of the last part of the path.

    >>> sibling_of("https://example.org/a/b.html?x=1", "qwx")
    'https://example.org/a/qwx.html'
    """
    path = urlsplit(url).path
    last = path.rpartition("/")[2]
    ending = "." + last.rpartition(".")[2] if "." in last and len(last.rpartition(".")[2]) <= 5 else ""
    return place_of("sibling", url) + word + ending


def needed(probe: Probe) -> tuple[Reference, ...]:
    """The pages that a probe must still be held against, in order of what they are likely to tell."""
    look = probe.look
    if not is_page(probe) or look is None or look.medium != "html" or look.problem or not look.sketch:
        return ()
    if is_cited_page(probe) or addresses.is_home(probe.final_url) or judge(probe).verdict not in _UNDOUBTED:
        return ()
    if look.text_characters - look.link_characters > _LONG_TEXT or _is_named(probe):
        return ()
    sibling, home = comparison(probe, "sibling"), comparison(probe, "home")
    if sibling is None:
        return ("sibling",)
    return ("home",) if home is None else ()


def without_comparisons(probe: Probe) -> Probe:
    """The probe as it was before it was held against anything."""
    return replace(probe, compared=())


def _is_named(probe: Probe) -> bool:
    """The page's title or headline says what the address or the citing text says; error pages do not know it."""
    look = probe.look
    if look is None or not look.headings:
        return False
    called = {word.lower() for name in look.headings[:2] for word in _WORD.findall(_plain(name))}
    for promised in (_slug(probe.link_url), *probe.anchor_texts):
        words = {word.lower() for word in _WORD.findall(_plain(promised))} - _EVERYWHERE
        common = {word for word in words if any(_alike(word, other) for other in called)}
        if words and (len(common) >= NAMED_WORDS or (len(common) == len(words) and len(max(common, key=len)) >= 6)):
            return True
    return False


# words of addresses that say nothing of one page
_EVERYWHERE = frozenset(
    {"html", "node", "index", "shareddocs", "pressemitteilungen", "pressemitteilung", "presse", "artikel", "aktuelles",
     "news", "seite", "page", "article", "meldung", "meldungen", "detail", "show", "link", "hier", "mehr", "weitere",
     "informationen", "nicht", "gefunden", "found", "fehler", "error", "startseite", "home", "website", "webseite"}
)  # fmt: skip


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
