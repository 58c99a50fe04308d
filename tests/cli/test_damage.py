"""The commands verify and recover: what they print, and how they end."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.archive import damage
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


def test_nothing_is_wrong(run: Kaaw, filled_path: Path) -> None:
    ran = run(filled_path, "verify")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.endswith("nothing is wrong\n")
    assert document(run(filled_path, "verify", "--quick", "--json"))["is_sound"]


def test_a_damaged_payload_ends_with_6(run: Kaaw, own_path: Path) -> None:
    execute(own_path, "UPDATE payloads SET data = x'00' WHERE rowid = 1")
    ran = run(own_path, "verify")
    assert ran.exit_code == 6
    assert "do not give their digest" in ran.stdout
    assert "https://www.stadt.example/presse/strassenbau" in ran.stdout
    assert json.loads(run(own_path, "verify", "--json").stdout)["exit_code"] == 6


@pytest.mark.slow
def test_what_can_be_derived_ends_with_1_and_is_derived(run: Kaaw, own_path: Path) -> None:
    run(own_path, "derive", "--workers", "1")
    execute(own_path, "INSERT INTO search_index (search_index) VALUES ('delete-all')")
    ran = run(own_path, "verify")
    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (1, "kaaw derive makes it again")
    run(own_path, "derive", "--workers", "1")
    assert run(own_path, "verify").exit_code == 0


def test_damaged_pages_end_with_4(run: Kaaw, own_path: Path) -> None:
    damage.overwrite_pages(own_path, [damage.root_page(own_path, "captures_by_url")], noise=1)
    ran = run(own_path, "verify")
    assert ran.exit_code == 4
    assert "only its indexes are damaged" in ran.stdout


def test_recover_lists_what_is_lost(run: Kaaw, own_path: Path, tmp_path: Path) -> None:
    execute(own_path, "UPDATE payloads SET data = x'00' WHERE rowid = 1")
    new = tmp_path / "new.db"
    ran = run(own_path, "recover", str(new), "--workers", "1")
    assert ran.exit_code == 6
    assert "https://www.stadt.example/presse/strassenbau" in ran.stdout
    assert run(new, "verify").exit_code == 0
    assert document(run(new, "status", "--json"))["counts"]["captures"] == 10
    assert "there is a file at" in one_line_error(run(own_path, "recover", str(new)))


def test_recover_of_a_sound_archive_loses_nothing(run: Kaaw, own_path: Path, tmp_path: Path) -> None:
    report = document(run(own_path, "recover", str(tmp_path / "new.db"), "--workers", "1", "--json"))
    assert report["losses"] == []
    assert report["saved"]["captures"] == 10
