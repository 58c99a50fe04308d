"""The explanations of tables and columns as documents: Markdown for people, metadata for Datasette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.columns import KINDS, Column, Relation, internal_tables, relations

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLES = {"facts": "Facts", "derived": "Derivations", "decisions": "Decisions", "views": "Views"}
_INTRODUCTIONS = {
    "facts": "What was observed. Rows are added and not changed, with three exceptions. The row of a crawl is completed"
    " at its end. The verdict, rule and reason of a check and the page of a capture are derived, and may be others"
    " after an upgrade. The bytes of a payload can be left out of a small archive that `kaaw export` or `kaaw release`"
    " made; no command erases them.",
    "derived": "What `kaaw derive` can make again from the facts. Ids may change then; keys, addresses and uids stay.",
    "decisions": "What people decided, by address. No derivation changes them.",
    "views": "Tables joined for people who ask in SQL. `source` is always the publisher, never the `*` of a crawl.",
}
_HEAD = """\
# Schema

Any SQLite program can read an archive. These tables, views and columns are a promise: columns may be added, none
changes its meaning. Tables whose names begin with an underscore, `search_` or
`snapshots_fts` are internal.

Times end in `_at` and are UTC, always like `2016-09-22T12:05:00.000Z`; days end in `_on`. Booleans are 0 or 1. `NULL`
in the second column means that a value may be missing.

This page is made by `kaaw schema --markdown`; `kaaw schema TABLE` shows the same on a terminal.
"""

Values = tuple[tuple[str, str], ...]  # value and its meaning


def markdown() -> str:
    """Return the text of docs/schema.md."""
    shown: dict[Values, str] = {}
    return _HEAD + "".join(line for kind in KINDS for line in _section(kind, shown))


def datasette(database: str) -> dict[str, Any]:
    """Return Datasette's metadata for a database of this name: descriptions, and internal tables that are hidden."""
    tables: dict[str, Any] = {name: {"hidden": True} for name in internal_tables()}
    for relation in relations():
        lines = {column.name: column.text + _values_in_words(column) for column in relation.columns}
        tables[relation.name] = {"description": relation.text, "columns": lines}
    return {"databases": {database: {"tables": tables}}}


def document(relation: Relation) -> dict[str, Any]:
    """Return a table or view as JSON-able values."""
    columns = [
        {
            "name": column.name,
            "type": column.type or None,
            "is_nullable": column.is_nullable,
            "text": column.text,
            "values": dict(column.values),
        }
        for column in relation.columns
    ]
    return {"name": relation.name, "kind": relation.kind, "text": relation.text, "columns": columns}


def _section(kind: str, shown: dict[Values, str]) -> Iterator[str]:
    """Yield the text about the tables of a kind. ``shown`` has the column of each list of values that is there."""
    yield f"\n## {_TITLES[kind]}\n\n{_INTRODUCTIONS[kind]}\n"
    for relation in relations():
        if relation.kind == kind:
            yield f"\n### {relation.name}\n\n{relation.text}\n\n| column | type | |\n|---|---|---|\n"
            yield from map(_row, relation.columns)
            for column in relation.columns:
                if column.values:
                    name = shown.setdefault(tuple(dict(column.values).items()), f"{relation.name}.{column.name}")
                    is_first = name == f"{relation.name}.{column.name}"
                    yield _list(column) if is_first else f"\nValues of `{column.name}`: as those of `{name}`.\n"


def _row(column: Column) -> str:
    return f"| `{column.name}` | {column.type}{' NULL' if column.is_nullable else ''} | {column.text} |\n"


def _list(column: Column) -> str:
    return f"\nValues of `{column.name}`:\n\n" + "".join(
        f"- `{name}`: {text}\n" for name, text in column.values.items()
    )


def _values_in_words(column: Column) -> str:
    return "".join(f" {name}: {text}." for name, text in column.values.items())
