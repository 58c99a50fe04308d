"""Every link of the set is judged rightly, with few requests; no good link is called broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.linkcheck.linkset.checked import check
from tests.linkcheck.linkset.servers import LinkSet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.program import Program

pytestmark = pytest.mark.slow

REQUESTS_A_LINK = 1.8  # redirects, retries and made-up addresses counted, robots.txt not


def test_every_link_of_the_set_is_judged_rightly(program: Program, tmp_path: Path) -> None:
    with LinkSet(tmp_path / "set") as linkset:
        links = linkset.links.links
        assert len(links) >= 150
        assert len({link.kind for link in links}) >= 35
        result = check(linkset, program, tmp_path / "archive.db")
        print(f"{len(links)} links, {result.requests / len(links):.2f} requests a link, {result.seconds:.1f} s")
        assert result.wrong(links) == []
        assert result.unquoted == []
        assert result.requests <= REQUESTS_A_LINK * len(links)


@pytest.mark.parametrize("day", [0.0, 3.0], ids=["on the same day", "three days later"])
@pytest.mark.parametrize("order", [("linkcheck", "site"), ("site", "linkcheck")], ids=" then ".join)
def test_a_crawl_and_a_link_check_say_the_same_in_both_orders(
    program: Program, tmp_path: Path, order: tuple[str, str], day: float
) -> None:
    with LinkSet(tmp_path / "set") as linkset:
        links = linkset.links.links
        result = check(linkset, program, tmp_path / "archive.db", visits=[(order[0], 0.0), (order[1], day)])
        assert result.wrong(links) == []
        assert result.contradicted(links) == []
        assert result.unquoted == []
