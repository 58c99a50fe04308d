"""``kaaw block``: the front door for "please stop", obeyed by the next run and by one under way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.crawl.crawler import crawler_in
from tests.german_pages import page
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler

TOWN = "www.stadt-a.example"
OTHER = "www.stadt-b.example"
STRANGER = "www.stadt-c.example"


def add_pages(crawler: Crawler, host: str, count: int) -> list[str]:
    return [crawler.site.add(host, f"/{n}", Answer(page(n))) for n in range(count)]


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    """Two hosts crawled, one blocked, both crawled again with a redirect to the blocked one; its log alone."""
    with crawler_in(tmp_path_factory.mktemp("block")) as crawler:
        urls = add_pages(crawler, TOWN, 2) + add_pages(crawler, OTHER, 2)
        crawler.run(urls)
        ran = crawler.kaaw("block", TOWN, "--reason", "Bitte des Betreibers vom 3. Mai")
        assert ran.code == 0, ran.output
        crawler.site.forget()
        around = crawler.site.add(OTHER, "/weiter", redirect(f"http://{TOWN}/neu", 301))
        crawler.run([*urls, around, f"http://{STRANGER}/x"], "-a", "all=1")
        yield crawler


@pytest.mark.slow
def test_the_next_run_sends_nothing_to_a_blocked_host(blocked: Crawler) -> None:
    assert {seen.host for seen in blocked.site.seen} == {OTHER, STRANGER}
    pages = [(host, number) for host in (TOWN, OTHER) for number in range(2)]
    errors = [blocked.errors(f"http://{host}/{number}")[-1] for host, number in pages]
    assert errors == [Problem.HOST_BLOCKED] * 2 + [None] * 2
    assert blocked.value("SELECT reason FROM decisions WHERE kind = 'block'") == "Bitte des Betreibers vom 3. Mai"


@pytest.mark.slow
def test_a_redirect_does_not_lead_around_it(blocked: Crawler) -> None:
    assert blocked.errors(f"http://{TOWN}/neu") == [Problem.HOST_BLOCKED]


@pytest.mark.slow
def test_what_was_kept_before_stays_readable(blocked: Crawler) -> None:
    assert blocked.payload(f"http://{TOWN}/0") == page(0)


@pytest.mark.slow
def test_a_block_is_told_by_name_at_a_host_that_was_never_asked(crawler: Crawler) -> None:
    """Its robots.txt may not be asked for either, and that must not be what is said of its pages."""
    crawler.run([f"http://{STRANGER}/x"])
    assert crawler.kaaw("block", TOWN, "--reason", "Bitte").code == 0
    crawler.site.forget()
    (url,) = add_pages(crawler, TOWN, 1)
    crawler.run([url])
    assert crawler.errors(url) == [Problem.HOST_BLOCKED]
    assert crawler.site.seen == []


@pytest.mark.slow
def test_a_run_under_way_stops_asking(crawler: Crawler) -> None:
    crawler.site.add_robots(TOWN, "User-agent: *\nCrawl-delay: 0.5\n")
    process = crawler.start(add_pages(crawler, TOWN, 12))
    deadline = time.monotonic() + 30
    while len(crawler.site.requests(TOWN)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert crawler.kaaw("block", TOWN, "--reason", "Bitte").code == 0
    blocked_at = time.monotonic()
    process.communicate(timeout=120)
    late = [seen for seen in crawler.site.requests(TOWN) if seen.at > blocked_at + 1.5]
    assert late == []
    assert 2 <= len(crawler.site.requests(TOWN)) < 12
    refused = crawler.value("SELECT count(*) FROM visits WHERE error = ?", Problem.HOST_BLOCKED)
    assert refused == 12 - len(crawler.site.requests(TOWN))
