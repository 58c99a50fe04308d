"""Sites of which something is broken or missing: their articles are found, or the crawl says what it missed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page as article_page
from tests.local_site import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

HOST = "gemeinde.example"
HOME = f"http://{HOST}/"
COUNT = 12
A_PAGE = 4
XML = {"Content-Type": "application/xml; charset=utf-8"}
NAMES = ("Hallenbad", "Kindergarten", "Feuerwehr", "Wochenmarkt", "Bauhof", "Musikschule")


def path(number: int) -> str:
    return f"/meldungen/{NAMES[number % 6].lower()}-meldet-stand-{number:02d}.html"


def row(number: int, *, has_day: bool = True) -> str:
    day = f"<p>{number:02d}.03.2024</p>" if has_day else "<p>Der Rat hat dem Vorhaben am Abend zugestimmt.</p>"
    return (
        f'<div class="zeile"><h3><a href="{path(number)}">{NAMES[number % 6]} meldet Stand {number}</a></h3>{day}</div>'
    )


def framed(body: str, label: str = "Aktuelles", title: str = "Gemeinde") -> bytes:
    menu = f'<nav><a href="/">Start</a> <a href="/aktuelles/">{label}</a> <a href="/rathaus/">Rathaus</a></nav>'
    text = f"<html><head><title>{title}</title></head><body>{menu}<main>{body}</main></body></html>"
    return text.encode()


@dataclass
class Town:
    """Pages of a small site by path; ``cripple`` functions change them."""

    pages: dict[str, Answer] = field(default_factory=dict)

    def lists(self, make_row: Callable[[int], str] = row, a_page: int = A_PAGE, label: str = "Aktuelles") -> None:
        for at in range(0, COUNT, a_page):
            number = at // a_page + 1
            more = f'<div class="pager"><a href="/aktuelles/?page={number + 1}">weiter</a></div>'
            body = "".join(map(make_row, range(at + 1, at + a_page + 1)))
            rest = more if at + a_page < COUNT else ""
            self.pages["/aktuelles/" if at == 0 else f"/aktuelles/?page={number}"] = Answer(framed(body + rest, label))


def town() -> Town:
    made = Town()
    made.pages["/"] = Answer(framed("<h1>Willkommen</h1><p>Die Gemeinde stellt sich vor.</p>"))
    made.pages["/rathaus/"] = Answer(framed("<h1>Rathaus</h1><p>Geöffnet ist montags.</p>"))
    made.pages.update({path(n): Answer(article_page(n)) for n in range(1, COUNT + 1)})
    made.lists()
    return made


def feed(numbers: range) -> Answer:
    items = "".join(f"<item><title>M {n}</title><link>http://{HOST}{path(n)}</link></item>" for n in numbers)
    return Answer(f"<rss><channel>{items}</channel></rss>".encode(), headers=XML)


def no_feed_and_no_sitemap(_: Town) -> None:
    pass


def rows_without_days(site: Town) -> None:
    site.lists(lambda number: row(number, has_day=False))


def two_lists(site: Town) -> None:
    dates = "".join(
        f'<div class="zeile"><h3><a href="/termine/{n}.html">Termin am Abend {n}</a></h3></div>' for n in "abcd"
    )
    first = (
        site.pages["/aktuelles/"].body.decode().replace("</main>", f"<h2>Veranstaltungen</h2><div>{dates}</div></main>")
    )
    site.pages["/aktuelles/"] = Answer(first.encode())


def endless_paging(site: Town) -> None:
    body = "".join(map(row, range(1, COUNT + 1)))
    for number in range(1, 41):
        more = f'<div class="pager"><a href="/aktuelles/?page={number + 1}">weiter</a></div>'
        site.pages["/aktuelles/" if number == 1 else f"/aktuelles/?page={number}"] = Answer(framed(body + more))


def half_of_the_pages_fail(site: Town) -> None:
    site.pages.update({path(n): Answer(b"error", status=500) for n in range(1, COUNT + 1, 2)})


def all_by_script(site: Town) -> None:
    head = '<head><title>Gemeinde</title><script src="/app.js"></script></head>'
    shell = f'<html>{head}<body><div id="app"></div></body></html>'.encode()
    site.pages = {one: Answer(shell) for one in site.pages}


def robots_closes_half(site: Town) -> None:
    closed = "".join(f"Disallow: {path(n)}\n" for n in range(1, COUNT + 1, 2))
    site.pages["/robots.txt"] = Answer(f"User-agent: *\n{closed}".encode(), headers={"Content-Type": "text/plain"})


def renamed_labels(site: Town) -> None:
    site.lists(label="Was geschieht")
    site.pages["/"] = Answer(framed("<h1>Willkommen</h1>", label="Was geschieht"))


def nested_tables(site: Town) -> None:
    def make_row(number: int) -> str:
        link = f'<a href="{path(number)}"><b>{NAMES[number % 6]} meldet Stand {number}</b></a>'
        inner = f"<table><tr><td>{number:02d}.03.2024</td></tr><tr><td>{link}</td></tr></table>"
        return f"<table><tr><td>{inner}</td></tr></table>"

    site.lists(make_row)


def frames(site: Town) -> None:
    sources = '<frame src="/menue.html"><frame src="/inhalt.html">'
    site.pages["/"] = Answer(f"<html><frameset cols='20%,*'>{sources}</frameset></html>".encode())
    site.pages["/menue.html"] = Answer(b'<html><body><a href="/aktuelles/">Aktuelles</a></body></html>')
    site.pages["/inhalt.html"] = Answer(b"<html><body><h1>Willkommen</h1></body></html>")


def one_article_a_page(site: Town) -> None:
    site.lists(a_page=1)


def only_a_feed_of_the_newest(site: Town) -> None:
    for one in [key for key in site.pages if key.startswith("/aktuelles/")]:
        del site.pages[one]
    site.pages["/feed.xml"] = feed(range(1, COUNT + 1))


FOUND = (
    no_feed_and_no_sitemap, rows_without_days, two_lists, endless_paging, renamed_labels, nested_tables, frames,
    one_article_a_page, only_a_feed_of_the_newest,
)  # fmt: skip
DEGRADED: dict[Callable[[Town], None], str] = {
    half_of_the_pages_fail: "pages are server errors",
    all_by_script: "needs_script",
    robots_closes_half: "robots.txt closes 6 of",
}


def crawled(crawler: Crawler, cripple: Callable[[Town], None]) -> set[str]:
    site = town()
    cripple(site)
    for one, answer in site.pages.items():
        crawler.site.add(HOST, one, answer)
    crawler.crawl("site", "-a", f"url={HOME}", settings={"RETRY_TIMES": 0})
    return {row["url"].removeprefix(f"http://{HOST}") for row in crawler.rows("SELECT url FROM latest")}


@pytest.mark.parametrize("cripple", FOUND, ids=lambda one: one.__name__)
def test_the_articles_of_a_crippled_site_are_found(crawler: Crawler, cripple: Callable[[Town], None]) -> None:
    found = crawled(crawler, cripple)
    assert found >= {path(n) for n in range(1, COUNT + 1)}
    assert crawler.value("SELECT state FROM crawls") == "finished"


@pytest.mark.parametrize("cripple", DEGRADED, ids=lambda one: one.__name__)
def test_a_crawl_that_missed_half_says_why(crawler: Crawler, cripple: Callable[[Town], None]) -> None:
    crawled(crawler, cripple)
    (crawl,) = crawler.rows("SELECT state, reason FROM crawls")
    assert crawl["state"] == "degraded"
    assert DEGRADED[cripple] in crawl["reason"]
