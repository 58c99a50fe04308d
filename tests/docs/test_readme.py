"""What the README says is so: its queries run, its tables, settings, commands and exit codes are all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import setting_table, settings
from kaaw_archive.exit_codes import ExitCode
from tests.crawl.crawler import Crawler, crawler_in
from tests.german_pages import page
from tests.local_site import HTML, Answer, Route, redirect
from tests.program import PROJECT, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (PROJECT / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^([^\n]*):\n\n```sql\n(.*?)```", README, re.MULTILINE | re.DOTALL)
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
    with crawler_in(tmp_path_factory.mktemp("readme")) as crawler:
        urls = [crawler.site.add(TOWN, path, route) for path, route in routes.items()]
        crawler.run(urls[:4])
        crawler.run(urls, "-a", "all=1")
        yield crawler


@pytest.mark.parametrize("query", [sql for _, sql in QUERIES], ids=[title for title, _ in QUERIES])
def test_each_query_finds_something(crawled: Crawler, query: str) -> None:
    assert crawled.rows(query)


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 8


def test_each_promised_table_and_view_is_named(crawled: Crawler) -> None:
    kept = crawled.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    ours = {row["name"] for row in kept if not row["name"].startswith(("sqlite_", "_", "search_"))}
    named = section("Ask it yourself").partition("\n- facts")[2].partition("\n\n")[0]
    assert ours == set(re.findall(r"`(\w+)`", named))


def test_each_setting_of_ours_is_in_the_table_from_which_its_page_is_made() -> None:
    ours = {name for name in dir(settings) if name.startswith("ARCHIVE")}
    assert ours <= {setting.name for setting in setting_table.SETTINGS}
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == setting_table.markdown(), "python -m kaaw_archive.setting_table > docs/settings.md"


def test_each_exit_code_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", section("Exit codes"), re.MULTILINE)}
    assert explained == set(ExitCode)


def test_each_command_is_explained(crawled: Crawler) -> None:
    listed = crawled.program.run(*kaaw_command("--help")).stdout.partition("Commands:")[2]
    commands = set(re.findall(r"^  ([a-z]+)  ", listed.partition("\n\n")[0], re.MULTILINE))
    assert commands == set(re.findall(r"^\| `kaaw (\w+)", section("A first crawl"), re.MULTILINE))


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
