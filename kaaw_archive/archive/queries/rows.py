"""Rows as plain dictionaries, keyed by the names of their columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]


def each_row(
    connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | Sequence[object] | None = None
) -> Iterator[Row]:
    """Yield the rows of a query; columns whose names begin with ``is_`` are True, False or None.

    The connection needs no row factory of its own.
    """
    cursor = connection.execute(sql, parameters or {})
    names = [column[0] for column in cursor.description]
    truths = [name for name in names if name.startswith("is_")]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        for name in truths:
            row[name] = None if row[name] is None else bool(row[name])
        yield row


def all_rows(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """Return all rows of a query, as :func:`each_row` yields them."""
    return list(each_row(connection, sql, parameters))


def first_row(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | None = None) -> Row | None:
    """Return the first row of a query, None if it has none."""
    found = all_rows(connection, sql, parameters)
    return found[0] if found else None


def texts(values: Iterable[str]) -> str:
    """Return texts that the program itself names, without quotes in them, for use in a statement after IN.

    >>> texts(["dead", "failing"])
    "('dead', 'failing')"
    """
    return "(" + ", ".join(f"'{value}'" for value in sorted(values)) + ")"


def as_list(values: Iterable[str] | Iterable[int]) -> str:
    """Return texts or numbers as one parameter for ``json_each``: a statement has a limit of parameters."""
    return json.dumps(list(values))
