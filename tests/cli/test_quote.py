"""kaaw quote: a quotation is kept, listed with what became of it, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.archive.queries.builder import AKTE, STRASSE
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path

BEGINS = "Der Ausbau der Straße beginnt im Juni."
ENDS = "Der Ausbau der Straße endet im Juni"


def test_a_quotation_is_kept_and_listed_with_its_history(run: Kaaw, own_path: Path) -> None:
    shown = document(run(own_path, "quote", STRASSE, BEGINS, "--reason", "Bericht, S. 3", "--json"))
    (quote,) = shown["quotations"]
    assert (quote["url"], quote["text"], quote["reason"], quote["state"]) == (
        STRASSE,
        BEGINS,
        "Bericht, S. 3",
        "changed",
    )
    assert [(one["version"], one["state"]) for one in quote["history"]] == [
        (1, "changed"),
        (2, "there"),
        (3, "changed"),
    ]
    assert quote["history"][-1]["sentence"] == f"{ENDS}."
    run(own_path, "quote", STRASSE, ENDS)
    listed = run(own_path, "quote").stdout
    assert listed.startswith(f"changed  {BEGINS}")
    assert f"there  {ENDS}" in listed
    assert "version 2, " in listed
    assert [row["value"] for row in document(run(own_path, "decisions", "--kind", "quote", "--json"))] == [ENDS, BEGINS]


def test_a_quotation_is_kept_once_and_can_be_ended(run: Kaaw, own_path: Path) -> None:
    for _ in range(2):
        run(own_path, "quote", STRASSE, BEGINS)
    assert len(document(run(own_path, "quote", "--json"))["quotations"]) == 1
    assert document(run(own_path, "quote", AKTE, "--json"))["quotations"] == []
    assert run(own_path, "quote", STRASSE, BEGINS, "--end").stdout == "no quotation is watched\n"
    assert "no watched quotation" in one_line_error(run(own_path, "quote", STRASSE, BEGINS, "--end"))
    assert len(document(run(own_path, "decisions", "--kind", "quote", "--ended", "--json"))) == 1


def test_what_no_version_has_is_no_quotation(run: Kaaw, own_path: Path) -> None:
    assert "no version of" in one_line_error(run(own_path, "quote", STRASSE, "Der Ausbau ist teuer."))
    assert "never captured" in one_line_error(run(own_path, "quote", "nirgends", "Text"))
    assert run(own_path, "quote", "--end").exit_code == 2
