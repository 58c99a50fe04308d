"""Asks the archives of ``LINK_ARCHIVES`` for copies of what broke, once the links of a run are checked.

What they answer is a capture as any other and all that is kept: which copies it names is read from it when somebody
asks what to put in the place of a link.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request

from kaaw_archive import times
from kaaw_archive.archive.queries import lookups
from kaaw_archive.linkrot.archives import DEFINITE, accept_datetime, link_archives
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Lookups:
    """The questions of one run, within its budget; the same is asked again only after some days."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.archives = link_archives(settings["LINK_ARCHIVES"] or [])
        self._crawler = crawler
        self._left = settings.getint("LINK_ARCHIVES_MAX")
        self._again_after = timedelta(days=settings.getfloat("LINK_ARCHIVES_AGAIN_DAYS"))
        self._is_asked = False

    def requests(self, callback: Callable[..., Any], errback: Callable[..., Any]) -> list[Request]:
        """What is to be asked now that the links are checked; nothing the second time."""
        session = session_of(self._crawler)
        if self._is_asked or not self.archives or session.failure is not None or session.is_ending:
            return []
        self._is_asked = True
        found = []
        for question, at in self._questions():
            if self._left == 0:
                logger.info("LINK_ARCHIVES_MAX is reached: the other links are looked up by the next run")
                break
            self._left -= 1
            meta = {"archive_kind": "probe", "archive_unconditional": True, "dont_redirect": True, "dont_retry": True}
            headers = {"Accept-Datetime": accept_datetime(at)}
            found.append(
                Request(question, callback=callback, errback=errback, dont_filter=True, headers=headers,
                        meta=meta | {"linkcheck_lookup": True})
            )  # fmt: skip
        return found

    def _questions(self) -> Iterator[tuple[str, str]]:
        session = session_of(self._crawler)
        since = times.to_text(session.clock.now() - self._again_after)
        for link in lookups.replaceable_links(session.reader, session.now()):
            for archive in self.archives:
                try:
                    request = Request(archive.question(link["url"], link["first_cited_at"]))
                except ValueError:  # an address that nobody can ask for
                    continue
                answer = lookups.answer(session.reader, request.url)
                is_fresh = answer is not None and answer["captured_at"] >= since and answer["status"] in DEFINITE
                if not is_fresh:
                    yield request.url, link["first_cited_at"]
