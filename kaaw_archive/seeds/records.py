"""Records of the seeds: the rules of a site, and the content of a seed page."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Literal

from kaaw_archive.seeds.version import VERSION

if TYPE_CHECKING:
    from kaaw_archive.items import SeedEntry

SeedKind = Literal["feed", "sitemap", "listing", "page", "unusable"]


@dataclass(frozen=True, slots=True)
class SeedRules:
    """SeedRules of a site for its seeds, as data. Patterns are regular expressions searched in the whole address.

    ``hosts`` are followed, with and without ``www.``; (): the host of the seed. ``articles``: (): the content
    system's own. ``system`` is the content system by name; None: detected. ``wants_documents``: PDFs that a listing
    links count too. ``rows``, ``link`` and ``next_page`` are CSS selectors: of the rows of a list, of the link in a row
    (None: its first that may be an article), and of the link to the next page; None: they are found by themselves.
    """

    hosts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    not_articles: tuple[str, ...] = ()
    system: str | None = None
    wants_documents: bool = False
    rows: str | None = None
    link: str | None = None
    next_page: str | None = None

    @property
    def fingerprint(self) -> str:
        """Return a text that is equal for equal rules; it is stored with a seed that was read by them."""
        return f"{VERSION}-{hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class SeedPage:
    """Content of one seed page.

    ``articles`` are in page order and distinct by url key, traps left out. ``next_url`` is the next page of this
    listing. ``seeds`` are feeds, sitemaps of an index and listings that it links. ``doubtful`` are lists of addresses
    that may be articles, of which a few pages must be seen first; ``sections`` are links that may lead to listings, in
    groups, the likeliest first. ``languages`` are other languages of the site, with the beginnings of their addresses.
    ``named`` is the list itself, for its history: all addresses that a sitemap names, of a listing the articles without
    those in side columns; (): ``articles``. ``problem`` names a defect:
    ``not_xml`` (an HTML shell under the address of a feed), ``broken_xml`` (the readable part is there),
    ``entities`` (declared by the document: not read), ``too_large``, ``cut`` (the last addresses are left out),
    ``too_deep``, ``empty``, ``unreadable``, ``needs_script`` (a page that shows hardly anything without its scripts).
    """

    kind: SeedKind
    system: str
    articles: tuple[SeedEntry, ...] = ()
    next_url: str | None = None
    seeds: tuple[SeedEntry, ...] = ()
    doubtful: tuple[tuple[SeedEntry, ...], ...] = ()
    sections: tuple[tuple[SeedEntry, ...], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    problem: str | None = None
    named: tuple[SeedEntry, ...] = ()

    @property
    def entries(self) -> list[SeedEntry]:
        """Return all addresses that are articles, or may be: those of ``articles``, then those of ``doubtful``."""
        return [*self.articles, *(entry for group in self.doubtful for entry in group)]
