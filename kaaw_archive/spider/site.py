"""The spider ``site``: archives addresses that it is given, or looks for the news of a whole site by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive.spider import arguments
from kaaw_archive.spider.searching import SearchingSpider

if TYPE_CHECKING:
    from collections.abc import Iterable


class SiteSpider(SearchingSpider):
    """``-a urls=FILE`` (an address a line, # begins a comment) or ``-a urls=URL[,URL]``: exactly these pages.

    ``-a url=URL``: the news of this site. Its content system, feeds, sitemap and listings are found from this page on;
    nothing outside of its host is asked for. ``-a languages=de,en`` follows these languages of the site beside that of
    the page. ``-a max_pages=N`` ends a crawl after so many pages.
    """

    name = "site"
    source = "*"
    is_scheduled = False
    default_max_pages = 2_000
    known_arguments: ClassVar[frozenset[str]] = SearchingSpider.known_arguments | {"urls", "url"}

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        if given.get("url"):
            self.seeds = (arguments.web_address(str(given["url"]), "-a url"),)
            self.begin_search(self.seeds[0])
        else:
            self.max_pages = max(self.max_pages, len(self._listed()))

    @classmethod
    def check(cls, given: dict[str, Any]) -> bool:
        takes_all = super().check(given)
        arguments.check_addresses_given(f"spider {cls.name}", given)
        if given.get("url"):
            arguments.web_address(str(given["url"]), "-a url")
        else:
            arguments.addresses("urls", str(given["urls"]).strip())
        return takes_all

    async def addresses(self) -> Iterable[str]:
        return () if self.seeds else self._listed()

    def _listed(self) -> tuple[str, ...]:
        return arguments.addresses("urls", str(self.arguments["urls"]).strip())
