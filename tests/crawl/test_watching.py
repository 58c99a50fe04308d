"""What a crawl leaves for those who watch: its one line, lines of JSON, and its end before the disk is full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

TOWN = "www.stadt-a.example"


@pytest.mark.slow
def test_one_line_says_all_that_matters(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n))) for n in range(3)]
    ran = crawler.run(urls)
    (line,) = [line for line in ran.stderr.splitlines() if "crawl finished" in line]
    for said in (
        "spider site",
        "requests 5",
        "captures 5",
        "new payloads 4",
        "problems 0",
        "articles not read 0",
        "free mb",
    ):
        assert said in line, line


@pytest.mark.slow
def test_json_is_one_object_a_line(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    ran = crawler.run([url], settings={"ARCHIVE_LOG_FORMAT": "json"})
    said = [json.loads(line) for line in ran.stderr.splitlines()]
    assert all({"at", "level", "logger", "message"} <= entry.keys() for entry in said)
    (crawl,) = [entry["crawl"] for entry in said if "crawl" in entry]
    assert (crawl["state"], crawl["spider"], crawl["new_payloads"]) == ("finished", "site", 2)


def test_a_format_that_there_is_not_is_one_line(crawler: Crawler) -> None:
    ran = crawler.run([f"http://{TOWN}/"], settings={"ARCHIVE_LOG_FORMAT": "yaml"})
    assert ran.code == 2
    assert "say text or json" in ran.check_one_error()


def test_no_crawl_begins_below_the_reserve(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    ran = crawler.run([url], settings={"ARCHIVE_DISK_RESERVE_MB": 10**9})
    assert ran.code == 5
    assert "ARCHIVE_DISK_RESERVE_MB" in ran.check_one_error()
    assert crawler.site.seen == []
