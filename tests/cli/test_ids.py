"""Every command that takes an address takes each id that the program prints."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import kaaw_archive as api
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.fold import fold_capture
from kaaw_archive.errors import ArchiveError
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.items import Reading
from tests.archive.queries.builder import FEHLT, STRASSE, Builder, article
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


def printed(run: Kaaw, path: Path, version: int) -> dict[str, str]:
    """Return the ids that ``kaaw show`` prints of a version."""
    (article,) = document(run(path, "show", STRASSE, "--version", str(version), "--json"))["articles"]
    return {name: article[name] for name in ("capture_uid", "payload_digest", "text_digest")}


@pytest.mark.parametrize("name", ["capture_uid", "payload_digest", "text_digest"])
def test_show_history_diff_and_payload(run: Kaaw, filled_path: Path, name: str) -> None:
    typed = printed(run, filled_path, 2)[name]
    (article,) = document(run(filled_path, "show", typed, "--json"))["articles"]
    assert (article["url"], article["version"]) == (STRASSE, 2)
    assert document(run(filled_path, "history", typed, "--json")) == document(
        run(filled_path, "history", STRASSE, "--json")
    )
    difference = document(run(filled_path, "diff", typed, "--json"))
    assert (difference["from_version"], difference["to_version"]) == (1, 2)
    if name != "text_digest":
        assert "Juni" in run(filled_path, "payload", typed).stdout


def test_links_explain(run: Kaaw, own_path: Path) -> None:
    said = run(own_path, "links", "explain", printed(run, own_path, 1)["capture_uid"])
    assert f"no article cites {STRASSE}" in said.stderr


def test_a_link_is_found_without_its_session_id(run: Kaaw, own_path: Path) -> None:
    cited = "https://land.example/erlass/1.html;jsessionid=4FCFEF7FF0C641B616A24ABF85F69879"
    run(own_path, "links", "watch", cited)
    for typed in ("https://land.example/erlass/1.html", "land.example/erlass/1.html", cited):
        assert document(run(own_path, "links", "explain", typed, "--json"))["link"]["url"] == cited
    run(own_path, "links", "watch", "https://land.example/erlass/1.html#absatz-2")
    assert run(own_path, "links", "explain", "https://land.example/erlass/1.html").exit_code == 1


def test_correct(run: Kaaw, own_path: Path) -> None:
    typed = printed(run, own_path, 1)["capture_uid"]
    assert run(own_path, "correct", typed, "date", "2016-09-20", "--reason", "druck").exit_code == 0
    (article,) = document(run(own_path, "show", STRASSE, "--json"))["articles"]
    assert article["published_on"] == "2016-09-20"


def test_a_capture_that_showed_no_article(run: Kaaw, filled_path: Path) -> None:
    with closing(sqlite3.connect(filled_path)) as db:
        (uid,) = db.execute("SELECT uid FROM visits WHERE url = ?", (FEHLT,)).fetchone()
    shown = document(run(filled_path, "show", uid, "--json"))
    assert shown["articles"] == []
    assert [capture["uid"] for capture in shown["captures"]] == [uid]
    assert "shows no article" in one_line_error(run(filled_path, "diff", uid))
    assert "brought no bytes" in one_line_error(run(filled_path, "payload", uid))


def test_a_page_of_maintenance_at_the_address_of_an_article_is_no_version(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        there = article(STRASSE, "Straßenbau", "Der Bau beginnt.")
        builder.page(STRASSE, "2016-09-22T12:00:00.000Z", there)
        for day in (23, 24):  # the second one has the same bytes, and is not read again
            capture = builder.keep(STRASSE, f"2016-09-{day}T12:00:00.000Z", "Wartung")
            wall = Reading("error", "test", "1", problem="maintenance_page")
            fold_capture(connection, capture.id, wall if capture.needs_reading else None)
        builder.page(STRASSE, "2016-09-25T12:00:00.000Z", there)
    captures = document(run(archive_path, "history", STRASSE, "--json"))["captures"]
    assert [capture["version"] for capture in captures] == [1, None, None, 1]
    digest = captures[1]["payload_digest"]
    for typed in (captures[1]["uid"], captures[2]["uid"], digest):
        assert document(run(archive_path, "show", typed, "--json"))["articles"] == []
        assert "no article: maintenance page" in run(archive_path, "show", typed).stdout
        assert "shows no article: maintenance page" in one_line_error(run(archive_path, "cite", typed))
        assert run(archive_path, "cite", typed).exit_code == ExitCode.FAILED
        with api.open(archive_path) as archive, pytest.raises(ArchiveError, match="no article: maintenance page"):
            archive.article(typed)
        with api.open(archive_path) as archive, pytest.raises(ArchiveError, match="no article: maintenance page"):
            archive.versions(typed)
    assert document(run(archive_path, "cite", captures[3]["uid"], "--json"))["url"] == STRASSE


def test_the_article_of_a_list_is_named_by_the_uid_and_its_address(run: Kaaw, archive_path: Path) -> None:
    listed = "https://www.verein.example/aktuelles"
    first, second = (article(f"{listed}/{n}", f"Meldung {n}", f"Die Umlage {n} bleibt.") for n in (1, 2))
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="verein.example")
        builder.page(listed, "2016-09-22T12:00:01.000Z", first, second)
    (found,) = document(run(archive_path, "show", f"{listed}/1", "--json"))["articles"]
    uid = found["capture_uid"]
    for typed in (f"{uid}/{listed}/1", f"{uid}/verein.example/aktuelles/1"):
        assert document(run(archive_path, "cite", typed, "--json"))["capture_uid"] == uid
        assert document(run(archive_path, "show", typed, "--json"))["articles"] == [found]
    for command in ("cite", "diff", "blame"):
        assert f"shows 2 articles: name one, such as {uid}/{listed}/1" in one_line_error(
            run(archive_path, command, uid)
        )
    assert f"{uid}/{listed}/2" in run(archive_path, "show", uid).stdout
    assert f"does not show {listed}/3" in one_line_error(run(archive_path, "show", f"{uid}/{listed}/3"))


def test_an_unknown_id_is_one_line(run: Kaaw, filled_path: Path) -> None:
    for command in ("show", "history", "diff", "payload"):
        assert "no capture" in one_line_error(run(filled_path, command, "20160922T120000Z-000000-99"))
