"""Filter of duplicate requests: each address is requested once a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from scrapy.dupefilters import BaseDupeFilter

if TYPE_CHECKING:
    from scrapy import Request


class ExactDupeFilter(BaseDupeFilter):
    """Scrapy's own sorts the query first: ``?b=2&a=1`` that redirects to ``?a=1&b=2`` would end there, unseen."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def request_seen(self, request: Request) -> bool:
        url = urldefrag(request.url).url
        if url in self._seen:
            return True
        self._seen.add(url)
        return False

    def log(self, request: Request, spider: object) -> None:
        """Nothing to say: the redirect or the list that named it again is in the archive."""
