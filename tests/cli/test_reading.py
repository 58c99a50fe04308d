"""The commands that read: status, search, show, history, diff, payload."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.payloads import digest
from tests.archive.queries.builder import AKTE, ALT, BILD, FEHLT, NEU, STRASSE
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path

WEG = "https://weg.example/"
HARMFUL = ("\x1b", "\x07", "\x9b", "\u202e")


def test_status(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "status")
    assert result.exit_code == 0
    for said in ("one host failed", "1 capture not read yet", "dns_not_found", "stadt.example", "2016-09-22 12:00:00Z"):
        assert said in result.stdout


def test_status_as_json(run: Kaaw, filled_path: Path) -> None:
    status = document(run(filled_path, "status", "--json"))
    assert status["archive"] == str(filled_path)
    assert status["counts"]["captures"] == 10
    assert status["file_bytes"] >= filled_path.stat().st_size
    assert [crawl["state"] for crawl in status["crawls"]] == ["degraded", "finished"]
    assert [source["source"] for source in status["sources"]] == ["stadt.example"]
    assert {problem["problem"] for problem in status["problems"]} >= {"dns_not_found", "status 404"}
    assert status["blocks"] == []


def test_search_shows_the_original_text(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "search", "FOERDERUNG", "-beginnt")
    assert result.exit_code == 0
    assert result.stdout.startswith("1. Straßenbau endet\n")
    for said in (STRASSE, "2016-09-21 · stadt.example", "Die Förderung läuft aus."):
        assert said in result.stdout


def test_search_as_json(run: Kaaw, filled_path: Path) -> None:
    found = document(run(filled_path, "search", "--json", '"läuft aus"'))
    (hit,) = found["hits"]
    assert (found["total"], found["understood"], found["nearest"]) == (1, '"läuft aus"', None)
    assert (hit["url"], hit["version"], hit["published_on"]) == (STRASSE, 3, "2016-09-21")
    assert (hit["matching_versions"], hit["removed_in"], hit["versions"]) == ([3], None, 3)
    assert hit["snippet"].startswith("Die Förderung läuft aus.")
    assert "text" not in hit
    assert document(run(filled_path, "search", "--json", "nirgends"))["hits"] == []


def test_search_names_the_versions_and_the_total(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "search", "Juni", "--facets")
    assert "in version 2 to 3 of 3" in result.stdout
    assert "1 text for Juni" in result.stdout
    assert "By year" in result.stdout
    assert "removed in version 2" in run(filled_path, "search", "Mai").stdout


def test_a_search_that_finds_nothing_says_so(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "search", "nirgends")
    assert result.exit_code == 0
    assert result.stdout.startswith("nothing found for nirgends")
    assert "straßenbau finds something" in run(filled_path, "search", "Strasenbau").stdout


def test_a_language_in_which_nothing_is_is_named(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "search", "Straße", "--language", "xx")
    assert result.stderr == "no text is in xx: the archive has none that is known\n"
    assert document(run(filled_path, "search", "Straße", "--language", "xx", "--json"))["remarks"][-1].startswith("no")


def test_a_query_that_gave_way_is_named_also_where_no_terminal_is(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "search", "Straße", "nirgends")
    assert result.stderr == "no text has all of it: these have some of the words\n"
    assert "1 text for Straße OR nirgends" in result.stdout


@pytest.mark.parametrize("typed", [['"'], ["-nur"], ["("], ["AND", "OR", "NOT"], ["x:y"], ["\udce4"]])
def test_a_query_that_is_none_gets_a_sentence(run: Kaaw, filled_path: Path, typed: list[str]) -> None:
    result = run(filled_path, "search", *typed)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_show(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "show", "stadt.example/presse/strassenbau", "--version", "1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:2] == ["Straßenbau beginnt", STRASSE]
    assert "Der Ausbau der Straße beginnt im Mai." in lines
    assert "published  2016-09-21 (from meta)" in lines
    assert "author     Anna Beispiel (from json-ld)" in lines
    assert "title      from h1" in lines
    assert "[0] source  https://www.bund.example/gesetz" in lines
    assert any(line.startswith("version    1 of 3") for line in lines)


@pytest.mark.parametrize(
    ("options", "version"),
    [
        ([], 3),
        (["--version", "2"], 2),
        (["--at", "2016-09-22T12:00:01Z"], 1),
        (["--at", "2016-09-22T14:00:01+02:00"], 1),
        (["--at", "2016-09-22"], 2),  # the whole day
        (["--at", "2030-01-01"], 3),
    ],
)
def test_show_finds_the_version(run: Kaaw, filled_path: Path, options: list[str], version: int) -> None:
    shown = document(run(filled_path, "show", STRASSE, "--json", *options))
    (article,) = shown["articles"]
    assert (article["version"], article["versions"]) == (version, 3)
    assert article["capture_uid"].startswith("2016")
    assert "id" not in article
    assert len(shown["captures"]) == 4


def test_show_follows_redirects(run: Kaaw, filled_path: Path) -> None:
    assert run(filled_path, "show", ALT).stdout.startswith("Straßenbau endet\n")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (FEHLT, ["gone", "status 404"]),
        (WEG, ["dns_not_found", "no such name"]),
        (NEU, ["captured, not read yet", "status 200"]),
        (BILD, ["reading: no_text"]),
    ],
)
def test_show_says_what_is_known_of_other_pages(run: Kaaw, filled_path: Path, url: str, said: list[str]) -> None:
    result = run(filled_path, "show", url)
    assert result.exit_code == 0
    for words in ["no article", *said]:
        assert words in result.stdout
    assert document(run(filled_path, "show", url, "--json"))["articles"] == []


def test_history(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "history", STRASSE)
    assert result.exit_code == 0
    assert result.stdout.startswith("4 captures\n")
    assert "3 versions\n" in result.stdout
    shown = document(run(filled_path, "history", STRASSE, "--json"))
    assert [(row["status"], row["version"]) for row in shown["captures"]] == [(200, 1), (200, 2), (200, 3), (304, 3)]
    assert [row["version"] for row in shown["versions"]] == [1, 2, 3]


def test_history_of_a_failure(run: Kaaw, filled_path: Path) -> None:
    result = run(filled_path, "history", WEG)
    assert result.exit_code == 0
    assert "dns_not_found" in result.stdout


def test_diff_compares_the_last_two_versions(run: Kaaw, filled_path: Path) -> None:
    lines = run(filled_path, "diff", STRASSE).stdout.splitlines()
    for line in ("-title: Straßenbau beginnt", "+title: Straßenbau endet", "+modified_on: 2016-09-30",
                 "-Der Ausbau der Straße beginnt im Juni.", "+Der Ausbau der Straße endet im Juni."):  # fmt: skip
        assert line in lines


def test_diff_by_words(run: Kaaw, filled_path: Path) -> None:
    lines = run(filled_path, "diff", STRASSE, "--from", "1", "--to", "2", "--words").stdout.splitlines()
    assert "Der Ausbau der Straße beginnt im [-Mai-]{+Juni+}." in lines


def test_diff_as_json(run: Kaaw, filled_path: Path) -> None:
    shown = document(run(filled_path, "diff", STRASSE, "--json"))
    assert (shown["from_version"], shown["to_version"]) == (2, 3)
    assert shown["fields"]["title"] == {"from": "Straßenbau beginnt", "to": "Straßenbau endet"}
    assert "author" in shown["fields"]
    assert "+author: A. Müller" in shown["diff"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([AKTE], "one version only"), ([STRASSE, "--from", "2", "--to", "2"], "do not differ")],
)
def test_a_diff_without_a_difference_is_a_sentence(
    run: Kaaw, filled_path: Path, arguments: list[str], said: str
) -> None:
    result = run(filled_path, "diff", *arguments)
    assert result.exit_code == 0
    assert said in result.stdout


@pytest.mark.parametrize("version", [1, 2, 3])
def test_payload_gives_the_exact_bytes(run: Kaaw, filled_path: Path, version: int) -> None:
    article = document(run(filled_path, "show", STRASSE, "--version", str(version), "--json"))["articles"][0]
    wanted = article["payload_digest"]
    for name in (wanted, wanted[:15], wanted.removeprefix("sha256:")[:8].upper()):
        result = run(filled_path, "payload", name)
        assert result.exit_code == 0
        assert digest(result.stdout_bytes) == wanted
    by_capture = run(filled_path, "payload", article["capture_uid"])
    assert digest(by_capture.stdout_bytes) == wanted
    by_url = run(filled_path, "payload", STRASSE, "--at", article["captured_at"])
    assert digest(by_url.stdout_bytes) == wanted


def test_payload_gives_what_is_no_text(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    expected = "\x89PNG\x00".encode()
    assert run(filled_path, "payload", BILD).stdout_bytes == expected
    output = tmp_path / "bild.png"
    output.write_text("alt")
    result = run(filled_path, "payload", BILD, "--output", str(output), "--json")
    assert document(result)["payload_digest"] == f"sha256:{hashlib.sha256(expected).hexdigest()}"
    assert output.read_bytes() == expected
    assert [file.name for file in tmp_path.iterdir()] == ["bild.png"]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["show", "https://nirgends.example/"], 1, "never captured"),
        (["show", STRASSE, "--version", "4"], 1, "has no version 4"),
        (["show", STRASSE, "--at", "2016-09-21"], 1, "was first seen at 2016-09-22T12:00:01.000Z"),
        (["show", "nirgends\x1b[31m"], 1, "<U+001B>"),
        (["history", "nirgends"], 1, "never captured"),
        (["diff", "nirgends"], 1, "never captured"),
        (["diff", FEHLT], 1, "has no article, in 1 capture"),
        (["diff", STRASSE, "--to", "9"], 1, "has no version 9"),
        (["payload", "nirgends"], 1, "never captured"),
        (["payload", FEHLT], 1, "has a payload"),
        (["payload", STRASSE, "--at", "2001-01-01"], 1, "at 2001-01-01T23:59:59.999Z or before"),
        (["payload", "sha256:" + "0" * 64], 1, "no payload"),
        (["payload", "sha256:" + "0" * 64, "--at", "2016-09-22"], 2, "--at belongs to an address"),
        (["payload", "20160922T120000Z-ffffff-1"], 1, "no capture 20160922T120000Z-ffffff-1"),
        (["payload", BILD, "--output", "/nirgends/bild.png"], 1, "cannot write"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    run: Kaaw, filled_path: Path, command: list[str], code: int, said: str
) -> None:
    result = run(filled_path, *command)
    assert result.exit_code == code
    assert said in one_line_error(result)


def test_damaged_and_erased_payloads(run: Kaaw, own_path: Path) -> None:
    connection = sqlite3.connect(own_path)
    connection.execute("UPDATE payloads SET data = NULL WHERE media_type = 'image/png'")
    connection.execute("UPDATE payloads SET codec = 'raw', data = x'00' WHERE digest = ?", (digest(b"<h1>Neues</h1>"),))
    connection.commit()
    connection.close()

    erased, damaged = run(own_path, "payload", BILD), run(own_path, "payload", NEU)

    assert (erased.exit_code, damaged.exit_code) == (1, 6)
    assert "was left out of this archive" in one_line_error(erased)
    assert "is damaged" in one_line_error(damaged)


@pytest.mark.parametrize("command", [("show", AKTE), ("search", "Bericht"), ("history", AKTE), ("diff", AKTE)])
def test_archived_text_steers_no_terminal(run: Kaaw, filled_path: Path, command: tuple[str, ...]) -> None:
    for options in ((), ("--json",)):
        result = run(filled_path, *command, *options)
        assert result.exit_code == 0
        assert not any(harmful in result.stdout for harmful in HARMFUL)


def test_json_says_the_same_in_escapes(run: Kaaw, filled_path: Path) -> None:
    (article,) = document(run(filled_path, "show", AKTE, "--json"))["articles"]
    assert article["title"] == "Bericht\x1b]0;übernommen\x07 \u202edrehen"
    assert article["text"] == "Die Akte.\x1b[31m Sie ist rot.\x9b2J"


def test_a_payload_beyond_the_memory_is_one_line(run: Kaaw, filled_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> bytes:
        raise MemoryError

    name = document(run(filled_path, "payload", STRASSE, "--json"))["payload_digest"]
    monkeypatch.setattr("kaaw_archive.archive.payloads.read", exhaust)
    assert "needs more memory than there is" in one_line_error(run(filled_path, "payload", name))
