"""``kaaw cite``: the version that was asked for, by every id, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.archive.queries.builder import AKTE, FEHLT, STRASSE
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("options", "version"), [([], 3), (["--version", "1"], 1), (["--at", "2016-09-22"], 2)])
def test_the_version_that_was_asked_for(run: Kaaw, filled_path: Path, options: list[str], version: int) -> None:
    cited = document(run(filled_path, "cite", STRASSE, "--json", *options))
    assert (cited["url"], cited["version"], cited["versions"]) == (STRASSE, version, 3)
    for name in ("capture_uid", "payload_digest", "text_digest"):
        assert document(run(filled_path, "cite", cited[name], "--json")) == cited


@pytest.mark.parametrize("form", ["text", "bibtex", "ris", "csl-json", "html"])
def test_each_format_names_the_capture_and_writes_nothing(run: Kaaw, filled_path: Path, form: str) -> None:
    before = filled_path.read_bytes()
    uid = document(run(filled_path, "cite", STRASSE, "--json"))["capture_uid"]
    result = run(filled_path, "cite", STRASSE, "--format", form, "--quote", "endet im Juni")
    assert result.exit_code == 0
    assert uid in result.stdout
    assert "endet im Juni" in result.stdout
    assert filled_path.read_bytes() == before


def test_a_title_of_others_steers_no_terminal(run: Kaaw, filled_path: Path) -> None:
    for form in ("text", "bibtex", "ris", "csl-json", "html"):
        written = run(filled_path, "cite", AKTE, "--format", form, "--quote", "Sie ist rot.").stdout
        assert not set(written) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_selectors_have_the_place_in_the_text(run: Kaaw, filled_path: Path) -> None:
    cited = document(run(filled_path, "cite", STRASSE, "--quote", "endet im Juni", "--json"))
    quoted, place = cited["selectors"]
    (article,) = document(run(filled_path, "show", STRASSE, "--json"))["articles"]
    assert (quoted["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert article["text"][place["start"] : place["end"]] == quoted["exact"] == "endet im Juni"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([STRASSE, "--quote", "beginnt im Mai"], "does not say that"),
        ([FEHLT], "has no article"),
        (["https://nirgends.example/"], "never captured"),
        ([STRASSE, "--version", "9"], "no version 9"),
        ([STRASSE, "--version", "1", "--at", "2016-09-22"], "exclude each other"),
    ],
)
def test_what_cannot_be_cited_is_one_line(run: Kaaw, filled_path: Path, arguments: list[str], said: str) -> None:
    assert said in one_line_error(run(filled_path, "cite", *arguments))
