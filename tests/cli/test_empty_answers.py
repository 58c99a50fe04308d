"""An empty answer that says why: an unknown name, a day without captures, a language that no text has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kaaw_archive
from kaaw_archive.errors import WrongArguments
from tests.cli.conftest import Kaaw, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


def test_events_of_an_address_that_was_never_captured_are_an_error(run: Kaaw, filled_path: Path) -> None:
    assert "nothing is known of nirgends.example" in one_line_error(run(filled_path, "events", "nirgends.example"))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("events", "--since", "2030-01-01"), "what happened at other times is not known"),
        (("search", "Impressum"), "kaaw crawl site -a urls=URL"),
        (
            ("search", "Straße", "--as-of", "2001-01-01"),
            "nothing was captured until 2001-01-01",
        ),
        (("search", "Straße", "--as-of", "2030-01-01"), "the archive of 2030-01-01 is that of this day"),
        (("links", "--host", "nirgends.example"), "no link leads to a host nirgends.example: there are "),
        (("trend", "--language", "xx"), "no text is in xx: the archive has"),
        (("trend", "--by", "kind"), "else what its folder says"),
    ],
)
def test_an_answer_says_what_it_does_not_know(
    run: Kaaw, filled_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    result = run(filled_path, *arguments)
    assert result.exit_code == 0
    assert reason in result.stderr


def test_an_empty_file_says_that_no_text_is_in_the_language(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    result = run(filled_path, "export", "--language", "xx", "--to", str(tmp_path / "no.csv"))
    assert "no text is in xx" in result.stderr


def test_python_searches_no_unknown_source(filled_path: Path) -> None:
    with kaaw_archive.open(filled_path) as archive, pytest.raises(WrongArguments, match="no source nirgends"):
        archive.search("Straße", source="nirgends")
