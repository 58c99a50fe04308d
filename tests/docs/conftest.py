"""An archive that a small site left, for queries of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.crawler import Crawler, crawler_in
from tests.german_pages import page
from tests.local_site import HTML, Answer, Route, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWN = "www.stadt-a.example"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    """Two runs over a page that changes, one that goes, one that reserves mining, one that cannot be read."""
    routes: dict[str, Route] = {
        "/1": [Answer(page(1)), Answer(page(1, edition=2))],
        "/2": [Answer(page(2)), Answer(b"<h1>weg</h1>", status=404)],
        "/3": Answer(page(3), headers={**HTML, "tdm-reservation": "1"}),
        "/4": Answer(b"<html><body></body></html>"),
        "/5": redirect("/1"),
    }
    with crawler_in(tmp_path_factory.mktemp("docs")) as crawler:
        urls = [crawler.site.add(TOWN, path, route) for path, route in routes.items()]
        crawler.run(urls[:4])
        crawler.run(urls, "-a", "all=1")
        yield crawler
