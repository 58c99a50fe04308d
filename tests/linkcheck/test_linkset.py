"""Every link of the set is judged rightly, with few requests; no good link is called broken.

One crawl of the articles, and one first visit by a spider, are the beginning: each test goes on with a copy.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

from tests.fork_server.client import fork_server
from tests.linkcheck.linkset.checked import Visits
from tests.linkcheck.linkset.servers import LinkSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REQUESTS_A_LINK = 1.8  # redirects, retries and made-up addresses counted, robots.txt not


@pytest.fixture(scope="module")
def linkset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkSet]:
    with LinkSet(tmp_path_factory.mktemp("set")) as served:
        yield served


@pytest.fixture(scope="module")
def visited_by(linkset: LinkSet, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Visits]:
    """Articles that were crawled and all links visited once, by the spider of this name."""
    folder = tmp_path_factory.mktemp("visited")
    crawled = Visits(linkset, folder, fork_server())
    crawled.crawl_articles()

    @functools.cache
    def first(spider: str) -> Visits:
        visits = crawled.copied(folder / spider)
        visits.visit(spider, 0.0)
        return visits

    return first


@pytest.mark.slow
def test_every_link_of_the_set_is_judged_rightly(linkset: LinkSet, visited_by: Callable[[str], Visits]) -> None:
    links = linkset.links.links
    assert len(links) >= 150
    assert len({link.kind for link in links}) >= 35
    result = visited_by("linkcheck").result()
    print(f"{len(links)} links, {result.requests / len(links):.2f} requests a link")
    assert result.wrong(links) == []
    assert result.unquoted == []
    assert result.requests <= REQUESTS_A_LINK * len(links)


@pytest.mark.long("all kinds of links for the orders of which derive/test_checks.py has one kind each")
@pytest.mark.parametrize("day", [0.0, 3.0], ids=["on the same day", "three days later"])
@pytest.mark.parametrize("order", [("linkcheck", "site"), ("site", "linkcheck")], ids=" then ".join)
def test_a_crawl_and_a_link_check_say_the_same_in_both_orders(
    linkset: LinkSet, visited_by: Callable[[str], Visits], tmp_path: Path, order: tuple[str, str], day: float
) -> None:
    links = linkset.links.links
    visits = visited_by(order[0]).copied(tmp_path)
    visits.visit(order[1], day)
    result = visits.result()
    assert result.wrong(links) == []
    assert result.contradicted(links) == []
    assert result.unquoted == []
