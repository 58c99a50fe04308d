"""Differences between the schema of a file and the one that our migrations make: it may come from a stranger."""

from __future__ import annotations

import functools
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Literal, NamedTuple

from kaaw_archive.archive import row_digests

if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECTS = r"SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid"
_LAYOUT = re.compile(r'[\s"]+')  # which versions of SQLite write in their own way when a table is altered

Objects = dict[tuple[str, str], str]  # SQL by type ("table", "index", "view", "trigger") and name


class SchemaDifference(NamedTuple):
    """A table, index, view or trigger that is added, missing, or made by other SQL than ours."""

    change: Literal["added", "changed", "missing"]
    type: str
    name: str


def schema_differences(connection: sqlite3.Connection, version: int) -> Iterator[SchemaDifference]:
    """Yield the differences to our schema of this version, in the order of the file. Changes nothing."""
    ours, theirs = _made(version), _objects(connection)
    for (kind, name), sql in theirs.items():
        if (kind, name) not in ours:
            yield SchemaDifference("added", kind, name)
        elif sql != ours[kind, name]:
            yield SchemaDifference("changed", kind, name)
    for kind, name in ours.keys() - theirs.keys():
        yield SchemaDifference("missing", kind, name)


def views_for_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of our tables that are views here: to read one may never end."""
    from kaaw_archive.archive.schema import SCHEMA_VERSION

    tables = {name for kind, name in _made(SCHEMA_VERSION) if kind == "table"}
    return [name for kind, name in _objects(connection) if kind == "view" and name in tables]


def _objects(connection: sqlite3.Connection) -> Objects:
    return {(kind, name): _LAYOUT.sub("", sql or "").lower() for kind, name, sql in connection.execute(_OBJECTS)}


@functools.cache  # all migrations run for it
def _made(version: int) -> Objects:
    from sqlite_utils import Database

    from kaaw_archive.archive.migrations import MIGRATIONS

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        row_digests.register(connection)
        database = Database(connection)
        later = [migration.name for migration in MIGRATIONS.pending(database)][version:]
        MIGRATIONS.apply(database, stop_before=later[:1])
        return _objects(connection)
