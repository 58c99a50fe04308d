"""Fields of an exported version: name, type and explanation, for every format and for the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kaaw_archive.archive.columns import relations
from kaaw_archive.archive.queries.exports import COLUMNS

Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]

_OF_THE_EXPORT = {
    "is_news": "True for an article, false for another page, such as an imprint",
    "reserved_by": "What the publisher reserved, by the names of the signals, separated by blanks; empty: nothing",
    "is_left_out": "True if the profile of the export left the text out for that",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export. ``type`` has the name that Table Schema (Frictionless) gives it."""

    name: str
    type: Type
    text: str


@cache
def fields() -> tuple[Field, ...]:
    """Return the fields in the order in which they are written."""
    explained = {f"{table.name}.{column.name}": column.text for table in relations() for column in table.columns}
    texts = {name: explained[column] if column else _OF_THE_EXPORT[name] for name, _, column in COLUMNS}
    texts |= {name: text for name, text in _OF_THE_EXPORT.items() if name not in texts}
    return tuple(Field(name, type_of(name), text) for name, text in texts.items())


def type_of(name: str) -> Type:
    """Return the type of a column by the ending of its name, which the schema promises.

    >>> type_of("captured_at"), type_of("published_on"), type_of("is_news"), type_of("version"), type_of("title")
    ('datetime', 'date', 'boolean', 'integer', 'string')
    """
    if name.startswith(("is_", "has_")):
        return "boolean"
    if name.endswith("_at"):
        return "datetime"
    if name.endswith("_on"):
        return "date"
    if name in ("significance", "rank"):
        return "number"
    return "integer" if name.endswith(("version", "addresses", "_id", "_bytes", "_ms")) else "string"
