"""SearchingSpider: finds the news of a site from its home page on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from kaaw_archive import urls
from kaaw_archive.archive.store.frontier import NamedAddresses
from kaaw_archive.download.request_context import committed_capture, context_of
from kaaw_archive.errors import ArchiveError
from kaaw_archive.spider.news import NewsSpider
from kaaw_archive.spider.search import SiteSearch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from kaaw_archive.items import FoundAddress
    from kaaw_archive.seeds import SeedPage
    from kaaw_archive.spider.frontier import SeedChanges


class SearchingSpider(NewsSpider):
    """Base of a spider that is given one address of a site: it looks for feeds, sitemaps and listings by itself.

    When all that was requested is answered, the search says what to look at next (``search``), until it has nothing
    more. Pages that were taken for articles and are listings are looked through too. ``home`` is the address from which
    a spider of one site searches; None: it is an argument.
    """

    home: str | None = None
    follows_seeds = True
    most_still_seeds = 15
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"languages"}

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        codes = str(given.get("languages", "")).lower().replace(" ", "")
        self.search: SiteSearch | None = None
        self._languages = frozenset(filter(None, codes.split(",")))
        self._step: asyncio.Task[None] | None = None
        self._has_more = False
        if self.home is not None:
            self.begin_search(self.home)
        self._undecided: dict[str, str] = {}  # address of a seed -> digest: read again next time if this crawl dies

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        return spider

    def begin_search(self, home: str) -> None:
        """Look for the news of the site with this home page."""
        self.search = SiteSearch(home, self._languages)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        async for item in super().parse(response):
            yield item
        async for request in self.until_archive_fails(self._of_article(response)):
            yield request

    async def _of_article(self, response: Response) -> AsyncIterator[Request]:
        """Look through a page that was taken for an article. Raises ArchiveError."""
        capture = committed_capture(response)
        if capture.kind == "seed":  # is looked through by parse_seed
            return
        if self.search is None or response.status >= 400 or capture.payload_digest is None or capture.revisit:
            return
        page = await self._frontier.read_seed(capture.url, capture.payload_digest, capture.content_type)
        if page is None or page.kind not in ("listing", "page"):
            return
        depth = context_of(response).depth
        if page.kind == "listing" and depth < self.max_seed_depth:
            async for request in self.take_seed(capture.url, capture.payload_digest, page, depth, is_seed=False):
                yield request
            return
        found = self.search.take_of_article(page, depth)
        changes = await self._frontier.keep(capture.url, None, found, self.named_articles(page))
        self.search.note_gain(capture.url, page, _gained(found, changes))
        for request in self._wanted(found, changes):
            yield request

    def named_by(self, url: str, page: SeedPage, depth: int) -> list[FoundAddress]:
        if self.search is None:
            return super().named_by(url, page, depth)
        return self.search.take(url, page, depth)

    def named_articles(self, page: SeedPage) -> NamedAddresses | None:
        named = super().named_articles(page)
        if named is None or self.search is None:
            return named
        kept: list[str] = []
        left: list[str] = []
        for url in named.articles:
            (left if self.search.is_in_other_language(url) else kept).append(url)
        return NamedAddresses(named.kind, kept, left)

    def settled_digest(self, url: str, digest: str) -> str | None:
        if self.search is None:
            return digest
        self._undecided[url] = digest
        return None

    def looked_through(self, url: str, page: SeedPage, found: Sequence[FoundAddress], changes: SeedChanges) -> None:
        if self.search is not None:
            self.search.note_gain(url, page, _gained(found, changes))

    def on_idle(self) -> None:
        """Begin the next step of the search when nothing is under way. Raises DontCloseSpider while there is one."""
        if self.search is None or self._crawl.failure is not None:
            return
        if self._step is None or (self._step.done() and self._has_more):
            self._has_more = False
            self._step = asyncio.ensure_future(self._try_step(self.search))
        if not self._step.done():
            raise DontCloseSpider

    async def _try_step(self, search: SiteSearch) -> None:
        """Take a step of the search; an error of it ends the crawl as failed, as one of a callback does."""
        try:
            await self._take_step(search)
        except ArchiveError as error:
            self._crawl.fail(error)
        except Exception:
            self.logger.exception("the search of %s ended early", self.seeds[0])
            self.crawler.stats.inc_value("spider_exceptions/count")

    async def _take_step(self, search: SiteSearch) -> None:
        seen = await self._frontier.days_of_articles(search.sampled_keys)
        requests: list[Request] = []
        while not requests and (found := search.next_step(seen)):
            changes = await self._frontier.keep(self.seeds[0], None, found)
            requests = list(self._wanted(found, changes))
        self._has_more = bool(requests)
        for request in requests:
            self.crawler.engine.crawl(request)
        if not requests:
            await self._end_search(search)

    async def _end_search(self, search: SiteSearch) -> None:
        if self._pages_requested < self.max_pages:
            for url, digest in self._undecided.items():
                await self._frontier.keep(url, digest, ())
        self._crawl.stats.completeness.note_unknown(search.unknown)
        for language, left in sorted(search.left.items()):
            self.logger.info(
                "%d addresses in %s are left (-a languages=%s follows them)", len(left), language, language
            )


def _gained(found: Sequence[FoundAddress], changes: SeedChanges) -> int:
    return sum(address.role == "article" and urls.key(address.url) in changes.new for address in found)
