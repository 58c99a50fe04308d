"""Records of seeds: the addresses that a feed, sitemap or listing names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ListKind = Literal["feed", "sitemap", "listing"]


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """Address that a seed page names: absolute, as it is linked but without session id.

    ``title`` is its title there. ``stated_at`` is the instant that the seed states for it, UTC text of 24 characters:
    a feed's updated or pubDate, a sitemap's lastmod, the day in a listing (at midnight); None if it states none.
    """

    url: str
    title: str | None = None
    stated_at: str | None = None


@dataclass(frozen=True, slots=True)
class SeedList:
    """List of one capture of a seed: what it names, in its order; of a sitemap all its pages, else the articles."""

    kind: ListKind
    entries: tuple[SeedEntry, ...]
