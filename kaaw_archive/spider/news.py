"""NewsSpider: a site as data. It visits what is due, and reads seeds for new articles."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy

from kaaw_archive import seeds as seed_pages
from kaaw_archive import urls
from kaaw_archive.crawl import CrawlContext, crawl_of
from kaaw_archive.download.request_context import CONTEXT, VERBATIM, RequestContext, committed_capture, context_of
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.items import FoundAddress, Page
from kaaw_archive.spider import arguments
from kaaw_archive.spider.bounds import Bounds
from kaaw_archive.spider.comparison import SeedComparison
from kaaw_archive.spider.frontier import Frontier, distinct, named_of
from kaaw_archive.spider.paging import ListPaging
from kaaw_archive.spider.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from kaaw_archive.archive.store.frontier import NamedAddresses
    from kaaw_archive.seeds import SeedPage
    from kaaw_archive.spider.frontier import SeedChanges

_SEED_PRIORITY, _NEW_PRIORITY = 20, 10  # before known pages: what may soon be gone comes first


class NewsSpider(scrapy.Spider):
    """Base of a site's spider, which names as data where its news are; `-a all=1` visits also what is not due.

    ``source`` is the name of the publisher in the archive; '*' makes each page's own site its source. ``seeds`` are
    addresses of feeds, sitemaps and listings: the articles that any of them names are visited, and listings are paged
    until nothing new comes. ``hosts`` are followed (with and without www. they are one; none: that of the seed).
    ``articles`` and ``not_articles`` are patterns searched in addresses; without them the content system (``system``,
    by name; None: detected) knows its articles. ``wants_documents``: PDFs that a seed names are visited too. ``rows``,
    ``link`` and ``next_page`` are CSS selectors for lists that are not understood by themselves: of a row, of the link
    in it, of the link to the next page.
    """

    source: str = "*"
    hosts: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    not_articles: tuple[str, ...] = ()
    system: str | None = None
    wants_documents: bool = False
    rows: str | None = None
    link: str | None = None
    next_page: str | None = None
    is_scheduled: bool = True  # `kaaw run` runs it by itself when it is due
    needs_content: bool = True  # a crawl that finds nothing but dead pages is degraded
    follows_seeds: bool = False  # also feeds, sitemaps and listings that a seed only links to
    max_seed_pages: int = 500  # of feeds, sitemaps and listings, a crawl
    most_still_seeds: int | None = None  # that never changed, a crawl; None: all that are due
    max_seed_depth: int = 3  # steps from a seed to a seed that it links to
    known_arguments: ClassVar[frozenset[str]] = frozenset({"all", "max_pages"})
    default_max_pages: int = 1_000_000

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name)
        self.arguments = given
        self.takes_all = self.check(given)
        self.max_pages = arguments.count("max_pages", str(given.get("max_pages", "")), self.default_max_pages)
        self._requested: set[str] = set()  # url keys: no page twice a crawl, under whatever address
        self._pages_requested = 0
        self._seeds_requested = 0
        self._moved: set[str] = set()
        self._places_tried = False
        self._comparison = SeedComparison()
        self._paging = ListPaging()

    @classmethod
    def check(cls, given: dict[str, Any]) -> bool:
        """Return True if everything is to be visited, due or not. Raises WrongArguments for an unknown argument."""
        unknown = sorted(given.keys() - cls.known_arguments)
        if unknown:
            known = ", ".join(sorted(cls.known_arguments))
            raise WrongArguments(f"spider {cls.name} knows no argument {unknown[0]!r}: it takes {known}")
        arguments.count("max_pages", str(given.get("max_pages", "")), cls.default_max_pages)
        for name in ("rows", "link", "next_page"):
            arguments.check_selector(f"spider {cls.name}, {name}", getattr(cls, name))
        return arguments.is_yes("all", str(given.get("all", "")))

    async def addresses(self) -> Iterable[str]:
        """Return addresses that are visited also if no seed names them, in order."""
        return ()

    @property
    def rules(self) -> seed_pages.SeedRules:
        """Return the rules by which the seeds of this site are read."""
        return rules_of(self)

    @property
    def frontier_source(self) -> str | None:
        """Return the source whose due pages and new addresses this spider visits; None: it visits no such pages."""
        if self.source != "*":
            return self.source
        return urls.site(self.seeds[0]) if self.seeds else None

    async def start(self) -> AsyncIterator[Any]:
        if self._crawl.failure is None:
            async for request in self.until_archive_fails(self.first_requests()):
                yield request

    async def until_archive_fails(self, results: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield results of a callback, and end the crawl with one line when the archive fails, as on a full disk."""
        try:
            async for result in results:
                yield result
        except ArchiveError as error:
            self._crawl.fail(error)

    async def first_requests(self) -> AsyncIterator[Any]:
        """Yield the requests for what is due. Raises ArchiveError."""
        wanted, first = list(dict.fromkeys(await self.addresses())), distinct(self.seeds)
        waiting = await self._frontier.not_due([*first, *wanted])
        self._crawl.stats.begin(not_due=len(waiting), needs_content=self.needs_content)
        if waiting:
            self.logger.info("%d of %d addresses are not due", len(waiting), len(first) + len(wanted))
        for request in self._all(FoundAddress(url, "seed") for url in first if url not in waiting):
            yield request
        async for request in self._left_by_earlier_runs():
            yield request
        for request in filter(None, (self._listed_request(url) for url in wanted if url not in waiting)):
            yield request

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Yield the capture of a page, to be read and folded; the body of the answer is in the archive alone."""
        yield Page(committed_capture(response))

    async def parse_seed(self, response: Response) -> AsyncIterator[Any]:
        """Yield a seed as a page, store the addresses that it names, and request them."""
        capture = committed_capture(response)
        async for item in self.parse(response):
            yield item
        digest = capture.payload_digest
        if response.status >= 400 or digest is None:
            return
        depth = context_of(response).depth
        requests = self._look_through(capture.url, digest, capture.content_type, depth)
        async for request in self.until_archive_fails(requests):
            yield request

    def failed(self, failure: Failure) -> None:
        """Log a failed request, which has its capture with the name of the problem already."""
        self.logger.debug("%s: %s", getattr(failure, "request", None), failure.value)

    async def _left_by_earlier_runs(self) -> AsyncIterator[scrapy.Request]:
        if self.frontier_source is None:
            return
        work = await self._frontier.work()
        for seed in work.unread_seeds:  # captured by a crawl that died before it stored their addresses
            async for request in self._look_through(seed.url, seed.payload_digest, None, seed.depth):
                yield request
        for request in self._all(work.found):
            yield request

    async def _look_through(
        self, url: str, digest: str, content_type: str | None, depth: int
    ) -> AsyncIterator[scrapy.Request]:
        if await self._frontier.is_looked_through(url, digest):
            return
        page = await self._frontier.read_seed(url, digest, content_type)
        if page is None:
            return
        if page.problem is not None:
            self.logger.warning("seed %s: %s", url, page.problem)
        async for request in self.take_seed(url, digest, page, depth):
            yield request

    async def take_seed(
        self, url: str, digest: str, page: SeedPage, depth: int, *, is_seed: bool = True
    ) -> AsyncIterator[scrapy.Request]:
        """Store the addresses that a list names, and yield requests for those that are new, due, or no longer named."""
        self._crawl.stats.count_seed(url, page)
        found = await self._frontier.as_captured(self.named_by(url, page, depth))
        if self.follows_seeds and not self._places_tried:
            self._places_tried = True
            found += [FoundAddress(place, "seed", 1) for place in await self._frontier.usual_places(url, page)]
        earlier = await self._frontier.earlier_payload(url, digest)
        before = await self._frontier.read_seed(url, earlier, None) if earlier is not None else None
        self._crawl.stats.completeness.note_earlier(url, before, page)
        changed = [*self._comparison.to_look_at(before, page, found), *await self._frontier.changed_pages(page)]
        changed = await self._frontier.want_again(changed)
        settled = self.settled_digest(url, digest) if is_seed else None
        further = self._paging.further_articles(url, found)
        changes = await self._frontier.keep(url, settled, found, self.named_articles(page), further)
        self.looked_through(url, page, found, changes)
        for request in chain(self._wanted(found, changes), self._all(changed)):
            yield request

    def named_articles(self, page: SeedPage) -> NamedAddresses | None:
        """Return the articles of this site that a feed, sitemap or listing names; None for other pages."""
        return named_of(page)

    def _wanted(self, found: Sequence[FoundAddress], changes: SeedChanges) -> Iterator[scrapy.Request]:
        """Yield the requests for what a seed named and what is to be visited now."""
        for address in found:
            key = urls.key(address.url)
            is_new = key in changes.new
            if key in changes.moved and address.url not in self._moved:  # its old address was requested in vain
                self._moved.add(address.url)
                self._requested.discard(key)
                is_new = True
            is_wanted = changes.has_further if address.role == "next" else is_new or key not in changes.not_due
            if address.role == "seed" and self.most_still_seeds is not None:
                is_wanted = is_new  # known ones that are due had their turn when the crawl began
            if is_wanted and (request := self._request(address, is_new=is_new)) is not None:
                yield request

    def settled_digest(self, url: str, digest: str) -> str | None:
        """Return the digest of a seed that is settled; None if the next crawl must read it again."""
        return digest

    def looked_through(self, url: str, page: SeedPage, found: Sequence[FoundAddress], changes: SeedChanges) -> None:
        """Note what the addresses of a seed changed, once they are stored."""

    def named_by(self, url: str, page: SeedPage, depth: int) -> list[FoundAddress]:
        """Return the addresses that a seed names, as this spider follows them."""
        entries = page.articles if self.articles else page.entries
        named = [FoundAddress(entry.url, "article", depth, entry.stated_at) for entry in entries]
        if page.next_url is not None:
            named.append(FoundAddress(page.next_url, "next", depth))
        if (self.follows_seeds or page.kind == "sitemap") and depth < self.max_seed_depth:
            named += [FoundAddress(entry.url, "seed", depth + 1, entry.stated_at) for entry in page.seeds]
        return named

    def _all(self, addresses: Iterable[FoundAddress]) -> Iterator[scrapy.Request]:
        return filter(None, map(self._request, addresses))

    def _listed_request(self, url: str) -> scrapy.Request | None:
        """Request an address exactly as it was given, also if the page was requested under another spelling."""
        self._requested.discard(urls.key(url))
        return self._request(FoundAddress(url, "article"), is_listed=True)

    def _reached(self, bound: str) -> None:
        if self._crawl.stats.note_limit(bound):
            self.logger.warning("%s: the rest is left for the next crawl", bound)

    def _request(
        self, address: FoundAddress, *, is_new: bool = False, is_listed: bool = False
    ) -> scrapy.Request | None:
        """Return the request for an address; None if its page was requested in this crawl, or a limit is reached.

        ``is_listed``: a person named it, so the limits on the addresses of a host do not count.
        """
        key = urls.key(address.url)
        is_seed = address.role != "article"
        if key in self._requested or self._pages_requested >= self.max_pages:
            return None
        if is_seed and self._seeds_requested >= self.max_seed_pages:
            self._reached(
                f"{urls.host(address.url)} names more than {self.max_seed_pages} feeds, sitemaps and listings"
            )
            return None
        if not is_listed and (bound := self._bounds.exceeded_limit(address.url)) is not None:
            self._reached(bound)
            return None
        self._requested.add(key)
        self._pages_requested += 1
        self._seeds_requested += is_seed
        self._crawl.stats.count_request()
        context = RequestContext("seed", depth=address.depth) if is_seed else RequestContext()
        return scrapy.Request(
            urls.as_browsers_ask(address.url),
            callback=self.parse_seed if is_seed else self.parse,
            errback=self.failed,
            priority=_SEED_PRIORITY if is_seed else _NEW_PRIORITY if is_new else 0,
            meta={CONTEXT: context, VERBATIM: True},
        )

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(self.settings)

    @property
    def _crawl(self) -> CrawlContext:
        return crawl_of(self.crawler)

    @property
    def _frontier(self) -> Frontier:
        return Frontier(
            self._crawl,
            self.frontier_source or self.source,
            rules=self.rules,
            takes_all=self.takes_all,
            most_still_seeds=self.most_still_seeds,
        )
