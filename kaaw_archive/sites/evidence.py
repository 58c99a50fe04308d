"""Evidence of the news of a new site: what its feeds, sitemaps and listings name, held against each other. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kaaw_archive import seeds, urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.seeds import SeedRules
    from kaaw_archive.sites.recording import StoredPage

_NUMBER = re.compile(r"\d+")
_KINDS = ("listing", "feed", "sitemap")
_MOST_CHILDREN = 8  # of a sitemap index
_OF_NEWS = re.compile(r"news|post|article|artikel|aktuell|meldung|presse|beitra", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeedEvidence:
    """Articles that a seed names, each with its folder, numbers in it as 0. ``children`` are further sitemaps.

    ``has_more``: the list goes on on further pages, which a crawl turns.
    """

    url: str
    kind: str
    articles: dict[str, str]  # url key -> folder
    children: tuple[str, ...] = ()
    has_more: bool = False

    @property
    def is_seed(self) -> bool:
        """Return True if a crawl may begin here."""
        return self.kind in _KINDS and bool(self.articles or self.children)


@dataclass(frozen=True, slots=True)
class KindRecall:
    """Articles that the seeds of a kind name, of all that the seeds of a site name together.

    ``is_partial``: lists of this kind have further pages.
    """

    kind: str
    named: int
    of: int
    is_partial: bool = False


def read(stored: StoredPage, rules: SeedRules) -> SeedEvidence:
    """Return what a stored page names. Runs in a worker process, as the page may be made to be slow."""
    page = seeds.read(stored.payload, stored.url, stored.content_type, rules)
    kind = "listing" if page.kind == "page" and page.articles else page.kind
    children = tuple(entry.url for entry in page.seeds) if page.kind == "sitemap" else ()
    likely_first = sorted(children, key=lambda url: not _OF_NEWS.search(url))
    entries = page.articles if kind != "sitemap" else page.entries
    articles = {urls.key(entry.url): _folder(entry.url) for entry in entries}
    return SeedEvidence(stored.url, kind, articles, tuple(likely_first[:_MOST_CHILDREN]), page.next_url is not None)


def recall(found: Sequence[SeedEvidence]) -> list[KindRecall]:
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
    partial = {one.kind for one in found if one.has_more}
    return [KindRecall(kind, len(keys), len(together), kind in partial) for kind, keys in by_kind.items() if keys]


def sentence(recalls: Sequence[KindRecall]) -> str:
    """Return the recall in words; of one kind alone no share, as there is nothing to hold it against.

    >>> sentence([KindRecall("listing", 10, 40, True), KindRecall("feed", 20, 40)])
    'together they name 40 articles: listing 10 (25 %, first pages alone), feed 20 (50 %)'
    >>> sentence([KindRecall("listing", 3, 3)])
    '3 articles, named by listing alone: nothing else says if that is all'
    """
    if not recalls:
        return "no feed, sitemap or listing names an article"
    if len(recalls) == 1:
        only = recalls[0]
        pages = ", first pages alone" if only.is_partial else ""
        return f"{only.named} articles, named by {only.kind} alone{pages}: nothing else says if that is all"
    return f"together they name {recalls[0].of} articles: {', '.join(map(_share, recalls))}"


def _share(one: KindRecall) -> str:
    return f"{one.kind} {one.named} ({100 * one.named / one.of:.0f} %{', first pages alone' if one.is_partial else ''})"


def _folder(url: str) -> str:
    return _NUMBER.sub("0", urlsplit(url).path.rstrip("/").rpartition("/")[0])
