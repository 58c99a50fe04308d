"""Search for the news of a site without a spider: pages seen so far, and the next ones to look at. Pure.

Feeds, and rows that show news, name articles at once. All else is held until more is known: addresses of a sitemap and
rows without a day are judged folder by folder, by what feeds and rows say of the folder or by a few of its pages;
links of the menu are tried one after the other, as long as that brings something.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.items import FoundAddress
from kaaw_archive.seeds import beginning, is_feed_address
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kaaw_archive.items import SeedEntry
    from kaaw_archive.seeds import SeedPage

# Starting values: a site of fifty articles must not cost more than eighty requests.
_FEWER_MISSES = 3  # where a sitemap names the pages
_FEW_MISSES = 8  # sections that bring nothing, before the search ends; more on sites with many articles
_ARTICLES_A_MISS = 30
_MISSES_A_FOLDER = 3  # sections of one folder
_SAMPLES = 3  # pages of a folder that are seen before it is judged
_MOST_TRIALS = 6  # folders
_NAMED = 2  # articles by feeds and rows that make their folder one of news
_SHARE = 0.2
_MOST_FEEDS = 4
_STALE_PAGES = 2  # pages of a list without anything new, before turning ends
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class _Held:
    """Addresses of one folder that one sitemap or list names; ``samples`` are keys of pages that are seen first."""

    entries: dict[str, FoundAddress] = field(default_factory=dict)
    likely: set[str] = field(default_factory=set)  # keys of those that look like articles
    samples: list[str] = field(default_factory=list)


class SiteSearch:
    """Knowledge of one crawl about one site. ``languages``: those to follow beside that of the home page."""

    def __init__(self, home: str, languages: Collection[str]) -> None:
        self._home = home
        self._wanted = frozenset(languages)
        self._others: dict[str, str] = {}
        self._is_begun = False
        self._named: set[str] = set()  # keys of articles by feeds and rows
        self._of_folder: defaultdict[str, set[str]] = defaultdict(set)
        self._held: dict[tuple[str, str], _Held] = {}
        self._judged: set[tuple[str, str]] = set()
        self._sections: dict[str, tuple[int, FoundAddress]] = {}
        self._tried: dict[str, str] = {}  # key -> folder
        self._misses: Counter[str] = Counter()
        self._stale: Counter[str] = Counter()
        self._has_sitemap = False
        self._feeds: set[str] = set()
        self._folders: set[str] = set()  # paths above articles: a link to one of them is no article
        self.left: defaultdict[str, set[str]] = defaultdict(set)  # addresses in other languages, by language

    def follows(self, url: str) -> bool:
        """Return True for an address in a language that is followed; others are counted in ``left``."""
        if not self.is_in_other_language(url):
            return True
        self.left[self._others[beginning(url)]].add(urls.key(url))
        return False

    def is_in_other_language(self, url: str) -> bool:
        """Return True for an address in a language of the site that is not followed."""
        language = self._others.get(beginning(url))
        return language is not None and language not in self._wanted

    def take(self, url: str, page: SeedPage, depth: int) -> list[FoundAddress]:
        """Return what to request at once of what a feed, sitemap or listing names; the rest is held."""
        if not self._is_begun:
            self._is_begun = True
            self._home = url
            self._others = {start: code for code, start in page.languages}
        if page.kind == "sitemap":
            self._has_sitemap |= bool(page.articles)
            sure = [entry for entry in page.articles if entry.title]
            self._hold(url, (entry for entry in page.articles if not entry.title), is_likely=True)
            self._hold(url, (entry for group in page.sections for entry in group), is_likely=False)
        else:
            sure = list(page.articles)
            for group in page.doubtful:
                self._hold(urls.origin(url), group, is_likely=True)
        self._folders.update(path for entry in sure for path in _parents(entry.url))
        found = [self._found(entry, depth) for entry in sure if self.follows(entry.url)]
        self._know(address for address in found if address.role == "article")
        years = [entry for entry in page.seeds if entry.title and _YEAR.search(entry.title)]
        self._note_sections(((), years), depth + 1)
        seeds = (entry for entry in page.seeds if entry not in years and self._may_be_seed(entry, page))
        found += [FoundAddress(self._at_home(entry.url), "seed", depth + 1, entry.stated_at) for entry in seeds]
        if page.kind in ("listing", "page"):
            self._note_sections(page.sections, depth + 1)
        if page.next_url is not None and self._stale[urls.key(url)] < _STALE_PAGES:
            found.append(FoundAddress(page.next_url, "next", depth))
        return found

    def take_of_article(self, page: SeedPage, depth: int) -> list[FoundAddress]:
        """Return the articles that an article links beside its text, if their folders are known to hold news."""
        entries = (e for e in page.articles if len(self._of_folder[_folder(e.url)]) >= _NAMED and self.follows(e.url))
        return [FoundAddress(entry.url, "article", depth, entry.stated_at) for entry in entries]

    def note_gain(self, url: str, page: SeedPage, gained: int) -> None:
        """Note how many articles that nothing had named before a listing brought."""
        key = urls.key(url)
        folder = self._tried.get(key)
        if folder is not None and gained:
            self._tried.pop(key)
            self._misses[folder] -= 1
            self._misses[""] -= 1
        if page.next_url is not None:
            self._stale[urls.key(page.next_url)] = 0 if gained else self._stale[key] + 1

    def next_step(self, seen: Mapping[str, str | None]) -> list[FoundAddress]:
        """Return what to request now that all before was answered; nothing if the search is at its end.

        ``seen`` are the days of publication of pages by url key, None for pages that are no dated articles.
        """
        return [*self._of_judged_folders(seen)] or self._next_sections() or self._next_samples()

    @property
    def unknown(self) -> int:
        """Return the number of addresses that look like articles and whose folders were not judged."""
        waiting = [held.likely for unit, held in self._held.items() if unit not in self._judged]
        return sum(key not in self._named for keys in waiting for key in keys)

    @property
    def sampled_keys(self) -> list[str]:
        """Return the url keys of the pages that were requested to judge their folders."""
        return [key for unit, held in self._held.items() if unit not in self._judged for key in held.samples]

    def _know(self, found: Iterable[FoundAddress]) -> None:
        for address in found:
            key = urls.key(address.url)
            self._named.add(key)
            self._of_folder[_folder(address.url)].add(key)
            for parent in _parents(address.url):
                self._note_parent(parent, address)

    def _note_parent(self, path: str, child: FoundAddress) -> None:
        members = self._of_folder[f"below {path}"]
        members.add(urls.key(child.url))
        if len(members) == _NAMED:
            url = f"{urls.origin(child.url)}{path}"
            self._sections.setdefault(urls.key(url), (0, FoundAddress(url, "seed", child.depth + 1)))

    def _found(self, entry: SeedEntry, depth: int) -> FoundAddress:
        """Return an address that was named as an article; as a seed if other articles are below it."""
        url = self._at_home(entry.url)
        if f"{urls.path_of(url).rstrip('/')}/" in self._folders:
            return FoundAddress(url, "seed", depth + 1)
        return FoundAddress(url, "article", depth, entry.stated_at)

    def _at_home(self, url: str) -> str:
        """Return an address with the scheme and host at which the home page answered: others are asked for twice."""
        home, own = urls.origin(self._home), urls.origin(url)
        return (
            home + url[len(own) :] if own != home and url.startswith(own) and urls.site(url) == urls.site(home) else url
        )

    def _may_be_seed(self, entry: SeedEntry, page: SeedPage) -> bool:
        """Return True for sitemaps, listings, and the first feeds: each page of a list may have one of its own."""
        if page.kind == "sitemap" or not is_feed_address(entry.url):
            return page.kind == "sitemap" or self.follows(entry.url)
        self._feeds.add(urls.key(entry.url))
        return len(self._feeds) <= _MOST_FEEDS

    def _hold(self, of: str, entries: Iterable[SeedEntry], *, is_likely: bool) -> None:
        for entry in entries:
            if not self.follows(entry.url):
                continue
            held = self._held.setdefault((of, _folder(entry.url)), _Held())
            held.entries.setdefault(
                urls.key(entry.url), FoundAddress(self._at_home(entry.url), "article", 1, entry.stated_at)
            )
            if is_likely:
                held.likely.add(urls.key(entry.url))

    def _note_sections(self, groups: Sequence[Iterable[SeedEntry]], depth: int) -> None:
        for rank, entries in enumerate(groups, 1):
            for entry in filter(lambda one: self.follows(one.url), entries):
                address = FoundAddress(self._at_home(entry.url), "seed", depth)
                self._sections.setdefault(urls.key(entry.url), (rank, address))

    def _of_judged_folders(self, seen: Mapping[str, str | None]) -> Iterator[FoundAddress]:
        """Yield the held addresses of folders that are known to hold news by now."""
        for unit, held in self._held.items():
            if unit in self._judged:
                continue
            news = self._is_news(unit, held, seen)
            if news is not None:
                self._judged.add(unit)
            if news:
                # beside a home page stand sections of all kinds
                taken = held.likely if unit[1] == "/" else held.entries.keys()
                entries = ((key, a) for key, a in held.entries.items() if key in taken and key not in self._named)
                fresh = [a for _, a in entries if f"{urls.path_of(a.url).rstrip('/')}/" not in self._folders]
                self._know(fresh)
                yield from fresh

    def _is_news(self, unit: tuple[str, str], held: _Held, seen: Mapping[str, str | None]) -> bool | None:
        named = held.entries.keys() & self._of_folder[unit[1]]
        others = len(self._of_folder[unit[1]] - held.entries.keys())
        share = len(named) / len(held.entries)
        is_root = unit[1] == "/"
        if (len(named) >= _NAMED or (named and others)) and (share >= _SHARE or not is_root):
            return True
        answered = [seen[key] for key in held.samples if key in seen]
        if not held.samples or len(answered) < len(held.samples):
            return None
        days = [day for day in answered if day is not None]
        # one day for all is that on which the site was built
        return len(days) * 2 > len(answered) and (len(set(days)) > 1 or len(days) == 1)

    def _next_sections(self) -> list[FoundAddress]:
        """Return the likeliest section that was not tried, unless too many brought nothing."""
        few = _FEWER_MISSES if self._has_sitemap else _FEW_MISSES
        if self._misses[""] >= few + len(self._named) // _ARTICLES_A_MISS:
            return []
        for key, (_, address) in sorted(self._sections.items(), key=lambda one: one[1][0]):
            folder = _folder(address.url)
            del self._sections[key]
            is_top = folder in ("/", beginning(self._home))
            if (
                key not in self._tried
                and key not in self._named
                and (is_top or self._misses[folder] < _MISSES_A_FOLDER)
            ):
                self._tried[key] = folder
                self._misses[folder] += 1  # until it brings something
                self._misses[""] += 1
                return [address]
        return []

    def _next_samples(self) -> list[FoundAddress]:
        """Return a few pages of the largest folder without a known page."""
        waiting = [(u, h) for u, h in self._held.items() if u not in self._judged and not h.samples and h.likely]
        if not waiting or sum(bool(h.samples) for h in self._held.values()) >= _MOST_TRIALS:
            return []
        _, held = max(waiting, key=lambda one: (sections.kind_of(one[0][1]) == "news", len(one[1].entries)))
        keys = [key for key in held.entries if key in held.likely and key not in self._named] or list(held.entries)
        held.samples = keys[:: max(1, len(keys) // _SAMPLES)][:_SAMPLES]
        return [held.entries[key] for key in held.samples]


def _folder(url: str) -> str:
    """Return the folder of an address, with a sign for each number: /blog/2019/05/x is in the folder /blog/#/#/."""
    path = urls.path_of(url).rstrip("/").rpartition("/")[0]
    return _NUMBER.sub("#", f"{path}/")


def _parents(url: str) -> Iterator[str]:
    """Yield the folders above an address that may be lists, without numbers at their end and without the home page."""
    parts = urls.path_of(url).strip("/").split("/")[:-1]
    while parts and _NUMBER.fullmatch(parts[-1]):
        parts.pop()
    for length in (len(parts), len(parts) - 1):
        path = f"/{'/'.join(parts[:length])}/"
        if length > 0 and not urls.is_home(f"http://host{path}"):
            yield path
