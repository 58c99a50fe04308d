"""What a site says of the use of its pages is stored with each capture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import HTML, Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

TOWN = "www.stadt-a.example"


def rights(crawler: Crawler, url: str) -> dict[str, object]:
    (visit,) = crawler.visits(url)
    said: dict[str, object] = json.loads(visit["rights_json"] or "{}")
    return said


@pytest.mark.slow
def test_signals_in_headers_and_markup_are_stored(crawler: Crawler) -> None:
    meta = b'<meta name="robots" content="noarchive"><meta name="tdm-reservation" content="1"></head>'
    headers = {**HTML, "X-Robots-Tag": "noindex", "tdm-reservation": "0", "Content-Usage": "train-ai=n"}
    marked = crawler.site.add(TOWN, "/vorbehalt", Answer(page(1).replace(b"</head>", meta, 1), headers=headers))
    plain = crawler.site.add(TOWN, "/ohne", Answer(page(2)))
    crawler.run([marked, plain])
    said = rights(crawler, marked)
    assert said["x_robots_tag"] == ["noindex"]
    assert said["robots"] == ["noarchive"]
    assert said["content_usage"] == ["train-ai=n"]
    assert (said["tdm"], said["tdm_from"]) == (1, "meta")
    assert not {"tdm", "x_robots_tag", "robots"} & rights(crawler, plain).keys()


@pytest.mark.slow
def test_tdmrep_json_of_the_site_counts_where_the_page_is_silent(crawler: Crawler) -> None:
    rules = [{"location": "/presse/*", "tdm-reservation": 1, "tdm-policy": "http://www.stadt-a.example/tdm.json"}]
    answer = Answer(json.dumps(rules).encode(), headers={"Content-Type": "application/json"})
    crawler.site.add(TOWN, "/.well-known/tdmrep.json", answer)
    paths = ("/presse/1", "/amtsblatt/1")
    urls = [crawler.site.add(TOWN, path, Answer(page(n))) for n, path in enumerate(paths)]
    crawler.run(urls)
    reserved = rights(crawler, urls[0])
    assert (reserved["tdm"], reserved["tdm_policy"]) == (1, "http://www.stadt-a.example/tdm.json")
    assert "tdm" not in rights(crawler, urls[1])
    assert len(crawler.site.requests(TOWN, "/.well-known/tdmrep.json")) == 1


@pytest.mark.slow
def test_a_reservation_does_not_stop_the_capture(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1), headers={**HTML, "tdm-reservation": "1"}))
    assert crawler.run([url]).code == 0
    assert crawler.payload(url) == page(1)
    assert rights(crawler, url)["tdm"] == 1
