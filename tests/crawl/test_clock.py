"""A clock that is wrong, or jumps: nothing breaks, and what it dated into the future is looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler
    from tests.program import Ran

pytestmark = pytest.mark.slow

TOWN = "www.stadt-a.example"


def run(crawler: Crawler, command: list[str], shift: str = "0") -> Ran:
    environment = {**crawler.environment(), "SCRAPY_SETTINGS_MODULE": "tests.hostile.off", "SHIFT_DAYS": shift}
    return crawler.program.run(*command, env=environment)


def crawl(crawler: Crawler, urls: list[str], shift: str = "0") -> None:
    ran = run(crawler, crawler.command(urls), shift)
    assert ran.code == 0, ran.output
    assert "Traceback" not in ran.output, ran.output


def asked(crawler: Crawler) -> list[str]:
    found = sorted(seen.path for seen in crawler.site.requests(TOWN))
    crawler.site.forget()
    return found


@pytest.mark.parametrize("shift", ["400", "1"])
def test_captures_from_the_future_are_looked_at_again_and_then_left(crawler: Crawler, shift: str) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n))) for n in range(3)]
    crawl(crawler, urls, shift)
    crawler.site.add(TOWN, "/1", Answer(page(1, edition=2)))
    asked(crawler)
    crawl(crawler, urls)
    assert asked(crawler) == ["/0", "/1", "/2"]
    crawl(crawler, urls)
    assert asked(crawler) == []  # they were seen today
    assert crawler.value("SELECT count(*) FROM visits WHERE kind = 'page'") == 6
    assert crawler.value("SELECT count(*) FROM snapshots") == 4
    assert crawler.kaaw("verify").code == 0


def test_rules_of_robots_from_the_future_are_asked_for_again(crawler: Crawler) -> None:
    open_url = crawler.site.add(TOWN, "/1", Answer(page(1)))
    crawl(crawler, [open_url], "400")
    crawler.site.add_robots(TOWN, "User-agent: *\nDisallow: /\n")
    run(crawler, crawler.command([open_url]))
    assert crawler.errors(open_url)[-1] == "robots_denied"


def test_links_checked_in_the_future_are_checked_again(crawler: Crawler) -> None:
    crawl(crawler, [crawler.site.add(TOWN, "/1", Answer(page(1)))])
    command = crawler.spider_command("linkcheck")
    for shift in ("400", "0", "0"):
        assert run(crawler, command, shift).code in (0, 3)
    checked: dict[str, list[str]] = {}
    for row in crawler.rows("SELECT link_url, checked_at FROM link_checks ORDER BY id"):
        checked.setdefault(row["link_url"], []).append(row["checked_at"])
    assert checked
    for first, *later in checked.values():
        assert len(later) == 1
        assert first > later[0]


def test_a_clock_that_jumps_in_a_run_breaks_nothing(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n))) for n in range(12)]
    crawl(crawler, urls, "jumps")
    assert len(crawler.rows("SELECT DISTINCT url FROM visits WHERE kind = 'page' AND status = 200")) == len(urls)
    crawl(crawler, urls, "jumps")
    crawl(crawler, urls)
    assert crawler.kaaw("verify").code == 0
    before = crawler.rows("SELECT a.key, s.version, s.text_digest FROM snapshots s JOIN articles a"
                          " ON a.id = s.article_id ORDER BY 1, 2")  # fmt: skip
    assert len(before) == len(urls)
    assert crawler.kaaw("derive").code == 0
    assert before == crawler.rows("SELECT a.key, s.version, s.text_digest FROM snapshots s JOIN articles a"
                                  " ON a.id = s.article_id ORDER BY 1, 2")  # fmt: skip
