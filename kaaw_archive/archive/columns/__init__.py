"""Explanations of each promised table, view and column: one line each, the only source of all documents about them.

They stand in the TOML files beside this one, a file a kind of table. A line "= table.column" repeats that of another
column; ``[table.values.column]`` lists the values of an enumeration; ``[table.writers]`` names, for a column that may
be NULL and that no archive of the tests fills, the function that writes it.
"""

from __future__ import annotations

import tomllib
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from kaaw_archive.archive.migrations import MIGRATIONS
from kaaw_archive.verdicts import MEANINGS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

KINDS = ("facts", "derived", "decisions", "views")  # in the order of the documents


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is SQLite's, empty if a view computes it; ``is_nullable`` is None for columns of views.

    ``values`` are those of an enumeration, each with its meaning; ``writer`` is the dotted name of a function.
    """

    name: str
    text: str
    type: str
    is_nullable: bool | None
    values: Mapping[str, str]
    writer: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One promised table or view; ``kind`` is one of :data:`KINDS`."""

    name: str
    kind: str
    text: str
    columns: tuple[Column, ...]


@cache
def relations() -> tuple[Relation, ...]:
    """Return all promised tables and views, with their columns in the order of the schema."""
    explained = _explained()
    with closing(Database(memory=True)) as db:
        MIGRATIONS.apply(db)
        return tuple(
            Relation(name, lines["kind"], lines["text"], tuple(_columns(db.conn, name, explained)))
            for name, lines in explained.items()
        )


@cache
def internal_tables() -> tuple[str, ...]:
    """Return the names of all other tables but those that FTS5 makes for itself."""
    with closing(Database(memory=True)) as db:
        MIGRATIONS.apply(db)
        names = [
            row[0] for row in db.conn.execute("SELECT name FROM pragma_table_list WHERE type = 'table' ORDER BY name")
        ]
    return tuple(name for name in names if name not in _explained() and not name.startswith("sqlite_"))


@cache
def _explained() -> dict[str, dict[str, Any]]:
    """Return the lines of all tables and views by name, those that repeat another one filled in."""
    explained: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        file = resources.files(__package__).joinpath(f"{kind}.toml")
        for name, lines in tomllib.loads(file.read_text(encoding="utf-8")).items():
            explained[name] = {"values": {}, "writers": {}, **lines, "kind": kind}
    explained["link_checks"]["values"]["verdict"] = {str(v): meaning.sentence for v, meaning in MEANINGS.items()}
    for lines in explained.values():
        for name, text in lines["columns"].items():
            while text.startswith("= "):
                table, _, column = text[2:].partition(".")
                text = explained[table]["columns"][column]
                for part in ("values", "writers"):
                    if column in explained[table][part]:
                        lines[part].setdefault(name, explained[table][part][column])
            lines["columns"][name] = text
    return explained


def _columns(connection: sqlite3.Connection, name: str, explained: Mapping[str, Mapping[str, Any]]) -> Iterator[Column]:
    lines = explained[name]
    found = connection.execute('SELECT name, type, "notnull" OR pk FROM pragma_table_info(?)', (name,)).fetchall()
    for column, declared, is_required in found:
        yield Column(
            name=column,
            text=lines["columns"].get(column, ""),
            type=declared,
            is_nullable=None if lines["kind"] == "views" else not is_required,
            values=lines["values"].get(column, {}),
            writer=lines["writers"].get(column),
        )
