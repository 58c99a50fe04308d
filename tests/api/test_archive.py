"""The Python API: what the commands know, as typed records; nothing is written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, get_type_hints

import pytest

import kaaw_archive
from kaaw_archive.api import Article, Event, Link, Picture, SearchHit, Version, Work
from kaaw_archive.archive.connect import migrate, open_for_writing
from kaaw_archive.derive.checks import update_health
from kaaw_archive.derive.works import find_works
from kaaw_archive.errors import ArchiveError, WrongArguments
from tests.archive.queries.builder import AKTE, FEHLT, STRASSE
from tests.archive.queries.test_link_checks import check
from tests.cli.conftest import filled_path
from tests.derive.histories import World, answers, shows
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

from kaaw_archive.api import Archive

__all__ = ["filled_path"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    from tests.archive.queries.builder import fill

    path = tmp_path_factory.mktemp("api") / "archive.db"
    fill(path)
    before = path.read_bytes()
    with kaaw_archive.open(path) as opened:
        yield opened
    assert path.read_bytes() == before


def test_importing_is_light() -> None:
    code = "import sys, kaaw_archive; print(*(m for m in ('scrapy', 'sqlite3', 'click', 'lxml') if m in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


@pytest.mark.slow
def test_opening_needs_no_crawler(filled_path: Path) -> None:
    code = (
        f"import sys, kaaw_archive; kaaw_archive.open({str(filled_path)!r}).articles().count();"
        " print(*(m for m in ('scrapy', 'twisted', 'trafilatura', 'lxml') if m in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_articles(archive: Archive) -> None:
    found = archive.articles()
    assert [(one.url, one.version) for one in found] == [(STRASSE, 3), (AKTE, 1)]
    assert found.count() == 2
    first = found.first()
    assert first is not None
    assert (first.published_on, first.captured_at) == (date(2016, 9, 21), datetime(2016, 10, 1, 8, 0, 1, tzinfo=UTC))
    assert [one.url for one in archive.articles("Förderung")] == [STRASSE]
    assert [one.url for one in archive.articles(since=date(2016, 9, 22))] == [AKTE]
    assert archive.articles(since="2099-01-01").first() is None
    assert [(one.url, one.version) for one in archive.articles("beginnt")] == [(STRASSE, 2)], "the newest that has it"
    assert archive.articles(is_document=True).count() == 0
    for ask in (archive.articles, archive.events, archive.links, archive.works):
        with pytest.raises(WrongArguments, match=r"there is no source stadt: there are .*stadt"):
            ask(sources=["stadt"])
    assert archive.articles(sources="stadt.example").count() == archive.articles(sources=["stadt.example"]).count() == 2
    assert archive.articles(each_text_once=True).count() == archive.works().count()
    with pytest.raises(TypeError, match="no filter source: there are sources"):
        archive.articles(source="stadt.example")


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: archive.articles(since="2016-9-1"),
        lambda archive: archive.articles(since="2016-09-02", until="2016-09-01"),
        lambda archive: archive.articles(kinds=["notices"]),
        lambda archive: archive.articles(states="gone"),
        lambda archive: archive.articles(events=["link_dead"]),
        lambda archive: archive.events(kinds=["edit"]),
        lambda archive: archive.links(health="broken"),
        lambda archive: archive.works(states=["dead"]),
        lambda archive: archive.works(since="September"),
    ],
)
def test_what_can_find_nothing_is_an_error(archive: Archive, ask: Callable[[Archive], object]) -> None:
    with pytest.raises(ValueError, match=r"is no|is after"):
        ask(archive)


def test_versions_and_references(archive: Archive) -> None:
    versions = archive.versions(STRASSE).to_list()
    assert [one.version for one in versions] == [1, 2, 3]
    for one in versions:
        for reference in (one.capture_uid, one.payload_digest, one.text_digest):
            assert archive.article(reference) == one
        assert one.text.split("\n")[1].split()[-1].encode() in archive.payload(one.capture_uid)
    with pytest.raises(ArchiveError, match="no article"):
        archive.article(FEHLT)


def test_a_day(archive: Archive) -> None:
    with archive.as_of("2016-09-22") as then:
        assert [(one.url, one.version) for one in then.articles()] == [(STRASSE, 2), (AKTE, 1)]
        assert then.article(STRASSE).version == 2
        assert then.versions(STRASSE).count() == 2
        assert {event.kind for event in then.events()} == {"new"} | {"edited"}
        assert b"Juni" in then.payload(STRASSE)
        assert [hit.version for hit in then.search("Förderung")] == [2]
        assert [work.addresses for work in then.works()] == [1, 1]
        assert then.sql("SELECT max(captured_at) < '2016-09-23' AS is_past FROM captures").to_list() == [
            {"is_past": True}
        ]
    with pytest.warns(UserWarning, match="the first capture is of 2016-09-22"):
        before = archive.as_of(date(2016, 9, 20))
    with before, pytest.raises(ArchiveError, match="no article"):
        before.article(STRASSE)


def test_events_links_and_search(archive: Archive) -> None:
    assert [event.to_version for event in archive.events(kinds=["edited"])][-1] == 3
    assert all(event.before_at.tzinfo is UTC for event in archive.events())
    links = archive.links(host="bund.example", every_version=True).to_list()
    assert [(link.version, link.link_url) for link in links] == [(n, "https://www.bund.example/gesetz") for n in (1, 2)]
    assert archive.links(host="und.example", every_version=True).count() == 0
    assert archive.links(health=["dead"]).count() == 0
    (hit,) = archive.search("Förderung")
    assert (hit.url, hit.snippet.startswith("Die Förderung")) == (STRASSE, True)


def test_works(archive: Archive) -> None:
    works = archive.works().to_list()
    assert [(work.current_url, work.state, work.addresses) for work in works] == [
        (STRASSE, "live", 1),
        (AKTE, "live", 1),
    ]
    assert [article.work_key for article in archive.articles()] == [work.work_key for work in works]
    assert archive.works(states=["withdrawn"]).count() == 0
    assert archive.works(since="2016-09-22").to_list() == works[1:]


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("SELECT min(first_seen_at) AS begin_at FROM articles", datetime),
        ("SELECT min(first_seen_at) AS begin FROM articles", str),
        ("SELECT min(published_on) AS first_on FROM latest", date),
        ("SELECT url AS now_at FROM latest", str),
        ("SELECT substr(max(published_on), 1, 7) AS month_on FROM latest", str),
        ("SELECT is_current FROM latest", bool),
        ("SELECT count(*) AS number_at FROM latest", int),
    ],
)
def test_the_name_of_a_column_says_the_type_of_a_query(archive: Archive, query: str, value: type) -> None:
    row = archive.sql(query).to_dicts()[0]
    assert [type(one) for one in row.values()] == [value]


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """An archive with texts that moved, and with checks of links on several days."""
    newest = max((PROJECT / "tests" / "databases").glob("v*.db"), key=lambda path: int(path.stem[1:]))
    shutil.copy(newest, tmp_path / "archive.db")
    migrate(tmp_path / "archive.db")
    return tmp_path / "archive.db"


@pytest.mark.parametrize("words", ["Satzung", "Meldung 1", "Montag Rat", '"Ausgabe 2"', "Richtlinie"])
def test_each_text_once_is_what_a_search_counts(moved: Path, words: str) -> None:
    with kaaw_archive.open(moved) as whole:
        hits = [hit for hit in whole.search(words, limit=1000) if hit.is_news]
        once = whole.articles(words, each_text_once=True).to_list()
        assert {article.work_key for article in once} == {
            article.work_key for article in whole.articles(words) if article.url in {hit.url for hit in hits}
        }
        assert len(once) == len(hits) > 0
        assert whole.articles(words).count() >= len(once)


@pytest.mark.slow
def test_links_have_the_health_of_a_day(moved: Path) -> None:
    with kaaw_archive.open(moved) as whole:
        changes = whole.sql(
            "SELECT l.url, h.before_at, h.to_health FROM health_changes h JOIN links l ON l.id = h.link_id"
            " WHERE l.url IN (SELECT link_url FROM citations WHERE is_latest)"
            " AND NOT EXISTS (SELECT 1 FROM health_changes x WHERE x.link_id = h.link_id"
            " AND x.before_at > h.before_at AND substr(x.before_at, 1, 10) = substr(h.before_at, 1, 10))"
        ).to_list()
        for change in changes:
            with whole.as_of(change["before_at"].date()) as then:
                found = {link.link_url: link.health for link in then.links(every_version=True)}
                assert found.get(change["url"], change["to_health"]) == change["to_health"]
                assert {link.health for link in then.links(health=["dead"])} <= {"dead"}
        with pytest.warns(UserWarning, match="nothing was captured after 2016-09-28"):
            end = whole.as_of("2100-01-01")
        with end:
            assert {(link.link_url, link.health, link.verdict) for link in end.links()} <= {
                (link.link_url, link.health, link.verdict) for link in whole.links()
            }
        with pytest.warns(UserWarning, match="the first capture is of"):
            before = whole.as_of(min(change["before_at"] for change in changes).date() - timedelta(days=1))
        with before:
            assert {(link.health, link.verdict) for link in before.links()} <= {("unchecked", None)}
    assert len(changes) > 1


@pytest.mark.parametrize(
    ("words", "versions", "removed_in"), [("beginnt", (1, 2), 3), ("endet", (3,), None), ("Straße", (1, 2, 3), None)]
)
def test_a_hit_says_in_which_versions_the_words_stand(
    archive: Archive, words: str, versions: tuple[int, ...], removed_in: int | None
) -> None:
    (hit,) = archive.search(words)
    assert (hit.versions, hit.version, hit.removed_in) == (versions, versions[-1], removed_in)


def test_difference_and_citation(archive: Archive) -> None:
    one, two, three = archive.versions(STRASSE)
    assert not archive.diff(one.capture_uid, one.capture_uid)
    difference = archive.diff(one.capture_uid, three.capture_uid)
    assert difference.fields["title"] == ("Straßenbau beginnt", "Straßenbau endet")
    assert "+Der Ausbau der Straße endet im Juni." in str(difference)
    assert difference.edit is not None
    assert "retitled" in difference.edit.kinds
    (akte,) = archive.versions(AKTE)
    of_two = archive.diff(one.capture_uid, akte.capture_uid)
    assert (of_two.fields["title"][1], of_two.edit, of_two.no_edit) == (akte.title, None, None)
    assert two.capture_uid in archive.cite(two.capture_uid, "bibtex")


def test_sql(archive: Archive) -> None:
    rows = archive.sql("SELECT url, captured_at FROM visits WHERE status = ? ORDER BY id;", (404,))
    assert rows.to_dicts() == [{"url": FEHLT, "captured_at": datetime(2016, 10, 1, 8, 0, 2, tzinfo=UTC)}]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive._connection.execute("DELETE FROM articles")


def test_tables_of_other_libraries(archive: Archive) -> None:
    assert archive.works().to_arrow().schema.field("addresses").type == "int64"
    assert archive.events().to_arrow().schema.field("significance").type == "double"
    assert archive.sql("SELECT count(*) AS n, max(captured_at) AS at FROM captures").to_arrow()["n"].to_pylist() == [10]
    table = archive.articles().to_arrow()
    assert (table.num_rows, str(table.schema.field("captured_at").type)) == (2, "timestamp[ms, tz=UTC]")
    for library, method in (("pandas", "to_pandas"), ("polars", "to_polars")):
        try:
            __import__(library)
        except ImportError:
            with pytest.raises(ArchiveError, match=f"pip install {library}"):
                getattr(archive.articles(), method)()
        else:
            assert len(getattr(archive.articles(), method)()) == 2
            empty, full = (getattr(archive.events(since=day), method)() for day in ("2099-01-01", None))
            assert list(map(str, empty.dtypes))[3:9] == list(map(str, full.dtypes))[3:9]


def test_notebooks_load_nothing_and_run_nothing(archive: Archive) -> None:
    shown = archive.articles()._repr_html_() + archive._repr_html_()
    assert "Straßenbau endet" in shown
    assert not set(shown) & {"\x1b", "\u202e"}
    for loads in ("<script", "src=", "href=", "<link", "<style"):
        assert loads not in shown


@pytest.mark.parametrize("record", [Article, Version, Event, Link, Picture, SearchHit, Work])
def test_each_field_of_a_record_has_a_type(record: type) -> None:
    assert set(get_type_hints(record, vars(sys.modules["datetime"]))) == {field.name for field in fields(record)}


def test_no_archive_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive at"):
        kaaw_archive.open(tmp_path / "none.db")


def test_a_link_has_the_verdict_of_the_newest_check_that_showed_something(filled_path: Path) -> None:
    with kaaw_archive.open(filled_path) as archive:
        link = next(iter(archive.links(every_version=True))).link_url
    with closing(open_for_writing(filled_path)) as connection:
        check(connection, "gone gone unknown", link)
        update_health(connection, link)
    with kaaw_archive.open(filled_path) as archive:
        found = next(one for one in archive.links(every_version=True) if one.link_url == link)
    assert (found.health, found.verdict, found.checked_at) == ("dead", "gone", datetime(2016, 9, 2, 12, tzinfo=UTC))
    assert (found.article_state, found.missing_since_at) == ("live", None)


def test_versions_of_every_address_are_those_of_the_text(tmp_path: Path) -> None:
    path, old, new = tmp_path / "archive.db", "https://www.amt.example/presse/buch", "https://www.amt.example/neu/buch"
    text = "Der Rat hat am Montag das Buch vorgestellt. Es liegt im Rathaus aus und kostet nichts."
    with closing(open_for_writing(path)) as connection:
        world = World(connection)
        world.happens(0, shows(text.replace("nichts", "drei Euro"), url=old))
        world.happens(50, shows(text, url=old))
        hop = world.happens(100, answers(301, old, location=new))
        world.happens(100.1, shows(text, url=new), via=hop)
        find_works(connection)
    with kaaw_archive.open(path) as archive:
        with pytest.warns(UserWarning, match="this text has another address"):
            assert archive.versions(new).count() == 1
        versions = archive.versions(new, every_address=True)
        assert [(one.url, one.version) for one in versions] == [(old, 1), (old, 2), (new, 1)]


def test_a_search_that_shows_a_part_warns(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaaw_archive.api.archive._HITS", 1)
    with pytest.warns(UserWarning, match=r"1 of \d+ texts: search"):
        assert len(archive.search("Straße OR Akte OR Förderung")) == 1
    assert len(archive.search("Straße OR Akte OR Förderung", limit=1)) == 1


def test_a_language_is_given_by_its_code(archive: Archive) -> None:
    with pytest.raises(ValueError, match="deutsch is no code of a language"):
        archive.articles(languages="deutsch")
