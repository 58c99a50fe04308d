"""Rows, links and next pages that a spider names by CSS selectors."""

from __future__ import annotations

import pytest

from kaaw_archive import seeds
from kaaw_archive.errors import WrongArguments
from kaaw_archive.seeds import SeedRules
from kaaw_archive.spider import NewsSpider, rules_of

URL = "https://www.stadt.example/alles"
PAGE = b"""<html><body><div class="kasten"><a href="/impressum">Impressum</a></div>
<div class="z"><span>3. Mai 2024</span><b>Neue Halle</b><a class="bild" href="/galerie/7">Bild</a>
<a class="zur" href="/m?7">mehr</a></div>
<div class="z"><span>2. Mai 2024</span><b>Alter Markt</b><a class="zur" href="/m?6">mehr</a></div>
<p class="weiter"><a href="/alles?ab=2">&gt;&gt;</a></p></body></html>"""


def read(
    page: bytes = PAGE, *, rows: str | None = None, link: str | None = None, next_page: str | None = None
) -> seeds.SeedPage:
    rules = SeedRules(hosts=("www.stadt.example",), rows=rows, link=link, next_page=next_page)
    return seeds.read(page, URL, "text/html", rules)


def test_a_row_gives_its_link_its_day_and_the_page_its_next() -> None:
    page = read(rows="div.z", link="a.zur", next_page=".weiter a")
    assert [(one.url, one.stated_at) for one in page.articles] == [
        ("https://www.stadt.example/m?7", "2024-05-03T00:00:00.000Z"),
        ("https://www.stadt.example/m?6", "2024-05-02T00:00:00.000Z"),
    ]
    assert (page.kind, page.next_url) == ("listing", "https://www.stadt.example/alles?ab=2")


def test_without_a_selector_of_the_link_it_is_the_first_in_the_row() -> None:
    assert [one.url for one in read(rows="div.z").articles] == [
        "https://www.stadt.example/galerie/7",
        "https://www.stadt.example/m?6",
    ]


def test_a_row_may_be_the_link_or_lie_in_it() -> None:
    page = b'<a class="r" href="/m/1"><h3>Eins</h3></a><a href="/m/2"><div class="r"><h3>Zwei</h3></div></a>'
    assert [one.url for one in read(page, rows=".r").articles] == [
        "https://www.stadt.example/m/1",
        "https://www.stadt.example/m/2",
    ]


def test_where_they_find_nothing_the_page_is_read_as_any_other() -> None:
    assert read(rows="div.gibt-es-nicht") == read()


def test_a_spider_names_them_as_data_and_a_wrong_one_is_an_error() -> None:
    class Good(NewsSpider):
        name = "gut"
        rows, link, next_page = "div.z", "a.zur", ".weiter a"

    class Bad(NewsSpider):
        name = "falsch"
        rows = "div..z"

    assert (rules_of(Good).rows, rules_of(Good).link, rules_of(Good).next_page) == ("div.z", "a.zur", ".weiter a")
    with pytest.raises(WrongArguments, match=r"spider falsch, rows: 'div\.\.z' is no CSS selector"):
        Bad()
