"""Schemas of what commands print with ``--json``: a TOML file a command beside this one, and records that they share.

``[forms]`` has the documents that a command prints, by the occasion; each other table is a record, whose keys are those
of the JSON object. A value is ``TYPE: text``, or ``TYPE = table.column`` with the text of a column of the archive. TYPE
is string, integer, number, boolean, day, time, any, a record, ``list of TYPE`` or ``map of TYPE`` (an object by name);
``?`` behind it: may be null. A key that ends in ``?`` may be missing. Adding a command is adding its file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.columns import Column, relations
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHARED = "records"  # the file of the records that several commands print
_VALUE = re.compile(r"([a-z_ ]+)(\??)(?:: (.+)| = (\w+)\.(\w+))")
_SIMPLE: Mapping[str, Mapping[str, str]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "date-time", "pattern": "Z$"},
    "any": {},
}


@dataclass(frozen=True, slots=True)
class Value:
    """Value of a key: its type in words, if it may be null, its meaning, and the values of an enumeration."""

    type: str
    is_nullable: bool
    text: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JsonOutput:
    """Documents that a command prints with ``--json``: a value for each occasion, and records by name.

    A key of a record that ends in ``?`` may be missing.
    """

    command: str
    forms: Mapping[str, Value]
    records: Mapping[str, Mapping[str, Value]]


def commands() -> list[str]:
    """Return the names of the commands that have a schema, as they are typed after `kaaw`."""
    names = (file.name.removesuffix(".toml") for file in resources.files(__package__).iterdir() if _is_toml(file.name))
    return sorted(name.replace("_", " ") for name in names if name != _SHARED)


def output(command: str) -> JsonOutput:
    """Return what a command prints, with the shared records that it uses. Raises WrongArguments for an unknown one."""
    if command not in commands():
        raise WrongArguments(f"kaaw {command} prints no JSON: `kaaw schema --command all` lists the commands that do")
    lines = _read(command.replace(" ", "_"))
    forms = {name: _value(text) for name, text in lines.pop("forms").items()}
    own = {name: {key: _value(text) for key, text in keys.items()} for name, keys in lines.items()}
    known, records = own | _shared(), {}
    waiting = list(forms.values())
    while waiting:
        name = record_of(waiting.pop().type)
        if name not in _SIMPLE and name not in records:
            records[name] = known[name]
            waiting += known[name].values()
    return JsonOutput(command, forms, {name: records[name] for name in known if name in records})


def own_records(command: str) -> list[str]:
    """Return the names of the records in the file of a command."""
    return [name for name in _read(command.replace(" ", "_")) if name != "forms"]


def json_schema(command: str, *, is_closed: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a command. ``is_closed``: no key but those that are named.

    Programs take the open one: a later version may add a key.
    """
    found = output(command)
    forms = [_schema(form) for form in found.forms.values()]
    records = {name: _record(keys, is_closed=is_closed) for name, keys in found.records.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kaaw {command} --json",
        **(forms[0] if len(forms) == 1 else {"anyOf": forms}),
        **({"$defs": records} if records else {}),
    }


def record_of(type_name: str) -> str:
    """Return the type within lists and maps.

    >>> record_of("list of map of hit")
    'hit'
    """
    return type_name.rpartition(" of ")[2]


def _is_toml(name: str) -> bool:
    return name.endswith(".toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _shared() -> dict[str, dict[str, Value]]:
    return {name: {key: _value(text) for key, text in keys.items()} for name, keys in _read(_SHARED).items()}


@cache
def _columns() -> dict[tuple[str, str], Column]:
    return {(table.name, column.name): column for table in relations() for column in table.columns}


def _value(line: str) -> Value:
    """Return a value of its line. Raises ValueError for a line of another form, KeyError for an unknown column."""
    found = _VALUE.fullmatch(line)
    if found is None:
        raise ValueError(f"no value of a schema: {line}")
    type_name, question, text, table, name = found.groups()
    if text is not None:
        return Value(type_name, bool(question), text)
    column = _columns()[table, name]
    return Value(type_name, bool(question), column.text.replace("NULL", "null"), tuple(column.values))


def _record(keys: Mapping[str, Value], *, is_closed: bool) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name.removesuffix("?"): _schema(value) for name, value in keys.items()},
        "required": [name for name in keys if not name.endswith("?")],
        **({"additionalProperties": False} if is_closed else {}),
    }


def _schema(value: Value) -> dict[str, Any]:
    schema = _of_type(value.type)
    if value.values:
        schema = schema | {"enum": list(value.values)}
    if value.is_nullable:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"description": value.text, **schema}


def _of_type(name: str) -> dict[str, Any]:
    if inner := name.removeprefix("list of ") if name.startswith("list of ") else "":
        return {"type": "array", "items": _of_type(inner)}
    if inner := name.removeprefix("map of ") if name.startswith("map of ") else "":
        return {"type": "object", "additionalProperties": _of_type(inner)}
    return dict(_SIMPLE[name]) if name in _SIMPLE else {"$ref": f"#/$defs/{name}"}
