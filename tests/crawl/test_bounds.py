"""What a server can stretch, and where it ends: heads, silence, endless addresses; no other host waits for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.crawl.town_news import HOST, LIST, url
from tests.german_pages import page
from tests.hostile.servers import MANNERS, listening
from tests.local_site import ROBOTS, Answer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

LISTING = "<html><head><title>Presse</title></head><body><ul>{}</ul></body></html>"


BAD = {
    "endless head": Problem.TOO_LARGE,
    "endless interim answers": Problem.TOO_LARGE,
    "silence": Problem.TIMEOUT,
    "a byte at a time": Problem.TIMEOUT,
}


def server(what: str) -> AbstractContextManager[str]:
    """One that only gives its robots.txt as it should."""
    return listening(MANNERS[what], "127.0.1.7", spared=[ROBOTS])


@pytest.mark.parametrize("what", BAD)
def test_what_a_server_stretches_is_named(crawler: Crawler, what: str) -> None:
    # What is too large is so at any speed: its limits of time are far, and it must end long before them.
    seconds = 1 if BAD[what] is Problem.TIMEOUT else 60
    limits = {"ARCHIVE_FIRST_BYTE_TIMEOUT_S": seconds, "DOWNLOAD_TIMEOUT": 2 * seconds, "RETRY_TIMES": 0}
    with server(what) as address:
        began = time.monotonic()
        crawler.run([f"{address}/x"], settings=limits, direct=True)
    assert time.monotonic() - began < 60
    assert crawler.errors(f"{address}/x") == [BAD[what]]


def test_one_bad_host_slows_no_other(crawler: Crawler) -> None:
    """If its eight pages took the four places in order, the good ones would wait until the fifth is given up."""
    urls = [crawler.site.add("", f"/{n}", Answer(page(n))) for n in range(12)]
    with server("a byte at a time") as address:
        bad = [f"{address}/{n}" for n in range(8)]
        crawler.run(bad + urls, settings={"DOWNLOAD_TIMEOUT": 0.7, "RETRY_TIMES": 0, "CONCURRENT_REQUESTS": 4},
                    direct=True)  # fmt: skip
    assert len(crawler.site.requests()) == len(urls)
    ended = [row["error"] for row in crawler.rows("SELECT error FROM visits WHERE kind = 'page' ORDER BY id")]
    assert ended.count(Problem.TIMEOUT) == len(bad)
    last_good = len(ended) - ended[::-1].index(None)
    assert ended[:last_good].count(Problem.TIMEOUT) < 5


def test_an_owner_of_many_hosts_slows_no_other(crawler: Crawler) -> None:
    """If forty silent hosts of one domain took all sixteen places, the good ones would wait until they are given up."""
    silent = Answer(page(1), delay_s=2.0)
    bad = [crawler.site.add(f"n{n}.boese.example", "/x", silent) for n in range(40)]
    good = [crawler.site.add(f"www.stadt-{n}.example", "/x", Answer(page(n))) for n in range(8)]
    limits = {"DOWNLOAD_TIMEOUT": 0.7, "RETRY_TIMES": 0, "CONCURRENT_REQUESTS": 16}
    crawler.run(bad + good, settings=limits)
    ended = [row["url"] for row in crawler.rows("SELECT url FROM visits WHERE kind = 'page' ORDER BY id")]
    assert set(ended) == {*bad, *good}
    last_good = max(ended.index(url) for url in good)
    assert sum(url in bad for url in ended[:last_good]) <= 8


def test_pages_that_are_slow_to_read_stop_no_other_host(crawler: Crawler) -> None:
    """Each is larger than the 5 MB of bodies at which Scrapy asks for nothing more, and waits for the one worker."""
    slow = b"<html><body><article><h1>Titel</h1>" + b"<p>Ein Satz, der keiner ist, steht hier.</p>" * 150_000
    bad = [crawler.site.add(f"www.langsam-{n}.example", "/x", Answer(slow)) for n in range(6)]
    good = [crawler.site.add(f"www.stadt-{n}.example", f"/{m}", Answer(page(m))) for n in range(8) for m in range(3)]
    limits = {"ARCHIVE_READERS": 1, "ARCHIVE_READ_TIMEOUT_S": 0.6, "CONCURRENT_REQUESTS": 8}
    crawler.run(bad + good, settings=limits)
    ended = time.monotonic()
    asked = [seen for seen in crawler.site.requests() if "stadt" in seen.host]
    assert {f"http://{seen.host}{seen.path}" for seen in asked} >= set(good)
    assert ended - max(seen.at for seen in asked) > 1.5, "they waited for the slow ones"


def add_list(crawler: Crawler, links: list[str]) -> None:
    rows = "".join(f'<li><a href="{link}">Die Meldung mit der Adresse {n}</a></li>' for n, link in enumerate(links))
    crawler.site.add(HOST, LIST, Answer(LISTING.format(rows).encode()))


def test_a_host_may_only_name_so_many_addresses_a_run(crawler: Crawler) -> None:
    paths = [f"/SharedDocs/Pressemitteilungen/DE/2016/09/m{n}.html" for n in range(30)]
    for n, path in enumerate(paths):
        crawler.site.add(HOST, path, Answer(page(n)))
    add_list(crawler, paths)
    few = {"ARCHIVE_HOST_URLS_MAX": 12}
    ran = crawler.crawl("town", settings=few)
    assert ran.code == 3
    assert "ARCHIVE_HOST_URLS_MAX" in crawler.value("SELECT reason FROM crawls")
    asked = {seen.path for seen in crawler.site.requests(HOST)} & set(paths)
    assert len(asked) < 12
    for _ in range(3):
        crawler.crawl("town", settings=few)
    assert {seen.path for seen in crawler.site.requests(HOST)} >= set(paths)  # the rest waited, and is lost to nobody


def test_variants_of_one_address_are_bounded(crawler: Crawler) -> None:
    links = [f"/SharedDocs/Pressemitteilungen/DE/2016/09/m.html?tag={n}" for n in range(30)]
    crawler.site.add(HOST, "*", Answer(page(1)))
    add_list(crawler, links)
    crawler.crawl("town", settings={"ARCHIVE_QUERY_VARIANTS_MAX": 5})
    assert len([seen for seen in crawler.site.requests(HOST) if "tag=" in seen.path]) == 5
    assert "ARCHIVE_QUERY_VARIANTS_MAX" in crawler.value("SELECT reason FROM crawls")


def test_a_folder_that_holds_itself_is_a_trap(crawler: Crawler) -> None:
    good = "/SharedDocs/Pressemitteilungen/DE/2016/09/m.html"
    crawler.site.add(HOST, good, Answer(page(1)))
    loop = "/SharedDocs/Pressemitteilungen/DE/DE/DE/DE/DE/m.html"
    add_list(crawler, [good, loop, "/SharedDocs" + "/Pressemitteilungen/DE" * 5 + "/m.html"])
    crawler.crawl("town")
    assert [seen.path for seen in crawler.site.requests(HOST) if seen.path.endswith("m.html")] == [good]
    assert crawler.value("SELECT count(*) FROM _frontier WHERE url LIKE '%/DE/DE/%'") == 0
    assert url(loop)
