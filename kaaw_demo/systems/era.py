"""A site during one generation of its content system, as ``data/sites.toml`` writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_demo.answers import Kind


@dataclass(frozen=True)
class Trap:
    """Links that a crawler must not follow: what leads there (``href``), on which pages, and how they are known.

    ``href`` may use {path}, {target}, {token} and {next}, a number that grows from page to page. ``match`` is searched
    in path and query.
    """

    kind: Kind
    label: str
    href: str
    match: str
    on: str = "every"  # or list, article
    rel: str = ""


@dataclass(frozen=True)
class StaticPage:
    """A page that is no news. ``text`` is Markdown; ``shows_news``: the newest articles are named below it."""

    path: str
    title: str
    text: str
    shows_news: bool = False
    documents: Sequence[str] = ()  # targets of files to download


@dataclass(frozen=True)
class Era:
    """From day ``first`` to day ``last`` (0: the last of all) the source is at ``origin``.

    ``articles`` names the data file; ``adopts`` the articles that came over from the era before: "all", or pairs of
    their key there and their slug here. ``aliases`` are hosts that redirect to the origin.
    """

    source: str
    system: str
    name: str
    origin: str
    first: int
    articles: str
    list_path: str
    list_title: str
    last: int = 0
    aliases: Sequence[str] = ()
    adopts: Any = ()
    is_https_only: bool = False
    page_size: int = 5
    list_id: str = ""
    robots: str = ""
    sitemap: str = "/sitemap.xml"
    nav: Sequence[Sequence[str]] = ()
    pages: Sequence[StaticPage] = ()
    traps: Sequence[Trap] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def holds(self, day: int) -> bool:
        return self.first <= day and (not self.last or day <= self.last)


def eras() -> Sequence[Era]:
    """Return all generations of all sites."""
    return [_era(row) for row in table("sites")["site"]]


def _era(row: dict[str, Any]) -> Era:
    pages = tuple(StaticPage(**page) for page in row.get("pages", ()))
    traps = tuple(Trap(**trap) for trap in row.get("traps", ()))
    return Era(**{**row, "pages": pages, "traps": traps})
