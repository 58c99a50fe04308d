"""A crawl ends with what all pages of a site say cut from all of them, the first ones too, as derive says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.derive.test_compare_extractors import boxed_page
from tests.german_pages import address_path
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

TEXTS = "SELECT a.url, s.text, s.cut_json FROM snapshots s JOIN articles a ON a.id = s.article_id ORDER BY a.url"


def test_a_first_crawl_cuts_what_all_pages_end_with_from_all_of_them(crawler: Crawler) -> None:
    urls = [
        crawler.site.add("www.moorland.example", address_path(number), Answer(boxed_page(number)))
        for number in range(7)
    ]
    crawler.run(urls)
    crawled = crawler.rows(TEXTS)
    assert len(crawled) == 7
    assert [row["url"] for row in crawled if "Pressestelle" in row["text"]] == []
    assert [len(json.loads(row["cut_json"])) for row in crawled] == [2] * 7
    assert crawler.rows("SELECT * FROM _groups_to_fold") == []
    assert crawler.value("SELECT max(version) FROM snapshots") == 1
    assert crawler.kaaw("derive", "--workers", "1").code == 0
    assert crawler.rows(TEXTS) == crawled
