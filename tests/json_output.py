"""Look at a JSON document that a command printed, by the schema of the command, without any other key."""

from __future__ import annotations

from functools import cache
from typing import Any

import click
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from kaaw_archive.cli import schemas
from kaaw_archive.cli.terminal import printing

_print = printing.show_json


@cache
def validator(command: str) -> Draft202012Validator:
    return Draft202012Validator(schemas.json_schema(command, is_closed=True), format_checker=FormatChecker())


def check(command: str, document: Any) -> None:
    """Raise AssertionError if the document is not as the schema of the command says."""
    error = best_match(validator(command).iter_errors(document))
    assert error is None, f"kaaw {command} --json: {error.json_path}: {error.message[:500]}"


def show_checked(value: Any) -> None:
    """Print a document as `printing.show_json` does, after a look at it if it was asked for by --json."""
    import json

    context = click.get_current_context()
    if context.params.get("as_json") or context.params.get("form") == "json":
        name = context.command_path.removeprefix("kaaw ").strip()
        check(name, json.loads(json.dumps(value)))
    _print(value)
