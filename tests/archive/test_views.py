"""The promised views lead on by ids and uids, and name the publisher of everything."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.archive.queries.builder import STRASSE, Builder, article, fill, link

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOON = "2016-09-22T12:00:00.000Z"


@pytest.fixture
def builder(empty_path: Path) -> Iterator[Builder]:
    with closing(open_for_writing(empty_path)) as connection:
        yield Builder(connection)


@pytest.fixture
def filled(archive_path: Path) -> Iterator[sqlite3.Connection]:
    fill(archive_path)
    with closing(open_for_writing(archive_path)) as connection:
        yield connection


def source_of(builder: Builder, url: str) -> str | None:
    (row,) = builder.connection.execute("SELECT DISTINCT source FROM visits WHERE url = ?", (url,)).fetchall()
    found: str | None = row[0]
    return found


def test_the_source_of_a_page_is_that_of_the_spider_that_lists_it_whoever_captures_it(builder: Builder) -> None:
    url = "https://www.amt.example/a"
    builder.begin(NOON, spider="amt", source="amt")
    builder.page(url, NOON, article(url, "A", "Ein Text."))
    builder.begin("2016-09-23T12:00:00.000Z", spider="cited")
    builder.page(url, "2016-09-23T12:00:00.000Z", article(url, "A", "Ein anderer Text."))
    assert source_of(builder, url) == "amt"


def test_a_spider_names_the_source_of_everything_that_it_requests(builder: Builder) -> None:
    builder.begin(NOON, spider="amt", source="amt")
    builder.keep("https://www.amt.example/robots.txt", NOON, "", kind="robots")
    builder.keep("https://www.amt.example/neu", NOON, "<h1>Noch nicht gelesen</h1>")
    assert source_of(builder, "https://www.amt.example/robots.txt") == "amt"
    assert source_of(builder, "https://www.amt.example/neu") == "amt"


def test_a_checked_link_has_the_source_of_its_page(builder: Builder) -> None:
    url, page = "https://www.amt.example/liste", "https://www.amt.example/a"
    builder.begin(NOON, spider="amt", source="amt")
    builder.page(page, NOON, article(page, "A", "Ein Text."))
    builder.page(url, NOON, article(url, "Liste", "Siehe A.", links=(link(1, "http://amt.example/a", "A"),)))
    builder.begin("2016-09-23T12:00:00.000Z", spider="linkcheck")
    builder.keep("http://amt.example/a", "2016-09-23T12:00:00.000Z", kind="probe", status=404)
    assert source_of(builder, "http://amt.example/a") == "amt"


def test_all_else_has_its_site_as_source_and_what_has_no_host_has_none(builder: Builder) -> None:
    builder.begin(NOON)
    builder.page("https://www.stadt.example/", NOON, status=404)
    builder.keep("http://www.stadt.example:8080/robots.txt", NOON, kind="robots", status=404)
    builder.keep("https://bund.example/gesetz", NOON, kind="probe", status=200)
    builder.keep("mailto:amt", NOON, kind="probe", error="bad_url")
    found = dict(builder.connection.execute("SELECT url, source FROM visits"))
    assert found == {
        "https://www.stadt.example/": "stadt.example",
        "http://www.stadt.example:8080/robots.txt": "stadt.example",
        "https://bund.example/gesetz": "bund.example",
        "mailto:amt": None,
    }


def test_latest_names_article_version_capture_and_kinds(filled: sqlite3.Connection) -> None:
    (row,) = filled.execute("SELECT * FROM latest WHERE url = ?", (STRASSE,)).fetchall()
    snapshot = filled.execute("SELECT * FROM snapshots WHERE id = ?", (row["snapshot_id"],)).fetchone()
    visit = filled.execute("SELECT * FROM visits WHERE uid = ?", (row["capture_uid"],)).fetchone()
    assert (snapshot["article_id"], snapshot["version"]) == (row["article_id"], 3)
    assert (visit["id"], visit["page_id"]) == (snapshot["capture_id"], row["page_id"])
    assert (row["kind"], row["page_kind"], row["issuer"], row["source"]) == ("other", "article", None, "stadt.example")


def test_edits_lead_to_both_versions_their_captures_and_the_event(filled: sqlite3.Connection) -> None:
    rows = filled.execute("SELECT * FROM edits ORDER BY from_version").fetchall()
    assert [(row["from_version"], row["to_version"]) for row in rows] == [(1, 2), (2, 3)]
    for row in rows:
        event = filled.execute("SELECT * FROM events WHERE id = ?", (row["event_id"],)).fetchone()
        assert (event["kind"], event["from_snapshot_id"], event["to_snapshot_id"]) == (
            "edited", row["from_snapshot_id"], row["to_snapshot_id"],
        )  # fmt: skip
        times = [
            filled.execute("SELECT captured_at FROM visits WHERE uid = ?", (row[name],)).fetchone()[0]
            for name in ("from_capture_uid", "to_capture_uid")
        ]
        assert times == [row["last_seen_old_at"], row["first_seen_new_at"]]


def test_citations_lead_to_article_version_and_link(filled: sqlite3.Connection) -> None:
    rows = filled.execute("SELECT * FROM citations ORDER BY version").fetchall()
    assert [(row["version"], row["is_latest"], row["host"]) for row in rows] == [
        (1, 0, "www.bund.example"), (2, 0, "www.bund.example"),
    ]  # fmt: skip
    assert {(row["source"], row["published_on"], row["check_id"]) for row in rows} == {
        ("stadt.example", "2016-09-21", None)
    }
    ids = "SELECT a.url, l.url FROM articles a, links l WHERE a.id = ? AND l.id = ?"
    found = filled.execute(ids, (rows[0]["article_id"], rows[0]["link_id"])).fetchone()
    assert tuple(found) == (STRASSE, "https://www.bund.example/gesetz")


@pytest.mark.parametrize("current", [None, 0, 1])
def test_one_address_of_each_text_is_current_also_if_no_address_shows_it(builder: Builder, current: int | None) -> None:
    """``current`` is the place of the address that shows the text now; None: it is that which showed it last."""
    old, new = "https://www.amt.example/old", "https://www.amt.example/new"
    builder.begin(NOON, spider="amt", source="amt")
    builder.page(old, NOON, article(old, "A", "Ein Text."))
    builder.page(new, "2016-09-23T12:00:00.000Z", article(new, "A", "Ein Text."))
    connection = builder.connection
    ids = [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY first_seen_at")]
    connection.execute(
        "INSERT INTO works (id, key, source, title, first_seen_at, last_seen_at, state, current_article_id)"
        " VALUES (100, 'a', 'amt', 'A', :at, :at, 'live', :current)",
        {"at": NOON, "current": None if current is None else ids[current]},
    )
    connection.execute("UPDATE articles SET work_id = 100")
    shown = connection.execute("SELECT url FROM latest WHERE is_current").fetchall()
    assert [row[0] for row in shown] == [[old, new][1 if current is None else current]]
