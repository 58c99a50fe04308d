"""A filter chooses articles and versions; each field is pinned by what it leaves out."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries import article_filters
from kaaw_archive.items import ArticleFilter
from tests.archive.queries.builder import Builder, article

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

A, B, C = (f"https://www.{name}.example/{name}" for name in "abc")
RATHAUS = article(A, "Rathaus", "Erste Fassung.", published_on="2016-09-20", author="Jörg Weiß", language="de",
                  kind="press release")  # fmt: skip


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("filters") / "archive.db"
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", spider="a", source="a")
        builder.page(A, "2016-09-22T12:00:01.000Z", RATHAUS)
        builder.begin("2016-09-22T12:00:02.000Z", spider="b", source="b")
        builder.page(B, "2016-09-22T12:00:02.000Z", article(B, "Imprint", "Other.", language="en"))
        builder.begin("2016-09-25T12:00:00.000Z", spider="a", source="a")
        later = article(A, "Rathaus", "Zweite Fassung.", published_on="2016-09-20", author="A. Müller", language="de")
        builder.page(A, "2016-09-25T12:00:01.000Z", later)
        builder.page(C, "2016-09-25T12:00:02.000Z", article(C, "Weg", "Kommt und geht.", published_on="2016-09-24"))
        builder.begin("2016-09-28T12:00:00.000Z", spider="a", source="a")
        builder.page(C, "2016-09-28T12:00:02.000Z", status=410)
        builder.page(C, "2016-09-29T12:00:02.000Z", status=410)
        yield connection


def chosen(connection: sqlite3.Connection, *, every_version: bool = False, **fields: object) -> list[str]:
    wanted = ArticleFilter(**fields)  # type: ignore[arg-type]
    condition, values = article_filters.where(wanted, every_version=every_version)
    joined = "articles a JOIN snapshots s ON s.article_id = a.id"
    rows = connection.execute(f"SELECT a.url, s.version FROM {joined} WHERE {condition} ORDER BY 1, 2", values)
    return [f"{url[-1]}{version}" for url, version in rows]


def test_an_empty_filter_takes_the_newest_version_of_each_article(connection: sqlite3.Connection) -> None:
    assert chosen(connection) == ["a2", "b1", "c1"]
    assert chosen(connection, every_version=True) == ["a1", "a2", "b1", "c1"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"sources": ("a",)}, ["a1", "a2", "c1"]),
        ({"kinds": ("press release",)}, ["a1"]),
        ({"languages": ("de", "fr")}, ["a1", "a2"]),
        ({"since": "2016-09-21"}, ["b1", "c1"]),
        ({"until": "2016-09-22"}, ["a1", "a2", "b1"]),
        ({"states": ("withdrawn",)}, ["c1"]),
        ({"events": ("edited",)}, ["a1", "a2"]),
        ({"author": "jorg weiss"}, ["a1"]),
        ({"author": "MÜLLER"}, ["a2"]),
        ({"author": "%"}, []),
        ({"sources": ("a",), "states": ("live",), "author": "Weiß"}, ["a1"]),
    ],
)
def test_each_field_leaves_out(connection: sqlite3.Connection, fields: dict[str, object], found: list[str]) -> None:
    assert chosen(connection, every_version=True, **fields) == found


def test_news_and_other_pages_are_apart(connection: sqlite3.Connection) -> None:
    connection.execute("SAVEPOINT other")
    connection.execute("UPDATE articles SET news_since_at = NULL WHERE url = ?", (B,))
    assert chosen(connection, is_news=True) == ["a2", "c1"]
    assert chosen(connection, is_news=False) == ["b1"]
    connection.execute("ROLLBACK TO other")
