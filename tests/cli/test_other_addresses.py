"""Commands about one address name the other addresses of its text: its edits may be in their versions."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import STRASSE, Builder, article
from tests.cli.conftest import one_line_error

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

OLD, NEW = "https://www.amt.example/index.php/1-umlage", "https://www.amt.example/aktuelles/umlage.html"


@pytest.fixture
def moved_path(empty_path: Path) -> Path:
    """An article that was edited at one address, and is at another one now."""
    with closing(open_for_writing(empty_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="amt.example")
        for day, url, text in (
            (22, OLD, "Die Umlage sinkt."),
            (23, OLD, "Die Umlage bleibt."),
            (25, NEW, "Die Umlage bleibt."),
        ):
            shown = article(url, "Umlage beschlossen", text, published_on="2016-09-21")
            builder.page(url, f"2016-09-{day}T12:00:00.000Z", shown)
        find_works(connection)
    return empty_path


@pytest.mark.parametrize("command", [["history", "--json"], ["diff"]])
def test_the_earlier_address_is_named(run: Kaaw, moved_path: Path, command: list[str]) -> None:
    result = run(moved_path, *command, NEW)
    assert result.exit_code == 0
    assert f"{OLD} (2 versions)" in result.stderr
    assert f"{NEW} (1 version)" in run(moved_path, *command, OLD).stderr


def test_a_quotation_is_looked_for_at_the_other_addresses(run: Kaaw, moved_path: Path) -> None:
    result = one_line_error(run(moved_path, "cite", NEW, "--quote", "Die Umlage sinkt."))
    assert result.endswith(f"does not say that, but version 1 of {OLD} does: --version 1")


def test_history_lists_the_versions_and_edits_at_the_earlier_address(run: Kaaw, moved_path: Path) -> None:
    lines = run(moved_path, "history", NEW).stdout.splitlines()
    at = lines.index("2 versions at another address")
    assert lines[at + 1] == OLD
    rest = lines[at:]
    assert [line.split()[:2] for line in rest if "Umlage beschlossen" in line] == [
        ["1", "2016-09-22"],
        ["2", "2016-09-23"],
    ]
    assert any(line.strip().startswith("version 2 (silent): ") for line in rest)


@pytest.mark.parametrize("command", ["show", "cite"])
def test_a_day_before_the_present_address_names_the_one_of_then(run: Kaaw, moved_path: Path, command: str) -> None:
    assert f"its text was seen before at {OLD}" in one_line_error(run(moved_path, command, NEW, "--at", "2016-09-24"))


@pytest.mark.parametrize("command", ["history", "diff", "blame"])
def test_a_text_with_one_address_needs_no_word(run: Kaaw, filled_path: Path, command: str) -> None:
    assert run(filled_path, command, STRASSE).stderr == ""
