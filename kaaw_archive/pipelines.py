"""Item pipelines: derive articles from the captures that a spider yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.items import Page
from kaaw_archive.session import Session, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DeriveArticles:
    """Has each Page read in a worker process and folds the reading; items of other kinds pass untouched.

    A run that dies meanwhile loses nothing: the capture is on the disk, and the next run reads it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DeriveArticles:
        return cls(session_of(crawler))

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Page) and item.capture.needs_reading:
            await self._session.derive(item.capture, item.body)
        return item
