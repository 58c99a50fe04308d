"""The spider ``cited``: captures what archived articles cite, pages and documents alike, one hop away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms.traps import EVERYWHERE
from kaaw_archive.spider.frontier import distinct
from kaaw_archive.spider.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterable


class CitedSpider(NewsSpider):
    """Request what was never captured or is due, except print views, mail forms and searches.

    ``kaaw run`` runs it after the sources, because what their newest articles cite today may be gone tomorrow.
    """

    name = "cited"
    source = "*"
    is_scheduled = False
    needs_content = False  # what articles cite dies; what was dead already is due alone on many a day

    async def addresses(self) -> Iterable[str]:
        cited = map(urls.without_session, await self._frontier.due_cited(self.name))
        return distinct(url for url in cited if urls.is_web(url) and not EVERYWHERE.search(url))
