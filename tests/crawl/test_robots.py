"""robots.txt by RFC 9309: what each way to answer it means for the pages behind it, and how long it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.crawl.crawler import Crawler, crawler_in
from tests.german_pages import page
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = {"Content-Type": "text/plain"}
RULES = Answer(b"User-agent: *\nDisallow: /zu/\n", headers=TEXT)
ROBOTS = {
    "www.absent.example": Answer(b"", status=404),
    "www.forbidden.example": Answer(b"", status=403),
    "www.unavailable.example": Answer(b"", status=503),
    "www.limited.example": Answer(b"", status=429),
    "www.silent.example": Answer(manner="drop"),
    "www.rules.example": RULES,
    "www.redirected.example": redirect("/anderswo/robots.txt", 301),
    "www.endless.example": redirect("/robots.txt?x", 302),
    "www.markup.example": Answer(b"<!DOCTYPE html><html><body>Startseite</body></html>"),
    "www.binary.example": Answer(bytes(range(256)) * 40 + b"\n" + RULES.body, headers=TEXT),
}
OPEN = ["www.absent.example", "www.forbidden.example", "www.markup.example"]
CLOSED = ["www.unavailable.example", "www.limited.example", "www.silent.example"]
RULED = ["www.rules.example", "www.redirected.example", "www.binary.example"]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    """One crawl of a closed and an open page on each host above."""
    with crawler_in(tmp_path_factory.mktemp("robots")) as crawler:
        site, urls = crawler.site, []
        site.add("www.redirected.example", "/anderswo/robots.txt", RULES)
        site.add("www.endless.example", "/robots.txt?x", redirect("/robots.txt"))
        for host, answer in ROBOTS.items():
            site.add(host, "/robots.txt", answer)
            urls += [site.add(host, path, Answer(page(1))) for path in ("/zu/x", "/offen/x")]
        crawler.run(urls, settings={"RETRY_TIMES": 1, "ARCHIVE_BACK_OFF_S": 0.1})
        yield crawler


def paths_asked(crawler: Crawler, host: str) -> list[str]:
    return sorted(seen.path for seen in crawler.site.requests(host) if seen.path.endswith("/x"))


@pytest.mark.parametrize("host", OPEN)
def test_an_absent_or_unreadable_robots_txt_opens_all(crawled: Crawler, host: str) -> None:
    assert paths_asked(crawled, host) == ["/offen/x", "/zu/x"]
    assert [visit["robots"] for visit in crawled.visits(f"http://{host}/zu/x")] == ["allowed"]


@pytest.mark.parametrize("host", CLOSED)
def test_an_unreachable_robots_txt_closes_all(crawled: Crawler, host: str) -> None:
    assert paths_asked(crawled, host) == []
    for path in ("/zu/x", "/offen/x"):
        assert crawled.errors(f"http://{host}{path}") == [Problem.ROBOTS_UNREACHABLE]


@pytest.mark.parametrize("host", RULED)
def test_its_rules_are_obeyed(crawled: Crawler, host: str) -> None:
    assert paths_asked(crawled, host) == ["/offen/x"]
    assert crawled.errors(f"http://{host}/zu/x") == [Problem.ROBOTS_DENIED]


def test_redirects_of_robots_txt_are_captures_and_end(crawled: Crawler) -> None:
    hops = crawled.rows(
        "SELECT url, status, kind FROM visits WHERE url LIKE 'http://www.redirected.%robots%' ORDER BY id"
    )
    assert [(hop["status"], hop["kind"]) for hop in hops] == [(301, "robots"), (200, "robots")]
    endless = [seen for seen in crawled.site.seen if seen.host == "www.endless.example" and "robots" in seen.path]
    assert 1 <= len(endless) <= 7


def test_every_answer_of_robots_txt_is_a_capture(crawled: Crawler) -> None:
    for host in ROBOTS:
        asked = len([seen for seen in crawled.site.seen if seen.host == host and seen.path == "/robots.txt"])
        kept = [v for v in crawled.visits(f"http://{host}/robots.txt") if v["error"] not in {"redirect_loop"}]
        assert len(kept) >= asked
        assert {visit["kind"] for visit in kept} == {"robots"}


def test_a_page_names_the_robots_txt_that_allowed_it(crawled: Crawler) -> None:
    (rules,) = crawled.visits("http://www.rules.example/robots.txt")
    (visit,) = crawled.visits("http://www.rules.example/offen/x")
    assert (visit["robots"], visit["robots_capture_id"]) == ("allowed", rules["id"])


@pytest.mark.slow
def test_it_is_cached_across_runs(crawler: Crawler) -> None:
    host = "www.rules.example"
    crawler.site.add(host, "/robots.txt", RULES)
    urls = [crawler.site.add(host, f"/offen/{n}", Answer(page(n))) for n in (1, 2)]
    crawler.run(urls[:1])
    crawler.run([*urls[1:], crawler.site.add(host, "/zu/x", Answer(page(3)))])
    assert len(crawler.site.requests(host, "/robots.txt")) == 1
    assert crawler.errors(f"http://{host}/zu/x") == [Problem.ROBOTS_DENIED]
    assert crawler.statuses(urls[1]) == [200]


@pytest.mark.slow
def test_a_failed_one_is_asked_again_by_the_next_run(crawler: Crawler) -> None:
    host = "www.rules.example"
    crawler.site.add(host, "/robots.txt", [Answer(manner="drop")] * 2 + [RULES])
    url = crawler.site.add(host, "/offen/x", Answer(page(1)))
    crawler.run([url], settings={"RETRY_TIMES": 1})
    crawler.run([url], "-a", "all=1", settings={"RETRY_TIMES": 1})
    assert crawler.errors(url) == [Problem.ROBOTS_UNREACHABLE, None]


def test_our_own_group_counts_before_the_general_one(crawler: Crawler) -> None:
    host = "www.rules.example"
    own = "User-agent: *\nDisallow: /\n\nUser-agent: kaaw_archive\nUser-agent: kaaw-archive\nDisallow: /zu/\n"
    crawler.site.add_robots(host, own)
    urls = [crawler.site.add(host, path, Answer(page(1))) for path in ("/offen/x", "/zu/x")]
    crawler.run(urls)
    assert paths_asked(crawler, host) == ["/offen/x"]
