"""Spider ``audit``: requests every page of a site once, from its home page on, and stores the links of each."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive import urls
from kaaw_archive.archive.store.audited_links import set_links
from kaaw_archive.audit.page import audited_links
from kaaw_archive.derive.stored_pages import on_payload
from kaaw_archive.derive.workers import LimitHit, PoolClosed
from kaaw_archive.download.request_context import committed_capture
from kaaw_archive.items import FoundAddress
from kaaw_archive.spider import NewsSpider, arguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.items import Capture, PageLinks


VARIANTS_MAX = 300  # of a path, by their query: lists of news have fewer pages, calendars have no end


class AuditSpider(NewsSpider):
    """Crawls the whole site of ``-a url=URL``; what is known already is requested conditionally.

    Documents and pictures are left to the link check, as are other hosts. `kaaw links audit` names this module as the
    only one with spiders: no project lists it.
    """

    name = "audit"
    source = "*"
    is_scheduled = False
    needs_content = False  # a site of dead pages is what an audit is for
    default_max_pages = 20_000
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"url"}

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self.takes_all = True
        self.seeds = (arguments.web_address(str(given["url"]), "-a url"),)
        self._site = urls.site(self.seeds[0])
        self._variants: Counter[str] = Counter()  # pages requested, by address without query

    @classmethod
    def check(cls, given: dict[str, Any]) -> bool:
        takes_all = super().check(given)
        arguments.web_address(str(given.get("url", "")), "-a url")
        return takes_all

    @property
    def frontier_source(self) -> None:
        """Return None: an audit begins at the home page each time, and leaves the site's own frontier as it is."""

    async def parse_seed(self, response: Response) -> AsyncIterator[Any]:
        async for result in self.parse(response):
            yield result

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        async for item in super().parse(response):
            yield item
        async for request in self.until_archive_fails(self._follow(response)):
            yield request

    async def _follow(self, response: Response) -> AsyncIterator[Request]:
        """Store the links of a page and yield requests for those to pages of the site. Raises ArchiveError."""
        capture = committed_capture(response)
        if response.status >= 400 or capture.payload_digest is None or urls.site(capture.url) != self._site:
            return
        found = await self._links(capture)
        if found is None:
            return
        at = self._crawl.now()
        await self._crawl.writer.write(partial(set_links, site=self._site, page_url=capture.url, found=found, at=at))
        for link in found.links:
            if not link.is_picture and self._is_page(link.url):
                address = urls.without_session(link.url.partition("#")[0])
                if (request := self._request(FoundAddress(address, "article"))) is not None:
                    self._variants[address.partition("?")[0]] += 1
                    yield request

    async def _links(self, capture: Capture) -> PageLinks | None:
        assert capture.payload_digest is not None
        try:
            return await self._crawl.pool.call(
                on_payload, self._crawl.path, capture.payload_digest, audited_links, capture.url, capture.content_type
            )
        except LimitHit as hit:
            self.logger.warning("%s cannot be looked through: %s", capture.url, hit.problem)
        except PoolClosed:
            self.logger.debug("%s is left for the next crawl", capture.url)
        return None

    def _is_page(self, url: str) -> bool:
        if not urls.is_web(url) or urls.site(url) != self._site or urls.is_document(url) or urls.is_picture(url):
            return False
        return self._variants[url.partition("?")[0]] < VARIANTS_MAX
