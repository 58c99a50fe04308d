"""``kaaw demo`` as a user runs it: what it prints, what it leaves, and what it never touches."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from tests.program import Program, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

# of a machine behind a proxy; nothing of it may matter, as nothing may leave the machine
ELSEWHERE = {"http_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "no_proxy": "*"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """With the archive of a demo of one day in its folder."""
    program = Program(tmp_path_factory.mktemp("demo"))
    ran = program.run(*kaaw_command("demo", "--days", "1"), env=ELSEWHERE, timeout=120)
    assert ran.code == 0, ran.output
    (program.folder / "said.txt").write_text(ran.stdout)
    yield program
    program.close()


def test_it_tells_of_the_day_of_the_sources_of_the_links_and_what_to_try(program: Program) -> None:
    said = (program.folder / "said.txt").read_text()
    assert "  1  2016-09-20 " in said
    assert "the first visit" in said
    for source in ("kaaw.de", "bmi.bund.de", "kommunen.nrw"):
        assert source in said
    assert "»HIER«" in said
    assert "\x1b" not in said  # no terminal, no colours
    assert "finished" not in said  # every crawl did, so none is named
    for command in ("kaaw status", "kaaw search", "kaaw history", "kaaw diff", "sqlite3 -readonly"):
        assert command in said


def test_the_archive_is_one_file_like_any_other_and_no_lock_outlives_the_demo(program: Program) -> None:
    assert [file.name for file in program.folder.glob("demo.db*")] == ["demo.db"]
    ran = program.run(*kaaw_command("status", "--archive", "demo.db", "--json"))
    status = json.loads(ran.stdout)
    assert status["counts"]["articles"] >= 50
    assert {crawl["state"] for crawl in status["crawls"]} == {"finished"}


def test_keep_leaves_what_is_there(program: Program) -> None:
    ran = program.run(*kaaw_command("demo", "--keep"))
    assert ran.code == 2
    assert "--keep" in ran.check_one_error()


@pytest.mark.parametrize("content", [b"", b"Kein Archiv, sondern ein Brief."])
def test_what_no_demo_made_is_never_replaced(program: Program, content: bytes) -> None:
    file = program.folder / "letter.db"
    file.write_bytes(content)
    ran = program.run(*kaaw_command("demo", "--archive", "letter.db"))
    assert ran.code == 2
    assert "may be replaced" in ran.check_one_error()
    assert file.read_bytes() == content


def test_the_archive_of_a_real_crawl_is_never_replaced(program: Program) -> None:
    real = program.folder / "real.db"
    command = kaaw_command("crawl", "site", "-a", "urls=http://127.0.0.1:9/", "--archive", str(real))
    program.run(*command)
    before = real.read_bytes()
    ran = program.run(*kaaw_command("demo", "--archive", str(real)))
    assert ran.code == 2
    assert "real crawl" in ran.check_one_error()
    assert real.read_bytes() == before


def test_an_archive_of_the_environment_is_not_meant(program: Program, tmp_path: Path) -> None:
    ran = program.run(*kaaw_command("demo", "--keep"), env={"KAAW_ARCHIVE": str(tmp_path / "real.db")})
    assert "demo.db" in ran.check_one_error()
    assert not (tmp_path / "real.db").exists()


def test_all_of_it_is_one_json_document(program: Program) -> None:
    ran = program.run(*kaaw_command("demo", "--days", "1", "--json"), timeout=120)  # replaces the demo's own
    assert (ran.code, ran.stderr) == (0, "")
    report = json.loads(ran.stdout)
    assert [day["on"] for day in report["days"]] == ["2016-09-20"]
    assert {link["anchor"] for link in report["links"]} >= {"HIER", "Pressemitteilung"}
    assert report["asked"]["article"] >= 50


def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("kaaw_demo.") and name != "kaaw_demo.command"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("kaaw_demo.run", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = CliRunner().invoke(kaaw, ["demo", "--days", "1"], prog_name="kaaw")
    assert result.exit_code == 2
    assert result.stderr == (
        "kaaw: error: the demo needs jinja2, which is not installed: pip install 'kaaw-archive[demo]'\n"
    )
