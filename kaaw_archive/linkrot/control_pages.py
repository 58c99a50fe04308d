"""Decide which pages must be compared with a control page of their host before they count as there. Pure.

Control pages are the home page and a made-up address of the same folder (Bar-Yossef et al. 2004). The request is worth
it only for pages of which nothing else says that they are what was cited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from kaaw_archive import urls
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.probe import comparison, has_promised_title
from kaaw_archive.linkrot.soft import is_cited_page, is_page
from kaaw_archive.verdicts import ANY_PAGE

if TYPE_CHECKING:
    from kaaw_archive.items import Check, Probe

ControlKind = Literal["sibling", "home"]

# Characters outside of links: error pages explain themselves in a few lines (extract.notices), so a page with more
# is compared with the home page only. A starting value, to be set by what maintainers report.
_LONG_TEXT = 2_000
_SHORT_TEXT = 600  # as above, on a host that is known to say 404
STRICT_FOLDERS = 2  # in so many folders a made-up address must give a 404


def scope_of(kind: ControlKind, url: str) -> str:
    """Return the part of a host for which a control page stands: the origin, and for siblings the folder.

    >>> scope_of("sibling", "https://example.org/a/b.html")
    'https://example.org/a/'
    """
    return urls.origin(url) + (addresses.folder_of(url) if kind == "sibling" else "/")


def sibling_url(url: str, word: str) -> str:
    """Return an address of the same folder that never existed, with ``word`` as the last part of the path.

    >>> sibling_url("https://example.org/a/b.html?x=1", "qwx")
    'https://example.org/a/qwx.html'
    """
    path = urlsplit(url).path
    last = path.rpartition("/")[2]
    ending = "." + last.rpartition(".")[2] if "." in last and len(last.rpartition(".")[2]) <= 5 else ""
    return scope_of("sibling", url) + word + ending


def needed_control(check: Check, *, is_strict: bool = False) -> ControlKind | None:
    """Return the control page with which a checked page must be compared next; None if none would tell more.

    ``is_strict``: the host answered 404 in STRICT_FOLDERS folders, so that only pages with little text are compared.
    """
    return missing_control(check.probe, is_strict=is_strict) if check.judgement.verdict in ANY_PAGE else None


def missing_control(probe: Probe, *, is_strict: bool = False) -> ControlKind | None:
    """Return the control page that is still needed to know if a page without bad signs is the cited one."""
    page = probe.page
    if not is_page(probe) or page is None or page.medium != "html" or page.problem or page.text_digest is None:
        return None
    if is_cited_page(probe) or urls.is_home(probe.final_url) or has_promised_title(probe):
        return None
    if comparison(probe, "home") is None:  # one for all of a host
        return "home"
    own_characters = page.text_characters - page.link_characters
    is_long = own_characters > (_SHORT_TEXT if is_strict else _LONG_TEXT)
    return "sibling" if comparison(probe, "sibling") is None and not is_long else None
