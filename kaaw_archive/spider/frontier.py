"""Frontier of a spider, read from the archive in threads: the reactor never waits for a query."""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from kaaw_archive import robots_rules, seeds, times, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import frontier as queries
from kaaw_archive.archive.queries import seed_payloads
from kaaw_archive.archive.queries.captures import newest_robots
from kaaw_archive.archive.queries.list_pages import further_pages
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found, want_again
from kaaw_archive.derive.stored_pages import on_payload
from kaaw_archive.derive.workers import LimitHit, PoolClosed
from kaaw_archive.items import FoundAddress

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Sequence

    from kaaw_archive.crawl import CrawlContext
    from kaaw_archive.items import StoredSeed
    from kaaw_archive.seeds import SeedPage, SeedRules

T = TypeVar("T")

logger = logging.getLogger(__name__)

# If a seed gives more pages than these a new time, that is the time at which the seed was made.
_MOST_CHANGED = 0.5  # as a share of its pages
_FEW = 2  # pages that are believed in any case
_MOST_SITEMAPS = 20  # that a robots.txt may name


@dataclass(frozen=True, slots=True)
class FirstAddresses:
    """Addresses with which a crawl begins, beside its seeds."""

    unread_seeds: list[StoredSeed]
    found: list[FoundAddress]


@dataclass(frozen=True, slots=True)
class SeedChanges:
    """Url keys of the addresses of a seed that are new since the crawl began, have moved, or are not due.

    ``has_further``: its next page is to be visited.
    """

    new: set[str]
    moved: set[str]
    not_due: set[str]
    has_further: bool


class Frontier:
    """Frontier of one source in one crawl; ``takes_all``: everything is due.

    ``most_still_seeds`` of the due seeds that never changed are visited in a crawl, the longest due first; None: all.
    """

    def __init__(
        self, crawl: CrawlContext, source: str, *, rules: SeedRules, takes_all: bool, most_still_seeds: int | None
    ) -> None:
        self._crawl = crawl
        self._source = source
        self._seed_rules = rules
        self._rules = rules.fingerprint
        self._takes_all = takes_all
        self._most_still_seeds = most_still_seeds

    async def not_due(self, addresses: Sequence[str]) -> set[str]:
        """Return the addresses that need no visit now; 50,000 take two seconds, in a thread."""
        if self._takes_all or not addresses:
            return set()
        return await self._read(partial(queries.not_due, addresses=addresses, at=self._crawl.now()))

    async def due_cited(self, spider: str) -> list[str]:
        """Return the due addresses that articles cite; ``spider`` is the name of the spider that requests them."""
        at = times.LATEST if self._takes_all else self._crawl.now()
        return await self._read(partial(queries.cited_due, spider=spider, at=at))

    async def work(self) -> FirstAddresses:
        """Return unread seeds, addresses never requested, pages that are due, and further pages of listings."""
        return await self._read(self._first_addresses)

    async def keep(
        self,
        seed_url: str,
        digest: str | None,
        found: Sequence[FoundAddress],
        named: NamedAddresses | None = None,
        further: Collection[str] = (),
    ) -> SeedChanges:
        """Store the addresses that a seed names, and return which of them are to be visited.

        ``digest`` is that of its payload; None if the seed is to be read again by the next crawl. ``named`` are all
        articles that it names; a new one among the url keys ``further`` makes its next page due.
        """
        assert self._crawl.row is not None
        began_at = self._crawl.row.started_at
        new = await self._crawl.writer.write(
            partial(
                keep_found,
                seed_url=seed_url,
                payload_digest=digest,
                rules=self._rules,
                found=found,
                source=self._source,
                at=self._crawl.now(),
                new_since=began_at,
                named=named,
                further=further,
            )
        )
        return await self._read(partial(self._changes, new, found, not new.isdisjoint(further)))

    async def days_of_articles(self, keys: Sequence[str]) -> dict[str, str | None]:
        """Return the day of publication of each captured page, by url key; None for one that is no dated article."""
        return await self._read(partial(queries.days_of_articles, keys=keys))

    async def is_looked_through(self, url: str, digest: str) -> bool:
        """Return True if the addresses of a seed with this payload are all stored already."""
        return await self._read(partial(seed_payloads.is_looked_through, url=url, digest=digest, rules=self._rules))

    async def earlier_payload(self, url: str, digest: str) -> str | None:
        """Return the digest of the payload of a list that was looked through before this one; None without one."""
        assert self._crawl.row is not None
        before = self._crawl.row.started_at
        earlier = await self._read(partial(seed_payloads.earlier_payload, url=url, rules=self._rules, before=before))
        return earlier if earlier != digest else None

    async def read_seed(self, url: str, digest: str, content_type: str | None) -> SeedPage | None:
        """Return what a stored payload names; None if it is damaged, left out, or cannot be looked through."""
        crawl = self._crawl
        try:
            return await crawl.pool.call(
                on_payload, crawl.path, digest, seeds.read, url, content_type, self._seed_rules
            )
        except LimitHit as hit:  # the same bytes would hit it again
            logger.warning("seed %s cannot be looked through: %s", url, hit.problem)
            await self.keep(url, digest, ())
        except PoolClosed:
            logger.debug("seed %s is left for the next crawl", url)
        return None

    async def as_captured(self, found: Sequence[FoundAddress]) -> list[FoundAddress]:
        """Return the addresses; one that was captured with, or without, a slash at its end is returned as captured."""
        plain = [address.url for address in found if address.role != "next" and "?" not in address.url]
        others = await self._read(partial(queries.with_other_slash, source=self._source, addresses=plain))
        return [replace(address, url=others.get(address.url, address.url)) for address in found]

    async def changed_pages(self, page: SeedPage) -> list[FoundAddress]:
        """Return the pages that are not due and changed since their last capture, as a seed states that names them."""
        entries = [entry for entry in chain(page.entries, *page.sections) if entry.stated_at]
        stated = {urls.key(entry.url): FoundAddress(entry.url, "article", 0, entry.stated_at) for entry in entries}
        if self._takes_all or not stated:
            return []
        _, changed = await self._read(partial(self._waiting, list(stated.values())))
        return [stated[key] for key in sorted(changed)]

    async def want_again(self, addresses: Sequence[FoundAddress]) -> list[FoundAddress]:
        """Return those of the addresses that are known articles not captured in this crawl, and make them due."""
        assert self._crawl.row is not None
        if not addresses:
            return []
        keys = {urls.key(address.url): address for address in addresses}
        job = partial(want_again, keys=list(keys), at=self._crawl.now(), before=self._crawl.row.started_at)
        return [keys[key] for key in await self._crawl.writer.write(job)]

    async def usual_places(self, url: str, page: SeedPage) -> list[str]:
        """Return the sitemaps that the robots.txt of the site names, else the usual places of sitemaps.

        The usual places of feeds come with them, if the page names no feed.
        """
        named = await self._read(partial(_sitemaps, origin=urls.origin(url)))
        has_feed = any(seeds.is_feed_address(seed.url) for seed in page.seeds)
        usual = [place for place in seeds.places(url, page.system) if "sitemap" in place or not has_feed]
        return [*named, *(place for place in usual if not named or "sitemap" not in place)]

    def _first_addresses(self, connection: sqlite3.Connection) -> FirstAddresses:
        at = times.LATEST if self._takes_all else self._crawl.now()
        due = queries.due_pages(connection, self._source, at)
        if self._most_still_seeds is not None and not self._takes_all:
            still = queries.still_seeds(connection, self._source)
            waiting = [address for address in due if urls.key(address.url) in still]
            left = set(waiting[self._most_still_seeds :])
            due = [address for address in due if address not in left]
        further = [] if self._takes_all else further_pages(connection, self._source, at, len(due))
        found = [*queries.unvisited_pages(connection, self._source), *due, *further]
        return FirstAddresses(seed_payloads.unread_seeds(connection, self._source, self._rules), found)

    def _changes(
        self,
        new: set[str],
        found: Sequence[FoundAddress],
        has_further: bool,
        connection: sqlite3.Connection,
    ) -> SeedChanges:
        not_due, changed = (set(), set()) if self._takes_all else self._waiting(found, connection)
        return SeedChanges(new, queries.moved_page_keys(connection, found), not_due - changed, has_further)

    def _waiting(self, found: Sequence[FoundAddress], connection: sqlite3.Connection) -> tuple[set[str], set[str]]:
        """Return the url keys that are not due, and those of them that changed since, as their seed states."""
        now = self._crawl.now()
        not_due = {urls.key(url) for url in queries.not_due(connection, (address.url for address in found), now)}
        changed = not_due - queries.not_due_as_stated(connection, found, now)
        return not_due, changed if len(changed) <= max(_FEW, len(found) * _MOST_CHANGED) else set()

    async def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        def run() -> T:
            with closing(open_for_reading(self._crawl.path)) as connection:
                return query(connection)

        return await asyncio.to_thread(run)


def _sitemaps(connection: sqlite3.Connection, origin: str) -> list[str]:
    robots = newest_robots(connection, f"{origin}/robots.txt", "")
    digest = robots.payload_digest if robots is not None else None
    body = payloads.read_if_whole(connection, digest) if digest is not None else None
    named = robots_rules.parse(body or b"", "*").sitemaps
    absolute = (urls.join(f"{origin}/robots.txt", url) or "" for url in named)
    return [url for url in absolute if urls.is_web(url) and urls.site(url) == urls.site(origin)][:_MOST_SITEMAPS]


def distinct(addresses: Iterable[str]) -> list[str]:
    """Return each page once, by its first address and in the place of that.

    >>> distinct(["https://kaaw.de/a", "https://kaaw.de/b", "http://www.kaaw.de/a#top"])
    ['https://kaaw.de/a', 'https://kaaw.de/b']
    """
    pages: dict[str, str] = {}
    for url in addresses:
        pages.setdefault(urls.key(url), url)
    return list(pages.values())


def named_of(page: SeedPage) -> NamedAddresses | None:
    """Return the articles that a feed, sitemap or listing names; None for other pages."""
    if page.kind not in ("feed", "sitemap", "listing"):
        return None
    return NamedAddresses(page.kind, [entry.url for entry in page.articles])
