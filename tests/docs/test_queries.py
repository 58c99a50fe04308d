"""Queries of the pages return rows, and the tables that are promised are all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.kinds import SEARCH
from tests.docs.pages import Fence, Page, fences

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

# those of the questions ask a larger archive: test_questions.py
QUERIES = [query for query in fences("sql") if query.page != "docs/researchers/questions.md"]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_each_query_finds_something(crawled: Crawler, query: Fence) -> None:
    assert crawled.rows(query.text)


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 8


def test_each_promised_table_and_view_is_named(crawled: Crawler) -> None:
    kept = crawled.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    ours = {row["name"] for row in kept if not row["name"].startswith(("sqlite_", "_", *SEARCH))}
    listed = Page("docs/researchers/sql.md").section("Tables and views")
    assert ours == set(re.findall(r"`(\w+)`", listed))
