"""Schemas of what commands print with ``--json``: each command that prints has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from jsonschema import Draft202012Validator

from kaaw_archive.cli import kaaw, schemas
from kaaw_archive.cli.schemas import page
from tests.cli.conftest import document
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import Kaaw

WITHOUT = {"crawl": "lines of Scrapy's log", "mcp": "messages of a protocol"}


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    if path and (not isinstance(command, click.Group) or command.invoke_without_command):
        yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, *path, name)


COMMANDS = dict(commands(kaaw))


def test_each_command_that_prints_has_json_and_a_schema() -> None:
    with_json = {name for name, one in COMMANDS.items() if any("--json" in part.opts for part in one.params)}
    assert with_json == set(COMMANDS) - set(WITHOUT)
    assert with_json == set(schemas.commands())


@pytest.mark.parametrize("command", schemas.commands())
def test_each_schema_is_one_and_uses_all_its_records(command: str) -> None:
    schema = schemas.json_schema(command)
    Draft202012Validator.check_schema(schema)
    used = schemas.output(command).records
    assert set(schemas.own_records(command)) <= set(used)


def test_a_schema_allows_keys_of_later_versions_and_no_other_types() -> None:
    schema = Draft202012Validator(schemas.json_schema("links unwatch"))
    made = {"ended": 1, "made_by": "a", "made_at": "2016-09-22T12:05:00.000Z"}
    assert schema.is_valid(made | {"later": 1})
    assert not Draft202012Validator(schemas.json_schema("links unwatch", is_closed=True)).is_valid(made | {"later": 1})
    for wrong in ({"ended": "1"}, {"ended": None}, {"made_at": "2016-09-22T12:05:00+02:00"}):
        assert not schema.is_valid(made | wrong)
    assert not schema.is_valid({"ended": 1})


def test_the_page_is_that_of_the_schemas() -> None:
    assert (PROJECT / "docs/json.md").read_text(encoding="utf-8") == page.markdown(schemas.commands())
    assert "NULL" not in page.markdown(schemas.commands()).replace("may be NULL", "")  # JSON has null


@pytest.mark.parametrize("arguments", [("--command", "crawl"), ("--command", "search", "captures")])
def test_what_has_no_schema_is_one_line(run: Kaaw, arguments: tuple[str, ...]) -> None:
    result: Result = run(None, "schema", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_schema_is_printed(run: Kaaw, tmp_path: Path) -> None:
    assert document(run(tmp_path / "none.db", "schema", "--command", "kaaw links explain")) == schemas.json_schema(
        "links explain"
    )
