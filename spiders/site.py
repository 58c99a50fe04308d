"""Any public body: archives the addresses that it is given, or looks for the news of a whole site by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive.spider import NewsSpider, arguments

if TYPE_CHECKING:
    from collections.abc import Iterable


class SiteSpider(NewsSpider):
    """``-a urls=FILE`` (an address a line, # begins a comment) or ``-a urls=URL[,URL]``: exactly these.

    ``-a url=URL``: the news of this site; its content system, feeds, sitemap and listings are found from this page on,
    and nothing outside of its host is asked for. ``-a max_pages=N`` ends a run after so many pages.
    """

    name = "site"
    source = "*"
    is_scheduled = False
    follows_seeds = True
    asks_robots_for_seeds = True
    default_max_pages = 2_000
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"urls", "url"}

    @classmethod
    def check(cls, said: dict[str, Any]) -> bool:
        takes_all = super().check(said)
        arguments.exactly_one("spider site", said, "urls", "url")
        if said.get("url"):
            arguments.web_address(str(said["url"]), "-a url")
        else:
            arguments.addresses("urls", str(said["urls"]).strip())
        return takes_all
