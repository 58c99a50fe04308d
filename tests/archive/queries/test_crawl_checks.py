"""The version of an article that its readers saw when another article cited it; look-ups that read no table whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.queries import crawl_checks
from kaaw_archive.archive.queries.crawl_checks import version_when_cited
from tests.archive.queries.builder import article

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

URL = "https://www.amt.example/a"


@pytest.mark.parametrize(
    ("cited_on", "title"),
    [("19", "Erste Fassung"), ("20", "Erste Fassung"), ("21", "Zweite Fassung"), ("23", "Dritte Fassung")],
)
def test_the_version_at_that_time_counts_or_the_first_one_if_there_was_none_yet(
    builder: Builder, cited_on: str, title: str
) -> None:
    for day, name in ((20, "Erste Fassung"), (21, "Zweite Fassung"), (22, "Dritte Fassung")):
        at = f"2016-09-{day}T12:00:00.000Z"
        builder.begin(at)
        builder.page(URL, at, article(URL, name, f"Text der Seite am {day}."))
    row = version_when_cited(builder.connection, urls.key(URL), f"2016-09-{cited_on}T13:00:00.000Z")
    assert row is not None
    assert row["title"] == title


QUERIES = [name for name in dir(crawl_checks) if name.startswith(("_LINKS", "_READING", "_CHAIN", "_ENDS_"))]
TABLES = {"captures", "link_checks", "links", "mentions", "snapshots", "articles", "pages", "events", "urls"}


@pytest.mark.parametrize("name", QUERIES)
def test_what_is_looked_up_for_each_capture_reads_no_table_whole(builder: Builder, name: str) -> None:
    values = dict.fromkeys(("id", "key", "captured_at", "crawl_uid", "seq", "pages"), 1)
    plan = builder.connection.execute(f"EXPLAIN QUERY PLAN {getattr(crawl_checks, name)}", values)
    steps = [row[3].split() for row in plan]
    assert [step for step in steps if step[0] == "SCAN" and step[1] in TABLES | set("caklmpe")] == []
