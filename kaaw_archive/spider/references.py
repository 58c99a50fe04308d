"""The spider ``references``: captures what archived articles cite, pages and documents alike, one hop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import cms
from kaaw_archive.spider.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterable


class ReferencesSpider(NewsSpider):
    """Visits what was never captured or is due; print views, mail forms and other traps are nobody's source.

    Due after the sources: what their newest articles cite today may be gone tomorrow.
    """

    name = "references"
    source = "*"
    is_scheduled = False  # `kaaw run` runs it behind the sources

    async def addresses(self) -> Iterable[str]:
        return [url for url in await self._frontier.cited(self.name) if not cms.is_trap(url)]
