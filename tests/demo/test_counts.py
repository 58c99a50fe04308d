"""Texts are counted once in each grouping, and every way to count them gives the same numbers."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import kaaw_archive
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import exports
from kaaw_archive.archive.queries.search import search
from kaaw_archive.archive.queries.trend import GROUPS, shares
from kaaw_archive.cli import kaaw
from kaaw_archive.items import ArticleFilter
from kaaw_archive.items.article_filter import STATES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

NEWS = ArticleFilter(is_news=True)
TERMS = ("Kommunen", "Herbsttagung", "Sprechstunde", "Verwaltung", "KAAW OR Ministerium")
# the group of a row of `latest`, of an export or of a record, by the name of its grouping
IN_SQL = {
    "month": "coalesce(substr(published_on, 1, 7), 'undated')",
    "year": "coalesce(substr(published_on, 1, 4), 'undated')",
    "source": "source",
    "kind": "kind",
}


@pytest.fixture(scope="module")
def archive(demo: Crawled) -> Iterator[sqlite3.Connection]:
    with closing(open_for_reading(demo.path)) as connection:
        yield connection


def group_of(row: dict[str, Any], grouping: str) -> str:
    day = str(row["published_on"] or "undated")
    of_time = {"month": day[:7], "year": day[:4]} if row["published_on"] else dict.fromkeys(("month", "year"), day)
    return of_time.get(grouping) or str(row[grouping])


def trend(archive: sqlite3.Connection, term: str, grouping: str) -> tuple[Counter[str], Counter[str]]:
    """Texts that have the term, and all texts, by group."""
    found = shares(archive, [term], NEWS, grouping)
    return (
        Counter({one.group: one.texts_with_term for one in found if one.texts_with_term}),
        Counter({one.group: one.texts for one in found}),
    )


def total(archive: sqlite3.Connection, term: str, **fields: Any) -> int:
    return search(archive, term, ArticleFilter(is_news=True, **fields)).total


def undated(archive: sqlite3.Connection, term: str, **fields: Any) -> int:
    """Texts without a day of publication, which a filter by days takes by the day on which they were first seen."""
    chosen = ArticleFilter(is_news=True, each_text_once=True, **fields)
    return sum(row["published_on"] is None for row in exports.versions(archive, chosen, term))


def test_the_demo_has_texts_whose_addresses_differ_in_kind_and_day(demo: Crawled) -> None:
    for column in ("kind", "coalesce(published_on, '')", "state"):
        sql = f"SELECT work_id FROM latest GROUP BY 1 HAVING count(DISTINCT {column}) > 1"
        assert len(demo.rows(sql)) >= 2, column


def test_all_texts_of_the_groups_are_all_texts(demo: Crawled, archive: sqlite3.Connection) -> None:
    for grouping in GROUPS:
        _, of_trend = trend(archive, "Kommunen", grouping)
        of_sql = demo.rows(f"SELECT {IN_SQL[grouping]} AS name, count(*) AS n FROM latest WHERE is_current GROUP BY 1")
        assert of_trend == {row["name"]: row["n"] for row in of_sql}, grouping
        assert of_trend.total() == demo.rows("SELECT count(DISTINCT work_id) AS n FROM latest")[0]["n"], grouping


def test_texts_with_a_term_are_as_many_in_every_way(
    demo: Crawled, archive: sqlite3.Connection, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for grouping, term in product(GROUPS, TERMS):
        with subtests.test(grouping=grouping, term=term):
            assert_as_many(demo, archive, term, grouping, tmp_path / f"{grouping} {term}")


def assert_as_many(demo: Crawled, archive: sqlite3.Connection, term: str, grouping: str, folder: Path) -> None:
    of_trend, _ = trend(archive, term, grouping)
    assert of_trend.total() == total(archive, term) > 0
    folder.mkdir()
    to = folder / "texts.jsonl"
    options = ("--once", "--profile", "internal", "--to", str(to), "--archive", str(demo.path))
    assert CliRunner().invoke(kaaw, ["export", term, *options]).exit_code == 0
    rows = [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]
    assert Counter(group_of(row, grouping) for row in rows) == of_trend
    with kaaw_archive.open(demo.path) as opened:
        records = [vars_of(one) for one in opened.articles(term, each_text_once=True)]
    assert Counter(group_of(row, grouping) for row in records) == of_trend
    if grouping in ("year", "source"):
        facets = search(archive, term, NEWS, has_facets=True).facets
        assert facets[grouping] == of_trend


def vars_of(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("published_on", "first_seen_at", "source", "kind")}


def test_a_hit_is_the_current_address_if_that_has_the_words(
    demo: Crawled, archive: sqlite3.Connection, subtests: pytest.Subtests
) -> None:
    for term in TERMS:
        with subtests.test(term=term):
            assert_hits_are_current(demo, archive, term)


def assert_hits_are_current(demo: Crawled, archive: sqlite3.Connection, term: str) -> None:
    current = {row["url"] for row in demo.rows("SELECT url FROM latest WHERE is_current")}
    having = {hit["url"] for hit in search(archive, term, NEWS, limit=1000, is_by_address=True).hits}
    work = {row["url"]: row["work_id"] for row in demo.rows("SELECT url, work_id FROM latest")}
    current_with_it = {work[url]: url for url in current & having}
    for hit in search(archive, term, NEWS, limit=1000).hits:
        assert hit["url"] == current_with_it.get(work[hit["url"]], hit["url"])


def test_a_filter_of_a_search_finds_the_texts_of_its_group(
    archive: sqlite3.Connection, subtests: pytest.Subtests
) -> None:
    for term in TERMS:
        with subtests.test(term=term):
            assert_filters_find_groups(archive, term)


def assert_filters_find_groups(archive: sqlite3.Connection, term: str) -> None:
    for grouping, name in (("kind", "kinds"), ("source", "sources")):
        of_trend, of_all = trend(archive, term, grouping)
        assert {group: total(archive, term, **{name: (group,)}) for group in of_all} == {
            group: of_trend[group] for group in of_all
        }
    of_trend, _ = trend(archive, term, "month")
    assert undated(archive, term) == of_trend["undated"]
    for month in sorted(of_trend.keys() - {"undated"}):
        of_month = {"since": f"{month}-01", "until": f"{month}-31"}
        assert total(archive, term, **of_month) - undated(archive, term, **of_month) == of_trend[month]
        before, after = total(archive, term, until=f"{month}-15"), total(archive, term, since=f"{month}-16")
        assert before + after == of_trend.total()
    here = [state for state in STATES if state != "moved"]  # a text that moved is in one of the others, too
    assert sum(total(archive, term, states=(state,)) for state in here) == of_trend.total()
    assert total(archive, term, states=("moved",)) <= total(archive, term, events=("moved",))


def test_a_text_with_an_event_is_found_by_it_whichever_its_address(demo: Crawled, archive: sqlite3.Connection) -> None:
    moved = "SELECT count(DISTINCT a.work_id) AS n FROM events e JOIN latest a ON a.article_id = e.article_id"
    (row,) = demo.rows(f"{moved} WHERE e.kind = 'moved' AND NOT e.is_superseded")
    everywhere = "Kommunen OR Verwaltung OR KAAW OR der OR die OR das OR und"
    of_search = total(archive, everywhere, events=("moved",))
    with kaaw_archive.open(demo.path) as opened:
        once = opened.articles(events="moved", each_text_once=True).count()
    assert once == row["n"] >= of_search > 0
