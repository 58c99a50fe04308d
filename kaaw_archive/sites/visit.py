"""Spider ``visit``: a few pages, as politely as any other, for a site without a spider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive.spider import NewsSpider, arguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response


class VisitSpider(NewsSpider):
    """Captures ``-a url=URL[,URL]`` as seeds, so that the site's own spider reads them without another request.

    `kaaw sites new` names this module as the only one with spiders: no project lists it.
    """

    name = "visit"
    source = "*"
    is_scheduled = False
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"url"}

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self.seeds = arguments.addresses("url", str(given["url"]))

    @classmethod
    def check(cls, given: dict[str, Any]) -> bool:
        takes_all = super().check(given)
        arguments.addresses("url", str(given.get("url", "")))
        return takes_all

    @property
    def frontier_source(self) -> None:
        """Return None: the due pages of this site are left to its own spider."""

    async def parse_seed(self, response: Response) -> AsyncIterator[Any]:
        """Yield the page only: the addresses that it names are left to the site's own spider."""
        async for item in self.parse(response):
            yield item
