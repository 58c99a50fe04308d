"""Reasons say what they compare, and compare no page that is meant to change."""

from __future__ import annotations

import pytest

from kaaw_archive.items import Hop, PageFeatures, Probe
from kaaw_archive.items.links import CitedPage
from kaaw_archive.linkrot.rules import judge

PAGE = "https://www.amt.example/umlage.html"


@pytest.mark.parametrize(
    ("url", "is_listing", "reason"),
    [
        (PAGE, False, "the page answers; 57 % of all text of the page of 2016-09-20 is left"),
        (PAGE, True, "the page answers"),
        ("https://www.amt.example/", False, "the page answers"),
    ],
)
def test_how_much_is_left(url: str, is_listing: bool, reason: str) -> None:
    page = PageFeatures(medium="html", title="Umlage", text_characters=2_000)
    cited = CitedPage(
        captured_at="2016-09-20T06:00:00.000Z",
        url=url,
        medium="html",
        capture="20160920T060000Z-000001-1",
        title="Umlage",
        is_listing=is_listing,
        text_characters=2_000,
    )
    probe = Probe(
        url, "2016-09-22T06:00:00.000Z", (Hop(url, 200),), url, status=200, page=page, cited=cited, similarity=0.57
    )
    assert judge(probe).reason == reason
