"""Tables outside of a terminal: each row is one line, and a long cell widens no other row without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal import tables

if TYPE_CHECKING:
    import pytest

LONG = "https://www.stadt.example/" + "aktuelles/" * 30


def test_one_long_address_fills_no_other_row_with_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_table(("url", "state"), [(LONG, "alive"), ("https://a.example/", "dead")])
    head, first, second = capsys.readouterr().out.splitlines()
    assert first == f"{LONG}  alive"
    assert second.split() == ["https://a.example/", "dead"]
    assert len(second) < 80
    assert head.index("state") == second.index("dead")


def test_short_cells_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_table(("url", "requests"), [("https://a.example/aktuelles", 9), ("https://b.example/", 10)])
    assert capsys.readouterr().out.splitlines()[1:] == [
        "https://a.example/aktuelles         9",
        "https://b.example/                 10",
    ]
