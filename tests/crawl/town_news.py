"""The news of a small town: a press list of GSB's kind in pages, a feed, a sitemap, traps, on a local site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.spider import NewsSpider
from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.local_site import LocalSite

HOST = "www.stadt-a.example"
LIST = "/DE/Nachrichten/Pressemitteilungen/pressemitteilungen_node.html"
FEED = "/DE/service/rss-newsfeed.xml"
A_PAGE = 4
XML = {"Content-Type": "application/xml; charset=utf-8"}
TRAPS = (
    f"{LIST}?resultsPerPage=100",
    f"{LIST}?gts=913608_list%253Dtitle_text_sort%252Bdesc",
    f"{LIST}?dateOfIssue_dt=lastmonth",
    "/SiteGlobals/Functions/SeiteEmpfehlen/DE/Mailversand.html?handOverParams=x",
    "/SharedDocs/Pressemitteilungen/DE/2016/09/a.html?view=renderHelp",
)


def article_path(number: int) -> str:
    return f"/SharedDocs/Pressemitteilungen/DE/2016/09/meldung-{number:03d}.html"


def url(path: str) -> str:
    return f"http://{HOST}{path}"


class TownSpider(NewsSpider):
    """A site as data, as those in ``spiders`` are."""

    name = "town"
    source = "stadt-a.example"
    hosts = (HOST,)
    system = "gsb"
    seeds = (url(FEED), url(LIST))


@dataclass
class TownNews:
    """``publish(n)`` puts n articles on the site, the newest first in the list; the feed holds only three."""

    site: LocalSite

    def publish(self, count: int, withdrawn: int | None = None) -> None:
        numbers = [number for number in range(count, 0, -1) if number != withdrawn]
        for number in numbers:
            self.site.add(HOST, article_path(number), Answer(page(number), etag=True))
        pages = [numbers[at : at + A_PAGE] for at in range(0, len(numbers), A_PAGE)] or [[]]
        for at, some in enumerate(pages):
            self.site.add(HOST, list_path(at), Answer(_list(some, at, len(pages))))
        self.site.add(HOST, FEED, Answer(_feed(numbers[:3]), headers=XML))

    def asked(self) -> list[str]:
        return [seen.path for seen in self.site.requests(HOST)]


def list_path(at: int) -> str:
    return LIST if at == 0 else f"{LIST}?gtp=375174_list%253D{at + 1}"


def _list(numbers: list[int], at: int, count: int) -> bytes:
    rows = "".join(
        f'<div class="teaser"><h3><a href="{article_path(n)[1:]}">Meldung {n}</a></h3><p>22.09.2016</p></div>'
        for n in numbers
    )
    following = f'<li class="forward"><a href="{list_path(at + 1)[1:]}">vor</a></li>' if at + 1 < count else ""
    traps = "".join(f'<a rel="nofollow" href="{path[1:]}">anders</a>' for path in TRAPS)
    return (
        '<!DOCTYPE html><html lang="de"><head><meta name="generator" content="Government Site Builder">'
        f'<base href="http://{HOST}/"><title>Pressemitteilungen</title></head><body class="gsb"><div id="content">'
        f'<h1 class="isFirstInSlot">Pressemitteilungen</h1>{rows}<ul class="navIndex">{following}</ul>{traps}'
        "</div></body></html>"
    ).encode()


def _feed(numbers: list[int]) -> bytes:
    entries = "".join(
        f"<item><title>Meldung {n}</title><link>{url(article_path(n))}</link>"
        "<pubDate>Thu, 22 Sep 2016 14:05:00 +0200</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>BMI</title>{entries}</channel></rss>'.encode()
