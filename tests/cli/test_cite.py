"""``kaaw cite``: the version that was asked for, by every id, and nothing is written."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.archive.queries.builder import AKTE, FEHLT, STRASSE, Builder, article
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("options", "version"), [([], 3), (["--version", "1"], 1), (["--at", "2016-09-22"], 2)])
def test_the_version_that_was_asked_for(run: Kaaw, filled_path: Path, options: list[str], version: int) -> None:
    cited = document(run(filled_path, "cite", STRASSE, "--json", *options))
    assert (cited["url"], cited["version"], cited["versions"]) == (STRASSE, version, 3)
    assert cited.pop("certainty", {"is_shown": True})["is_shown"]
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
        ([STRASSE, "--quote", "beginnt im Mai"], "does not say that, but version 1 does: --version 1"),
        ([STRASSE, "--quote", "Die Förderung läuft an."], "but versions 1, 2 do: --version 2"),
        ([STRASSE, "--quote", "Die Steuer sinkt."], "does not say that, and no other version of this text does"),
        ([FEHLT], "has no article"),
        (["https://nirgends.example/"], "never captured"),
        ([STRASSE, "--version", "9"], "no version 9"),
        ([STRASSE, "--version", "1", "--at", "2016-09-22"], "exclude each other"),
    ],
)
def test_what_cannot_be_cited_is_one_line(run: Kaaw, filled_path: Path, arguments: list[str], said: str) -> None:
    assert said in one_line_error(run(filled_path, "cite", *arguments))


LIST = "https://www.verein.example/index.php/aktuelles"
ROW = f"{LIST}/1-a"
PROOF = ("capture_uid", "captured_url", "captured_at", "payload_digest")


@pytest.fixture
def listed_path(archive_path: Path) -> Path:
    """A list shows an article on one day, its own page shows it on the next one, and is a 404 later."""
    shown = article(ROW, "Wirtschaftsplan", "Die Umlage bleibt unverändert.")
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="verein.example")
        builder.page(LIST, "2016-09-22T12:00:01.000Z", shown)
        builder.page(ROW, "2016-09-23T12:00:02.000Z", shown, body="<h1>Wirtschaftsplan</h1>")
        builder.page(ROW, "2016-09-25T12:00:02.000Z", status=404)
    return archive_path


def test_a_capture_of_the_own_page_proves_and_a_list_is_named(run: Kaaw, listed_path: Path) -> None:
    of_list, own = (
        document(run(listed_path, "cite", ROW, "--at", day, "--json")) for day in ("2016-09-22", "2016-09-23")
    )
    assert (of_list["captured_url"], own["captured_url"]) == (LIST, ROW)
    assert of_list["capture_uid"] != own["capture_uid"]
    assert of_list["text_digest"] == own["text_digest"]
    for cited, day in ((of_list, "2016-09-22"), (own, "2016-09-23")):
        (shown,) = json.loads(run(listed_path, "show", ROW, "--at", day, "--json").stdout)["articles"]
        assert {name: shown[name] for name in PROOF} == {name: cited[name] for name in PROOF}
    assert f"as shown on {LIST}, captured" in run(listed_path, "cite", ROW, "--at", "2016-09-22").stdout
    assert "as shown on" not in run(listed_path, "cite", ROW).stdout


def test_a_day_on_which_the_page_was_not_there_is_said(run: Kaaw, listed_path: Path) -> None:
    gone = run(listed_path, "cite", ROW, "--at", "2016-09-26")
    assert gone.exit_code == 10
    assert "2016-09-23" in gone.stdout
    assert "the page was not there then" in gone.stderr
    assert "status 404" in gone.stderr
