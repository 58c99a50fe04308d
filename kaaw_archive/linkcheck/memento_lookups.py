"""Ask the archives of ``LINK_ARCHIVES`` for copies (mementos, RFC 7089) of broken links, after the links are checked.

Their answers are stored as captures, like any other. The copies that an answer names are read from it when candidates
for a link are made (``derive.successors``).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request

from kaaw_archive import times
from kaaw_archive.archive.queries import mementos
from kaaw_archive.crawl import crawl_of
from kaaw_archive.download.request_context import CONTEXT, RequestContext
from kaaw_archive.linkrot.archives import DEFINITE, accept_datetime, link_archives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class MementoLookups:
    """The look-ups of one crawl, within its budget; each is repeated only after some days."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.archives = link_archives(settings["LINK_ARCHIVES"] or [])
        self._crawler = crawler
        self._left = settings.getint("LINK_ARCHIVES_MAX")
        self._again_after = timedelta(days=settings.getfloat("LINK_ARCHIVES_AGAIN_DAYS"))
        self._is_done = False

    def requests(self, callback: Callable[..., Any], errback: Callable[..., Any]) -> list[Request]:
        """Return the look-ups of a crawl whose links are checked; none at the second call."""
        crawl = crawl_of(self._crawler)
        if self._is_done or not self.archives or crawl.failure is not None or crawl.is_ending:
            return []
        self._is_done = True
        requests = []
        for question, cited_at, authorization in self._questions():
            if self._left == 0:
                logger.info("LINK_ARCHIVES_MAX is reached: the other links are looked up by the next crawl")
                break
            self._left -= 1
            context = RequestContext("probe", is_unconditional=True)
            meta = {CONTEXT: context, "dont_redirect": True, "dont_retry": True}
            headers = {"Accept-Datetime": accept_datetime(cited_at)}
            if authorization is not None:  # sent to the archive, and like every such field never stored
                headers["Authorization"] = authorization
            requests.append(
                Request(question, callback=callback, errback=errback, dont_filter=True, headers=headers, meta=meta)
            )
        return requests

    def _questions(self) -> Iterator[tuple[str, str, str | None]]:
        """Yield addresses to request, each with the time of the citation, and the field Authorization or None."""
        crawl = crawl_of(self._crawler)
        since = times.to_text(crawl.clock.now() - self._again_after)
        for link in mementos.replaceable_links(crawl.reader, crawl.now()):
            for archive in self.archives:
                try:
                    request = Request(archive.question(link["url"], link["first_cited_at"]))
                except ValueError:  # no address that can be requested
                    continue
                answer = mementos.answer(crawl.reader, request.url)
                is_fresh = answer is not None and answer["captured_at"] >= since and answer["status"] in DEFINITE
                if not is_fresh:
                    yield request.url, link["first_cited_at"], archive.authorization
