"""How the archive stands, and the search over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.crawl_reasons import NOTHING_WAS_DUE
from kaaw_archive.archive.queries import search, status
from kaaw_archive.archive.queries.search_help import nearest_query
from kaaw_archive.items import ArticleFilter
from tests.archive.queries.builder import AKTE, STRASSE, article

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.store.crawls import EndState
    from tests.archive.queries.builder import Builder


def test_counts(filled: sqlite3.Connection) -> None:
    counts = status.counts(filled)
    expected = {"crawls": 2, "captures": 10, "articles": 2, "snapshots": 4, "links": 1, "captures_not_read": 1}
    assert {name: counts[name] for name in expected} == expected
    assert 0 < counts["payload_stored_bytes"] <= counts["payload_size_bytes"]


def test_an_erased_payload_takes_no_bytes(builder: Builder) -> None:
    builder.keep("https://stadt.example/", "2016-09-22T12:00:01.000Z", "x" * 1000)
    builder.connection.execute("UPDATE payloads SET data = NULL")
    counts = status.counts(builder.connection)
    assert (counts["payloads"], counts["payload_stored_bytes"], counts["payload_size_bytes"]) == (0, 0, 0)


def test_last_crawls_are_newest_first(filled: sqlite3.Connection) -> None:
    rows = status.last_crawls(filled, 5)
    assert [(row["state"], row["duration_s"], row["captures"]) for row in rows] == [
        ("degraded", 60.0, 7),
        ("finished", 10.5, 3),
    ]
    assert len(status.last_crawls(filled, 1)) == 1


def test_a_crawl_under_way_counts_its_captures(builder: Builder) -> None:
    builder.keep("https://stadt.example/", "2016-09-22T12:00:01.000Z", "x")
    (row,) = status.last_crawls(builder.connection, 5)
    assert (row["state"], row["captures"], row["duration_s"]) == ("running", 1, None)


def test_sources_know_their_last_good_crawl(builder: Builder, filled: sqlite3.Connection) -> None:
    (row,) = status.sources(filled)
    assert (row["source"], row["articles"], row["withdrawn"]) == ("stadt.example", 2, 0)
    assert row["last_good_crawl_at"] == "2016-09-22T12:00:00.000Z"

    builder.page(STRASSE, "2016-09-22T12:00:01.000Z", article(STRASSE, "T", "Text"))
    assert status.sources(builder.connection)[0]["last_good_crawl_at"] is None
    builder.end("finished", "2016-09-22T12:00:02.000Z")
    assert status.sources(builder.connection)[0]["last_good_crawl_at"] == "2016-09-22T12:00:00.000Z"


def test_a_crawl_that_was_refused_is_no_good_crawl_and_shows_no_article(builder: Builder) -> None:
    builder.begin("2016-09-22T12:00:00.000Z")
    builder.page(STRASSE, "2016-09-22T12:00:01.000Z", article(STRASSE, "T", "Text", published_on="2016-08-01"))
    builder.end("finished", "2016-09-22T12:00:02.000Z")
    for day in ("2016-12-20", "2016-12-22"):
        (hit,) = search.search(builder.connection, "Text").hits
        assert hit["unseen_since_at"] is None, day
        builder.begin(f"{day}T12:00:00.000Z")
        builder.page(STRASSE, f"{day}T12:00:01.000Z", error="robots_unreachable")
        builder.end("finished", f"{day}T12:00:02.000Z")
    (row,) = status.sources(builder.connection)
    assert row["last_good_crawl_at"] == "2016-09-22T12:00:00.000Z"
    assert (row["first_published_on"], row["first_seen_at"]) == ("2016-08-01", "2016-09-22T12:00:01.000Z")
    (hit,) = search.search(builder.connection, "Text").hits
    assert (hit["state"], hit["unseen_since_at"]) == ("live", "2016-09-22T12:00:01.000Z")


def test_problems_are_those_of_the_last_crawl(filled: sqlite3.Connection) -> None:
    problems = {row["problem"]: row["captures"] for row in status.problems_of_last_crawl(filled)}
    assert problems == {"dns_not_found": 1, "status 404": 1, "reading: no_text": 1}


@pytest.mark.parametrize(
    ("words", "options", "urls"),
    [
        ("foerderung", {}, [STRASSE]),
        ("strassenbau endet", {}, [STRASSE]),
        ("beginnt", {}, [STRASSE]),  # in an earlier version only
        ("Akte", {"sources": ("amt.example",)}, []),
        ("Straße OR Akte", {}, [AKTE, STRASSE]),
        ("Straße OR Akte", {"since": "2016-09-22"}, [AKTE]),  # the other was published the day before
        ("Straße OR Akte", {"until": "2016-09-21"}, [STRASSE]),
        ("Straße OR Akte", {"since": "2016-09-21", "sources": ("stadt.example",)}, [AKTE, STRASSE]),
        ("Anna", {"author": "beispiel"}, [STRASSE]),
    ],
)
def test_search(filled: sqlite3.Connection, words: str, options: dict[str, Any], urls: list[str]) -> None:
    result = search.search(filled, words, ArticleFilter(**options))
    assert sorted(hit["url"] for hit in result.hits) == sorted(urls)
    assert result.total == len(urls)


def test_a_page_of_hits_has_the_total_of_all(filled: sqlite3.Connection) -> None:
    pages = [search.search(filled, "Straße OR Akte", limit=1, offset=n, has_facets=True) for n in range(3)]
    assert [len(page.hits) for page in pages] == [1, 1, 0]
    assert {page.total for page in pages} == {2}
    assert pages[0].facets == {"year": {"2016": 1, "undated": 1}, "source": {"stadt.example": 2}}


def test_facets_count_what_the_total_counts(builder: Builder) -> None:
    urls = [f"https://www.stadt.example/{name}" for name in ("old", "new")]
    builder.begin("2016-09-22T12:00:00.000Z", source="stadt.example")
    for url in urls:
        builder.page(url, "2016-09-22T12:00:01.000Z", article(url, "Neue Straße", "Sie wird gebaut."))
    builder.connection.execute("UPDATE articles SET work_id = (SELECT min(work_id) FROM articles)")
    text = search.search(builder.connection, "Straße", has_facets=True)
    assert (text.total, text.facets) == (1, {"year": {"undated": 1}, "source": {"stadt.example": 1}})
    by_address = search.search(builder.connection, "Straße", has_facets=True, is_by_address=True)
    assert (by_address.total, by_address.facets) == (2, {"year": {"undated": 2}, "source": {"stadt.example": 2}})


def test_what_finds_nothing_is_asked_otherwise_and_it_is_said(filled: sqlite3.Connection) -> None:
    wider = search.search(filled, "Straße nirgends")
    assert (wider.total, wider.understood) == (1, "Straße OR nirgends")
    assert "some of the words" in wider.remarks[0]
    within = search.search(filled, "traßenb")
    assert within.total == 1
    assert "longer words" in within.remarks[0]
    nothing = search.search(filled, "Strasenbau")
    assert (nothing.total, nothing.remarks) == (0, ())
    assert nearest_query(filled, "Strasenbau", ArticleFilter()) == "straßenbau"
    assert nearest_query(filled, "Straße", ArticleFilter(sources=("x",))) == "Straße (without the other options)"
    assert nearest_query(filled, "xqzv", ArticleFilter()) is None


def test_a_hit_in_the_title_is_better(builder: Builder) -> None:
    there = {"im Text": "Die Haushaltssatzung ist da.", "Haushaltssatzung": "Der Rat hat heute beschlossen."}
    for number, (title, text) in enumerate(there.items()):
        url = f"https://stadt.example/{number}"
        builder.page(url, f"2016-09-22T12:00:0{number}.000Z", article(url, title, text))
    hits = search.search(builder.connection, "haushaltssatzung").hits
    assert [hit["title"] for hit in hits] == ["Haushaltssatzung", "im Text"]


def test_a_source_is_degraded_since_the_first_crawl_in_a_row_that_was(builder: Builder) -> None:
    crawled: tuple[tuple[int, EndState, str | None], ...] = (
        (1, "degraded", "blocked"), (2, "finished", None), (3, "degraded", "blocked"), (4, "finished", NOTHING_WAS_DUE),
        (5, "failed", "an error"), (6, "finished", NOTHING_WAS_DUE),
    )  # fmt: skip
    for day, state, reason in crawled:
        at = f"2026-03-0{day}T04:00:00.000Z"
        builder.begin(at, source="stadt.example")
        builder.end(state, at, reason)
    last = status.last_crawl_of_each(builder.connection)[-1]
    assert (last["state"], last["started_at"][:10], last["since_at"][:10]) == ("failed", "2026-03-05", "2026-03-03")
