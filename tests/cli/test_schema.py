"""``kaaw schema``: the tables and columns, for people and programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.columns import relations
from tests.cli.conftest import document, one_line_error

if TYPE_CHECKING:
    from tests.cli.conftest import Kaaw


def test_it_lists_every_table_and_needs_no_archive(run: Kaaw) -> None:
    ran = run(Path("/nowhere/archive.db"), "schema")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert [line.split()[0] for line in ran.stdout.splitlines()[1:]] == [relation.name for relation in relations()]
    assert [one["name"] for one in document(run(None, "schema", "--json"))] == [one.name for one in relations()]


def test_it_explains_the_columns_of_one_table_with_their_values(run: Kaaw) -> None:
    ran = run(None, "schema", "links")
    assert (
        "\n  health (TEXT)\n    State of the link by all of its checks.\n      unchecked: not checked yet\n"
        in ran.stdout
    )
    told = document(run(None, "schema", "links", "--json"))
    (health,) = [column for column in told["columns"] if column["name"] == "health"]
    assert (health["is_nullable"], health["values"]["unchecked"]) == (False, "not checked yet")


def test_datasette_gets_the_name_of_the_archive(run: Kaaw) -> None:
    assert list(document(run(Path("/srv/news.db"), "schema", "--datasette"))["databases"]) == ["news"]


@pytest.mark.parametrize(
    "arguments", [("nirgends",), ("links", "--datasette"), ("--json", "--markdown"), ("links", "--markdown")]
)
def test_what_makes_no_sense_ends_with_2(run: Kaaw, arguments: tuple[str, ...]) -> None:
    ran = run(None, "schema", *arguments)
    assert ran.exit_code == 2
    assert one_line_error(ran) != ""
