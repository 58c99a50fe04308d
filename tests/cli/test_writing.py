"""The commands that write or fetch: block, derive, migrate, crawl."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import MigrationReport
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.cli.terminal import printing
from kaaw_archive.derive import rederive
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


def test_a_block_is_made_listed_and_lifted(run: Kaaw, own_path: Path) -> None:
    made = run(own_path, "block", "https://WWW.Müller.example/", "--reason", "Bitte\x1b[31m", "--as", "Anna")
    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout == "www.xn--mller-kva.example is blocked until the block is lifted: Bitte<U+001B>[31m\n"

    (listed,) = document(run(own_path, "block", "--list", "--json"))
    assert (listed["subject"], listed["made_by"], listed["until_at"]) == ("www.xn--mller-kva.example", "Anna", None)
    assert "xn--mller-kva" in run(own_path, "block", "--list").stdout
    assert "xn--mller-kva" in run(own_path, "status").stdout

    lifted = run(own_path, "block", "--lift", "www.müller.example")
    assert lifted.exit_code == 0
    assert "open again" in lifted.stdout
    assert run(own_path, "block", "--list").stdout == "no block is in force\n"

    again = run(own_path, "block", "--lift", "www.müller.example")
    assert again.exit_code == 1
    assert "no block of" in one_line_error(again)


def test_a_block_may_end_by_itself(run: Kaaw, own_path: Path) -> None:
    made = document(run(own_path, "block", "a.example/b/*", "--reason", "Bitte", "--until", "2999-01-01", "--json"))
    assert (made["subject"], made["until_at"]) == ("a.example/b/*", "2999-01-01T23:59:59.999Z")
    assert document(run(own_path, "block", "--list", "--json")) == [made]


def test_derive_makes_everything_again(run: Kaaw, own_path: Path) -> None:
    report = document(run(own_path, "derive", "--workers", "1", "--json"))
    assert report["captures"] == 10
    status = document(run(own_path, "status", "--json"))
    assert status["counts"]["captures_not_read"] == 0
    assert status["counts"]["captures"] == 10


def test_derive_says_what_room_it_needs(run: Kaaw, own_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run(own_path, "derive", "--workers", "1").stderr
    assert re.fullmatch(r"needs about \d+\.\d MB beside the archive, .+ are free\n", said)
    monkeypatch.setattr(rederive, "free_bytes", lambda path: 1_000_000)
    ran = run(own_path, "derive", "--workers", "1")
    assert ran.exit_code == 5
    assert "and 1 MB are free: make room and run the same again" in one_line_error(ran)


def test_progress_is_a_line_a_minute_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    now_s = 0.0
    lines = printing.ProgressLines("deriving", lambda: now_s)
    for second in range(0, 121, 10):
        now_s = float(second)
        lines.update(second, 1_000)
    assert capsys.readouterr().err.splitlines() == [
        "deriving: 6 %, about 16 min left",
        "deriving: 12 %, about 15 min left",
    ]


def test_derive_compares_a_sample_and_changes_nothing(run: Kaaw, own_path: Path) -> None:
    run(own_path, "derive", "--workers", "1")
    own_path.chmod(0o444)
    report = document(run(own_path, "derive", "--compare", "--all", "--workers", "1", "--json"))
    assert report["sampled"] == report["readings"] > 0
    assert (report["differences"], report["changed"]) == ([], {})
    said = run(own_path, "derive", "--compare", "--sample", "1", "--workers", "1")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.startswith(f"1 reading of {report['readings']} made again by kaaw_archive.extract ")
    assert said.stdout.endswith(": 0 would change\n")
    assert run(own_path, "derive", "--compare", "--verdicts").exit_code == 2


def test_migrate_has_nothing_to_do(run: Kaaw, filled_path: Path) -> None:
    assert run(filled_path, "migrate").stdout.endswith(f"has schema {SCHEMA_VERSION}: nothing to do\n")
    assert document(run(filled_path, "migrate", "--json")) == {
        "from_version": SCHEMA_VERSION, "to_version": SCHEMA_VERSION, "backup": None,
    }  # fmt: skip


def test_migrate_says_where_the_backup_is(
    run: Kaaw, filled_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "archive.db.backup-v1"
    report = MigrationReport(1, 2, backup)
    monkeypatch.setattr("kaaw_archive.archive.connect.migrate", lambda _path: report)
    assert run(filled_path, "migrate").stdout == f"{filled_path}: schema 1 -> 2; the old file is {backup}\n"


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Scrapy would have been given; it ends with code 3."""
    given: list[str] = []

    def execute(argv: list[str]) -> None:
        given.extend([os.environ["SCRAPY_SETTINGS_MODULE"], *argv])
        sys.exit(3)

    monkeypatch.setattr("scrapy.cmdline.execute", execute)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "kaaw_archive.settings")
    return given


def test_crawl_hands_everything_on(
    run: Kaaw, executed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(None, "crawl", "site", "-a", "urls=x", "-sA=h", "--nolog", "--archive", "b.db", "-L", "INFO")
    assert result.exit_code == 3
    assert executed == [
        "kaaw_archive.settings", "kaaw", "crawl", "site", "-a", "urls=x", "-sA=h", "--nolog", "-L", "INFO",
        "-s", f"ARCHIVE={tmp_path / 'b.db'}",
    ]  # fmt: skip


@pytest.mark.parametrize("setting", [["-s", "ARCHIVE=x.db"], ["-sARCHIVE=x.db"], ["--set=ARCHIVE=x.db"]])
def test_an_archive_in_the_settings_is_kept(
    run: Kaaw, executed: list[str], monkeypatch: pytest.MonkeyPatch, setting: list[str]
) -> None:
    monkeypatch.setenv("KAAW_ARCHIVE", "y.db")
    run(None, "crawl", "site", *setting)
    assert executed[-len(setting) :] == setting


def test_what_scrapy_says_at_its_end_is_one_line(run: Kaaw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapy.cmdline.execute", lambda _argv: sys.exit("the add-on is missing"))
    result = run(None, "crawl", "site")
    assert result.exit_code == 1
    assert one_line_error(result) == "the add-on is missing"


def test_an_archive_named_before_the_subcommand_is_its_archive(
    run: Kaaw, own_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = own_path.rename(own_path.with_name("other.db"))
    monkeypatch.chdir(other.parent)
    ran = run(other, "links", "watch", "https://amt.example/neu")
    assert (ran.exit_code, ran.stdout[:2]) == (0, "1 ")
    assert not own_path.exists()
    again = run(other, "links", "watch", "https://amt.example/neu")
    assert "1 were already" in again.stdout
