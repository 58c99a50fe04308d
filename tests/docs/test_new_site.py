"""The page on new sites shows the class that `kaaw sites new` writes."""

from __future__ import annotations

import ast

from kaaw_archive.sites.front_pages import FrontPage
from kaaw_archive.sites.making import spider_text
from kaaw_archive.spider import SearchingSpider
from kaaw_archive.spider.site import SiteSpider
from tests.docs.pages import Page

PAGE = Page("docs/developers/new-site.md")
HOME = "https://www.stadt.example/aktuelles"


def class_of(text: str) -> tuple[str, list[str], list[str]]:
    """Return the name, the bases and the attributes of the class in a text."""
    (made,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    names = [target.id for node in made.body if isinstance(node, ast.Assign) for target in node.targets
             if isinstance(target, ast.Name)]  # fmt: skip
    return made.name, [ast.unparse(base) for base in made.bases], names


def test_the_page_shows_the_file_that_is_written() -> None:
    front = FrontPage(HOME, HOME, "2026-01-01", "Stadt", "typo3", "generator", 10, True, (), 0, ())
    written = spider_text("stadt_beispiel", front, "feed 1 of 1")
    (shown,) = (fence.text for fence in PAGE.fences if fence.text.startswith("from kaaw_archive.spider"))
    assert class_of(shown) == class_of(written)


def test_the_page_says_how_the_written_spider_differs_from_site() -> None:
    assert issubclass(SiteSpider, SearchingSpider)
    assert f"without the limit of {SiteSpider.default_max_pages:,} pages" in PAGE.text
    assert SearchingSpider.default_max_pages > SiteSpider.default_max_pages
    assert SearchingSpider.follows_seeds
    assert "`True` for a `SearchingSpider`" in PAGE.text
