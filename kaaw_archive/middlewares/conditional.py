"""Ask at every hop whether exactly this URL has changed, if its stored bytes can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.captures import validators
from kaaw_archive.crawl import CrawlContext, crawl_of
from kaaw_archive.download.request_context import context_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_HEADERS = ("If-None-Match", "If-Modified-Since")


class Conditional:
    """Set the validators of a URL, and remove those that a redirect carried over from another one."""

    def __init__(self, crawl: CrawlContext) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(crawl_of(crawler))

    def process_request(self, request: Request) -> None:
        for name in _HEADERS:
            request.headers.pop(name, None)
        context = context_of(request)
        context.validated_digest = None
        if request.method != "GET" or context.is_unconditional:
            return
        known = validators(self._crawl.reader, request.url.partition("#")[0])
        if known is None:
            return
        context.validated_digest = known.payload_digest
        for name, value in zip(_HEADERS, (known.etag, known.last_modified), strict=True):
            if value is not None:
                request.headers[name] = value
