"""How often and how fast we ask, measured at the server."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.crawl.crawler import crawler_in
from tests.german_pages import page
from tests.local_site import HTML, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler
    from tests.program import Started

pytestmark = pytest.mark.slow

TOWN = "www.stadt-a.example"
SLOW = "www.langsam.example"
FAST = [f"www.stadt-{n}.example" for n in range(10)]
PAUSING = {"www.voll.example": 429, "www.wartung.example": 503}
CLOCK_ERROR_S = 0.03


def add_pages(crawler: Crawler, host: str, count: int, delay_s: float = 0.0) -> list[str]:
    answer = Answer(page(1), delay_s=delay_s)
    return [crawler.site.add(host, f"/{n}", answer) for n in range(count)]


def smallest_gap(crawler: Crawler, host: str) -> float:
    """Between the beginnings of two page requests, robots.txt aside, as nothing was known before it came."""
    return min(b.at - a.at for a, b in pairwise(crawler.site.requests(host)))


def finish(*processes: Started) -> None:
    for process in processes:
        stdout, stderr = process.communicate(timeout=60)
        assert "Traceback" not in stdout + stderr


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    """One crawl: a host with a Crawl-delay first in the list, ten fast ones, and two that ask for a pause."""
    with crawler_in(tmp_path_factory.mktemp("politeness")) as crawler:
        crawler.site.add_robots(SLOW, "User-agent: *\nCrawl-delay: 0.2\n")
        urls = add_pages(crawler, SLOW, 25)
        for host in FAST:
            urls += add_pages(crawler, host, 6)
        for host, status in PAUSING.items():
            limited = Answer(b"", status, {**HTML, "Retry-After": "2"})
            urls += [crawler.site.add(host, "/zuerst", [limited, Answer(page(2))]), *add_pages(crawler, host, 3)]
        crawler.run(urls, settings={"CONCURRENT_REQUESTS": 8})
        yield crawler


def test_crawl_delay_is_a_lower_bound(crawled: Crawler) -> None:
    assert len(crawled.site.requests(SLOW)) == 25
    assert smallest_gap(crawled, SLOW) >= 0.2 - CLOCK_ERROR_S


def test_a_slow_host_does_not_hold_up_the_others(crawled: Crawler) -> None:
    """Where its 25 pages took all 8 places in order, 17 of them would be served before any other host had its turn."""
    assert [len(crawled.site.requests(host)) for host in FAST] == [6] * len(FAST)
    twelfth = crawled.site.requests(SLOW)[11].at
    assert max(crawled.site.requests(host)[0].at for host in FAST) < twelfth


@pytest.mark.parametrize("host", PAUSING)
def test_retry_after_is_waited_for_and_the_page_comes(crawled: Crawler, host: str) -> None:
    assert crawled.statuses(f"http://{host}/zuerst") == [PAUSING[host], 200]
    first, second = crawled.site.requests(host, "/zuerst")
    assert second.at - first.at >= 2 - CLOCK_ERROR_S


@pytest.mark.parametrize("host", PAUSING)
def test_retry_after_pauses_the_whole_host(crawled: Crawler, host: str) -> None:
    limited = next(seen for seen in crawled.site.requests(host) if seen.status == PAUSING[host])
    later = [seen.at for seen in crawled.site.requests(host) if seen.at > limited.at]
    assert min(later) - limited.at >= 2 - CLOCK_ERROR_S


def test_crawl_delay_holds_for_two_crawls_of_the_host_at_once(crawler: Crawler) -> None:
    crawler.site.add_robots(TOWN, "User-agent: *\nCrawl-delay: 0.4\n")
    urls = add_pages(crawler, TOWN, 10)
    finish(crawler.start(urls[:5]), crawler.start(urls[5:]))
    assert sorted(seen.path for seen in crawler.site.requests(TOWN)) == sorted(f"/{n}" for n in range(10))
    assert smallest_gap(crawler, TOWN) >= 0.4 - CLOCK_ERROR_S
    assert crawler.value("SELECT count(*) FROM crawls WHERE state = 'finished'") == 2


def test_crawl_delay_is_cut_to_the_setting(crawler: Crawler) -> None:
    crawler.site.add_robots(TOWN, "User-agent: *\nCrawl-delay: 600\n")
    crawler.run(add_pages(crawler, TOWN, 3), settings={"ARCHIVE_CRAWL_DELAY_MAX": 0.2})
    assert len(crawler.site.requests(TOWN)) == 3
    assert smallest_gap(crawler, TOWN) >= 0.2 - CLOCK_ERROR_S


def test_download_delay_is_one_second_by_default(crawler: Crawler) -> None:
    crawler.run(add_pages(crawler, TOWN, 3), settings={"DOWNLOAD_DELAY": None})
    assert len(crawler.site.requests(TOWN)) == 3
    assert smallest_gap(crawler, TOWN) >= 1.0 - CLOCK_ERROR_S


def test_one_request_at_a_time_to_a_host_across_processes(crawler: Crawler) -> None:
    urls = add_pages(crawler, TOWN, 30, delay_s=0.05)
    finish(*(crawler.start(urls[n::3]) for n in range(3)))
    assert len(crawler.site.requests(TOWN)) == 30
    assert crawler.site.most_at_once[TOWN] == 1


def test_a_pause_longer_than_the_run_waits_gives_the_host_up(crawler: Crawler) -> None:
    answers = [Answer(status=503, headers={**HTML, "Retry-After": "3600"}), Answer(page(1))]
    urls = [crawler.site.add(TOWN, "/zuerst", answers), *add_pages(crawler, TOWN, 3)]
    begin = time.monotonic()
    ran = crawler.run(urls, settings={"ARCHIVE_PAUSE_MAX_S": 5})
    assert time.monotonic() - begin < 20
    assert ran.code == 3
    limited = next(seen for seen in crawler.site.requests(TOWN) if seen.status == 503)
    assert [seen for seen in crawler.site.requests(TOWN) if seen.at > limited.at] == []
    paused = crawler.rows("SELECT url FROM visits WHERE error = ?", Problem.HOST_PAUSED)
    assert len(paused) >= 1
