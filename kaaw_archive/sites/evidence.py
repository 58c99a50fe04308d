"""Evidence of the news of a new site: what its feeds, sitemaps and listings name, held against each other. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kaaw_archive import seeds, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaaw_archive.seeds import SeedRules
    from kaaw_archive.sites.recording import StoredPage

_NUMBER = re.compile(r"\d+")
_KINDS = ("listing", "feed", "sitemap")
_MOST_CHILDREN = 8  # of a sitemap index
_OF_NEWS = re.compile(r"news|post|article|artikel|aktuell|meldung|presse|beitra", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeedEvidence:
    """Articles that a seed names, each with its folder, numbers in it as 0. ``children`` are further sitemaps."""

    url: str
    kind: str
    articles: dict[str, str]  # url key -> folder
    children: tuple[str, ...] = ()

    @property
    def is_seed(self) -> bool:
        """Return True if a crawl may begin here."""
        return self.kind in _KINDS and bool(self.articles or self.children)


@dataclass(frozen=True, slots=True)
class KindRecall:
    """Articles that the seeds of a kind name, of all that the seeds of a site name together."""

    kind: str
    named: int
    of: int


def read(stored: StoredPage, rules: SeedRules) -> SeedEvidence:
    """Return what a stored page names. Runs in a worker process, as the page may be made to be slow."""
    page = seeds.read(stored.payload, stored.url, stored.content_type, rules)
    kind = "listing" if page.kind == "page" and page.articles else page.kind
    children = tuple(entry.url for entry in page.seeds) if page.kind == "sitemap" else ()
    likely_first = sorted(children, key=lambda url: not _OF_NEWS.search(url))
    entries = page.articles if kind != "sitemap" else page.entries
    articles = {urls.key(entry.url): _folder(entry.url) for entry in entries}
    return SeedEvidence(stored.url, kind, articles, tuple(likely_first[:_MOST_CHILDREN]))


def recall(found: Iterable[SeedEvidence]) -> list[KindRecall]:
    """Return the recall of each kind of seed against all articles that are named.

    A sitemap names other pages, too: of it, only addresses in folders of the others' articles count, and of the top
    folder only those that the others name.
    """
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for one in found:
        if one.kind in by_kind:
            by_kind[one.kind] |= one.articles
    others = by_kind["listing"] | by_kind["feed"]
    folders = {folder for folder in others.values() if folder}
    by_kind["sitemap"] = {
        key: folder for key, folder in by_kind["sitemap"].items() if not others or key in others or folder in folders
    }
    together = set().union(*by_kind.values())
    return [KindRecall(kind, len(keys), len(together)) for kind, keys in by_kind.items() if keys]


def sentence(recalls: Sequence[KindRecall]) -> str:
    """Return the recall in words.

    >>> sentence([KindRecall("listing", 10, 40), KindRecall("feed", 20, 40)])
    'together they name 40 articles: listing 10 (25 %), feed 20 (50 %)'
    """
    if not recalls:
        return "no feed, sitemap or listing names an article"
    shares = ", ".join(f"{one.kind} {one.named} ({one.named / one.of:.0%})".replace("%", " %") for one in recalls)
    return f"together they name {recalls[0].of} articles: {shares}"


def _folder(url: str) -> str:
    return _NUMBER.sub("0", urlsplit(url).path.rstrip("/").rpartition("/")[0])
