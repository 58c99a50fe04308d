"""What show and payload say of an instant: last seen, next capture, what it answered; and their exit code."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.fold import fold_capture
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.items import Reading, SeedEntry, SeedList
from tests.archive.queries.builder import BILD, FEHLT, STRASSE, Builder, article
from tests.cli.conftest import Kaaw, document

if TYPE_CHECKING:
    from pathlib import Path

BAD = "https://www.bad.example/presse/bad"
TEXT = "Das Bad ist wieder offen. Karten gelten weiter."


@pytest.fixture
def path(empty_path: Path) -> Path:
    """A page that is there, is a maintenance page, answers 404 with a body, and is there again."""
    with closing(open_for_writing(empty_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        builder.page(BAD, "2016-09-22T12:00:01.000Z", article(BAD, "Bad offen", TEXT))
        builder.page(BAD, "2016-09-23T12:00:00.000Z", article(BAD, "Bad offen", TEXT))
        maintenance = builder.keep(BAD, "2016-09-24T12:00:00.000Z", "Wartung")
        fold_capture(connection, maintenance.id, Reading("error", "test", "1", problem="maintenance_page"))
        builder.page(BAD, "2016-09-25T12:00:00.000Z", body="Nicht gefunden", status=404)
        builder.page(BAD, "2016-09-26T12:00:00.000Z", article(BAD, "Bad offen", TEXT))
        builder.end("finished", "2016-09-26T12:10:00.000Z")
    return empty_path


@pytest.mark.parametrize(
    ("at", "is_certain", "is_shown", "following"),
    [
        ("2016-09-22T20:00:00Z", True, True, 200),
        ("2016-09-23T20:00:00Z", False, True, 200),
        ("2016-09-24T20:00:00Z", False, False, 404),
        ("2016-09-25T20:00:00Z", False, False, 200),
        ("2016-09-27T20:00:00Z", False, True, None),
    ],
)
def test_certain_is_what_was_the_same_before_and_after(
    run: Kaaw, path: Path, at: str, is_certain: bool, is_shown: bool, following: int | None
) -> None:
    for command in ("show", "payload"):
        result = run(path, command, BAD, "--at", at, "--json")
        assert result.exit_code == (ExitCode.DONE if is_shown else ExitCode.NOT_SHOWN)
    certain = document(run(path, "payload", BAD, "--json"))["certainty"]
    assert certain["at"] is None
    result = run(path, "show", BAD, "--at", at)
    assert ("certain: the same bytes" in result.stdout) == is_certain
    if following is None:
        assert "no later capture" in result.stdout
    elif not is_certain:
        assert f": status {following}" in result.stdout


def test_payload_prefers_the_last_good_capture(run: Kaaw, path: Path) -> None:
    row = document_of_not_shown(run, path, "2016-09-25T20:00:00Z")
    assert row["captured_at"] == "2016-09-23T12:00:00.000Z"
    assert row["certainty"]["last_capture"]["status"] == 404
    assert row["certainty"]["last_good"]["captured_at"] == row["captured_at"]
    result = run(path, "payload", BAD, "--at", "2016-09-25T20:00:00Z")
    assert "last capture at 2016-09-2" in result.stderr  # also if that is no terminal
    assert "status 404" in result.stderr
    assert run(path, "payload", BAD, "--at", "2016-09-23T20:00:00Z").stderr == ""
    shown = run(path, "show", BAD, "--at", "2016-09-24T20:00:00Z").stdout
    assert "last seen at 2016-09-23" in shown
    assert "status 200, maintenance page" in shown


def document_of_not_shown(run: Kaaw, path: Path, at: str) -> Any:
    result = run(path, "payload", BAD, "--at", at, "--json")
    assert result.exit_code == ExitCode.NOT_SHOWN
    return json.loads(result.stdout)


def test_a_page_that_was_never_good_still_gives_its_bytes(run: Kaaw, path: Path, filled_path: Path) -> None:
    assert document(run(filled_path, "show", STRASSE, "--at", "2016-09-22", "--json"))["certainty"]["is_shown"]
    assert run(filled_path, "show", FEHLT, "--at", "2016-10-02").exit_code == ExitCode.NOT_SHOWN
    assert run(filled_path, "payload", BILD, "--at", "2016-10-02", "--json").exit_code == 0


LONG = (
    "Der Rat hat am Montag den Bau des Bades beschlossen, und die Arbeiten beginnen im kommenden Frühjahr. Die Kosten"
    " trägt zur Hälfte das Land. Karten gibt es an der Kasse und im Rathaus, und zwar von Montag bis Freitag."
)


def test_a_version_that_was_cut_off_is_no_good_capture(run: Kaaw, archive_path: Path) -> None:
    """No edit stands on it, and neither does what is said of an instant."""
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        for day, text in ((22, LONG), (23, LONG[:120]), (24, LONG)):
            builder.page(BAD, f"2016-09-{day}T12:00:00.000Z", article(BAD, "Bau des Bades", text))
        builder.end("finished", "2016-09-24T12:10:00.000Z")
    result = run(archive_path, "payload", BAD, "--at", "2016-09-23T20:00:00Z", "--json")
    assert result.exit_code == ExitCode.NOT_SHOWN
    certain = json.loads(result.stdout)["certainty"]
    assert certain["last_capture"]["captured_at"][:10] == "2016-09-23"
    assert certain["last_good"]["captured_at"][:10] == "2016-09-22"
    assert certain["is_shown"] is False


@pytest.mark.parametrize(
    ("status", "body", "is_certain", "last", "following"),
    [
        (304, "", True, "2016-09-26", 304),  # the bytes that a crawl has
        (200, "<p>Das Bad", False, "2016-09-26", None),  # a check stops where it has learnt enough
        (404, "", False, "2016-09-26", 404),
        (503, "", False, "2016-09-26", None),
    ],
)
def test_a_check_of_a_link_counts_if_it_says_what_stands_there(
    run: Kaaw, path: Path, status: int, body: str, is_certain: bool, last: str, following: int | None
) -> None:
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-28T12:00:00.000Z", source="*")
        (digest,) = connection.execute("SELECT payload_digest FROM captures ORDER BY captured_at DESC").fetchone()
        answer: dict[str, Any] = {"not_modified_digest": digest} if status == 304 else {"body": body}
        builder.keep(BAD, "2016-09-28T12:00:00.000Z", kind="probe", status=status, **answer)
        builder.end("finished", "2016-09-28T12:10:00.000Z")
    shown = document(run(path, "show", BAD, "--at", "2016-09-27", "--json"))["certainty"]
    assert (shown["is_certain"], shown["last_capture"]["captured_at"][:10]) == (is_certain, last)
    assert (shown["next_capture"] or {"status": None})["status"] == following


ROBOTS = "https://www.bad.example/robots.txt"
RULES = "User-agent: *\nDisallow: /tmp/\n"


@pytest.fixture
def unread_path(empty_path: Path) -> Path:
    """A robots.txt that is confirmed, hidden by a page of maintenance, and there again; a feed; a checked page."""
    with closing(open_for_writing(empty_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-20T12:00:00.000Z")
        first = builder.keep(ROBOTS, "2016-09-20T12:00:00.000Z", RULES, kind="robots")  # called HTML by its server
        same: dict[str, Any] = {"kind": "robots", "status": 304, "not_modified_digest": first.payload_digest}
        for day in (24, 25):
            builder.keep(ROBOTS, f"2016-09-{day}T12:00:00.000Z", **same)
        builder.keep(ROBOTS, "2016-09-29T12:00:00.000Z", "\n<!DOCTYPE html><p>Wartung", kind="robots")
        builder.keep(ROBOTS, "2016-10-04T12:00:00.000Z", RULES, kind="robots", media_type="text/plain")
        builder.keep("https://www.bad.example/", "2016-10-04T12:00:01.000Z", "<p>Das Bad.", kind="probe")
        feed = builder.keep("https://www.bad.example/feed", "2016-10-04T12:00:02.000Z", "<rss/>", kind="seed")
        named = SeedList("feed", (SeedEntry("https://www.bad.example/1"),))
        fold_capture(connection, feed.id, Reading("listing", "test", "1", problem="feed", named=named))
        builder.end("finished", "2016-10-04T12:10:00.000Z")
    return empty_path


@pytest.mark.parametrize(
    ("day", "is_shown", "sentences"),
    [
        ("2016-09-24", True, ["certain: the same bytes at 2016-09-24 12:00:00Z and at 2016-09-25 12:00:00Z"]),
        ("2016-09-25", True, ["last seen at 2016-09-25 12:00:00Z", "status 200, web page"]),
        ("2016-10-01", False, ["last seen at 2016-09-25 12:00:00Z", "at 2016-09-29 12:00:00Z: status 200, web page"]),
        ("2016-10-05", True, ["last seen at 2016-10-04 12:00:00Z", "no later capture"]),
    ],
)
def test_a_robots_txt_is_judged_by_status_and_bytes(
    run: Kaaw, unread_path: Path, day: str, is_shown: bool, sentences: list[str]
) -> None:
    result = run(unread_path, "payload", ROBOTS, "--at", day)
    assert result.stdout == RULES
    assert result.exit_code == (ExitCode.DONE if is_shown else ExitCode.NOT_SHOWN)
    assert "never seen" not in result.stderr
    shown = run(unread_path, "show", ROBOTS, "--at", day)
    assert shown.exit_code == result.exit_code
    for part in sentences:
        assert part in shown.stdout


def test_what_only_checks_of_links_asked_for_is_shown(run: Kaaw, unread_path: Path) -> None:
    certain = document(run(unread_path, "payload", "https://www.bad.example/", "--json"))["certainty"]
    assert certain["is_shown"] and certain["last_good"] == certain["last_capture"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("robots.txt", "robots.txt: it is kept, and not read as a page"),
        ("", "captured by checks of links alone: it is kept, and not read as a page"),
        ("feed", "a feed: it is kept, and not read as a page"),
    ],
)
def test_show_says_that_it_is_kept_and_not_read(run: Kaaw, unread_path: Path, path: str, sentence: str) -> None:
    shown = run(unread_path, "show", f"https://www.bad.example/{path}").stdout
    assert sentence in " ".join(shown.split())
    assert "not read yet" not in shown
