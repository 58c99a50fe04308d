"""The spider ``references``: captures what archived articles cite, pages and documents alike, one hop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms.traps import EVERYWHERE
from kaaw_archive.spider.frontier import distinct
from kaaw_archive.spider.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterable


class ReferencesSpider(NewsSpider):
    """Visits what was never captured or is due. Print views, mail forms and searches are nobody's source.

    ``kaaw run`` runs it behind the sources: what their newest articles cite today may be gone tomorrow.
    """

    name = "references"
    source = "*"
    is_scheduled = False
    needs_content = False  # what articles cite dies; what was dead already is due alone on many a day

    async def addresses(self) -> Iterable[str]:
        cited = map(urls.without_session, await self._frontier.cited(self.name))
        return distinct(url for url in cited if not EVERYWHERE.search(url))
