"""The share of broken links by source is the same in the table, in JSON and in the SQL of the docs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from tests.docs.pages import Page

if TYPE_CHECKING:
    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow


def asked(demo: Crawled, *arguments: str) -> str:
    result = CliRunner().invoke(kaaw, ["links", *arguments, "--archive", str(demo.path)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_broken_links_by_source(demo: Crawled) -> None:
    counted = json.loads(asked(demo, "--by", "source", "--json"))
    (query,) = (fence.text for fence in Page("docs/researchers/sql.md").fences if "AS share_broken" in fence.text)
    of_sql = demo.rows(query)
    assert [
        (
            row["group"],
            row["links"],
            row["working"],
            row["broken"],
            row["share_broken"] and round(row["share_broken"], 3),
        )
        for row in counted
    ] == [tuple(row.values()) for row in of_sql]
    links: list[dict[str, Any]] = json.loads(asked(demo, "--json"))
    broken = Counter(name for link in links for name in link["sources"] if link["health"] in ("failing", "dead"))
    assert all(broken[row["source"]] >= row["broken"] for row in of_sql)  # the list has withdrawn texts, too
    assert {row["source"]: (row["links"], row["broken"]) for row in of_sql}["kaaw.de"] == (5, 2)
    table = asked(demo, "--by", "source").splitlines()
    for row in of_sql:
        (line,) = (line.split() for line in table if line.split()[0] == row["source"])
        assert line[1:4] == [str(row[name]) for name in ("links", "working", "broken")]


def test_watched_addresses_are_marked_and_left_out(demo: Crawled) -> None:
    links = json.loads(asked(demo, "--json"))
    cited = json.loads(asked(demo, "--json", "--cited"))
    assert {link["url"] for link in links if link["sources"]} == {link["url"] for link in cited}
    assert {link["is_cited"] for link in cited} == {True}
    only_watched = [link for link in links if not link["is_cited"]]
    assert only_watched
    assert {link["is_watched"] for link in only_watched} == {True}
    table = asked(demo)
    assert sum("watched only" in line for line in table.splitlines()) == len(only_watched)
