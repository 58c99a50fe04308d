"""Which pages must be held against others of their host before anybody can say that they are there. Pure.

A request more is worth it only for pages of which nothing else says that they are what was cited.
"""

from __future__ import annotations

import re
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
# Characters outside of links: error pages explain themselves in a few lines (soft.ERROR_PAGE_CHARACTERS), so one with
# more is asked only whether it is the home page. A starting value, to be set by what maintainers report.
_LONG_TEXT = 2_000
_SHORT_TEXT = 600  # as above, on a host that is known to say 404
STRICT_FOLDERS = 2  # in so many folders a made-up address must give a 404


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


def needed(probe: Probe, *, is_strict: bool = False) -> Reference | None:
    """The page that a probe must be held against next; None where nothing more would tell.

    ``is_strict``: the host answered 404 in STRICT_FOLDERS folders, so that only pages with little text are asked about.
    """
    look = probe.look
    if not is_page(probe) or look is None or look.medium != "html" or look.problem or not look.sketch:
        return None
    if is_cited_page(probe) or addresses.is_home(probe.final_url) or judge(probe).verdict not in _UNDOUBTED:
        return None
    if _is_named(probe):
        return None
    if comparison(probe, "home") is None:  # one for all of a host
        return "home"
    own_characters = look.text_characters - look.link_characters
    is_long = own_characters > (_SHORT_TEXT if is_strict else _LONG_TEXT)
    return "sibling" if comparison(probe, "sibling") is None and not is_long else None


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
