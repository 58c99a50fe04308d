"""Figures of a source: its articles by week, what it costs a day."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries.rhythm import Rhythm, rhythms
from tests.archive.queries.builder import article, fill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.queries.builder import Builder


def test_weeks_are_counted_from_now_backwards(archive_path: Path) -> None:
    fill(archive_path)
    with closing(open_for_writing(archive_path)) as connection:
        newest = times.from_text(connection.execute("SELECT max(first_seen_at) FROM articles").fetchone()[0])
        source, number = connection.execute("SELECT source, count(*) FROM articles GROUP BY source LIMIT 1").fetchone()
        connection.execute("UPDATE articles SET first_seen_at = ?", (times.to_text(newest),))
        at_once = rhythms(connection, newest + timedelta(days=1))[source]
        later = rhythms(connection, newest + timedelta(days=15))[source]
        long_ago = rhythms(connection, newest + timedelta(days=600))[source]
    assert (at_once.articles, at_once.weeks) == (number, (0, 0, 0, 0, 0, 0, 0, number))
    assert later.weeks == (0, 0, 0, 0, 0, number, 0, 0)
    assert (long_ago.articles, sum(long_ago.weeks)) == (number, 0)
    assert at_once.requests_per_day >= 0


def test_bars_are_higher_the_more_there_was() -> None:
    assert Rhythm(9, (0, 1, 2, 3, 4, 5, 6, 8)).bars == "·▂▃▄▅▅▆█"
    assert Rhythm().bars == "········"


def test_an_empty_archive_has_none(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        assert rhythms(connection, datetime(2026, 1, 1, tzinfo=UTC)) == {}


def test_what_crawls_of_many_sources_cost_is_told_apart_by_spider(builder: Builder) -> None:
    for number, (spider, source) in enumerate((("cited", "*"), ("linkcheck", "*"), ("site", "stadt.example")), 1):
        at = f"2026-03-01T0{number}:00:00.000Z"
        builder.begin(at, spider=spider, source=source)
        builder.end("finished", at)
        builder.connection.execute("UPDATE crawls SET requests = ? WHERE id = ?", (number, builder.crawl.id))
    figures = rhythms(builder.connection, datetime(2026, 3, 1, 12, tzinfo=UTC))
    costs = {name: figure.requests_per_day for name, figure in figures.items()}
    assert {name: costs[name] for name in ("cited", "linkcheck", "stadt.example")} == {
        "cited": 1.0, "linkcheck": 2.0, "stadt.example": 3.0,
    }  # fmt: skip
    assert "*" not in costs


def test_other_pages_are_no_articles(archive_path: Path) -> None:
    fill(archive_path)
    with closing(open_for_writing(archive_path)) as connection:
        connection.execute("UPDATE articles SET news_since_at = NULL WHERE id = (SELECT min(id) FROM articles)")
        counted = dict(connection.execute("SELECT source, count(news_since_at) FROM articles GROUP BY source"))
        figures = rhythms(connection, datetime(2026, 3, 1, tzinfo=UTC))
    assert {source: figures[source].articles for source in counted} == counted


def test_all_articles_of_a_source_are_visited_again_within_the_longest_interval(builder: Builder) -> None:
    for number, interval_s in enumerate((86_400, 1_000_000, 90_000)):
        url = f"https://stadt.example/{number}"
        builder.page(url, f"2026-03-01T00:00:0{number}.000Z", article(url, f"Stand {number}", f"Text {number}"))
        builder.connection.execute("UPDATE pages SET interval_s = ? WHERE url = ?", (interval_s, url))
    builder.page("https://land.example/", "2026-03-01T00:00:04.000Z", body="Startseite")
    figures = rhythms(builder.connection, datetime(2026, 3, 2, tzinfo=UTC))
    assert figures["stadt.example"].again_within_days == 12
    assert all(figure.again_within_days is None for name, figure in figures.items() if name != "stadt.example")
