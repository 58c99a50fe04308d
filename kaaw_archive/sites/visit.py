"""The spider ``visit``: one page, as politely as any other, for a site that has no spider yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive.spider import NewsSpider, arguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response


class VisitSpider(NewsSpider):
    """``-a url=URL``: captured as a seed, so that the site's own spider looks through it without asking again.

    In a module of its own, which `kaaw sites new` names: no project lists it.
    """

    name = "visit"
    source = "*"
    is_scheduled = False
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"url"}

    def __init__(self, name: str | None = None, **said: Any) -> None:
        super().__init__(name, **said)
        self.seeds = (arguments.web_address(str(said["url"]), "-a url"),)

    @classmethod
    def check(cls, said: dict[str, Any]) -> bool:
        takes_all = super().check(said)
        arguments.web_address(str(said.get("url", "")), "-a url")
        return takes_all

    @property
    def frontier_source(self) -> None:
        """What is due of this site is not this spider's to visit."""

    async def parse_seed(self, response: Response) -> AsyncIterator[Any]:
        """What it names is left to the site's own spider."""
        async for item in self.parse(response):
            yield item
