"""Rows of an answer: read when they are asked for, one at a time, and as tables of other libraries."""

from __future__ import annotations

from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kaaw_archive import times
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.export.fields import Type, type_of
from kaaw_archive.export.profiles import reservations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kaaw_archive.archive.queries.rows import Row

T = TypeVar("T")

_PANDAS: Mapping[Type, str] = {
    "datetime": "datetime64[us, UTC]",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
}
_SHOWN_ROWS = 10
_SHOWN_CHARACTERS = 120


class Rows(Generic[T]):
    """Answer of an archive: an iterable of records that asks again whenever it is iterated.

    Nothing is read before that, and never more than one row is in memory, but by the methods that make a list or table.
    """

    def __init__(self, read: Callable[[], Iterator[Row]], record: Callable[..., T], names: tuple[str, ...]) -> None:
        self._read = read
        self._record = record
        self._names = names

    def __iter__(self) -> Iterator[T]:
        return (self._record(**row) for row in self._dicts())

    def first(self) -> T | None:
        """Return the first record; None if there is none."""
        return next(iter(self), None)

    def count(self) -> int:
        """Return the number of records; reads them all."""
        return sum(1 for _ in self._read())

    def to_list(self) -> list[T]:
        """Return all records."""
        return list(self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return all records as dictionaries by column."""
        return list(self._dicts())

    def to_pandas(self) -> Any:
        """Return a ``pandas.DataFrame``; whole numbers and truth values have types that may be missing.

        Raises WrongArguments if pandas is not installed.
        """
        pandas = _library("pandas")
        frame = pandas.DataFrame.from_records(self.to_dicts(), columns=list(self._names))
        return frame.astype({name: _PANDAS[of] for name, of in self._types().items() if of in _PANDAS})

    def to_polars(self) -> Any:
        """Return a ``polars.DataFrame``. Raises WrongArguments if polars is not installed."""
        polars = _library("polars")
        types = {
            "string": polars.String,
            "integer": polars.Int64,
            "number": polars.Float64,
            "boolean": polars.Boolean,
            "date": polars.Date,
            "datetime": polars.Datetime("us", "UTC"),
        }
        schema = {name: types[of] for name, of in self._types().items()} or list(self._names)
        return polars.DataFrame(self.to_dicts(), schema=schema, infer_schema_length=None)

    def to_arrow(self) -> Any:
        """Return a ``pyarrow.Table``. Raises WrongArguments if pyarrow is not installed."""
        from kaaw_archive.export.fields import Field
        from kaaw_archive.export.to_parquet import arrow_table

        if types := self._types():
            return arrow_table(list(self._read()), [Field(name, of, "") for name, of in types.items()])
        arrow = _library("pyarrow")
        rows = self.to_dicts()
        return arrow.table({name: [row[name] for row in rows] for name in self._names})

    def _types(self) -> dict[str, Type]:
        """Return the types of the columns of a record; none for any query, whose columns have those of their values."""
        return {name: type_of(name) for name in self._names} if is_dataclass(self._record) else {}

    def _dicts(self) -> Iterator[dict[str, Any]]:
        convert = value_of if is_dataclass(self._record) else value_of_any
        return ({name: convert(name, row[name]) for name in self._names} for row in self._read())

    def _repr_html_(self) -> str:
        """Return the first rows as a table for notebooks; it loads nothing."""
        rows = list(islice(self._dicts(), _SHOWN_ROWS + 1))
        head = "".join(f"<th>{escape(name)}</th>" for name in self._names)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(row[name])}</td>" for name in self._names) + "</tr>"
            for row in rows[:_SHOWN_ROWS]
        )
        more = "<p>and more</p>" if len(rows) > _SHOWN_ROWS else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def value_of(name: str, value: Any) -> Any:
    """Return the value of a column as Python has it: a time, a day, or a truth value, by the ending of its name."""
    if value is None:
        return None
    if name.endswith("_at"):
        return times.from_text(value)
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return bool(value) if name.startswith("is_") else value


def value_of_any(name: str, value: Any) -> Any:
    """Return the value of a column of any query as :func:`value_of` does, but what is no time or day as it is.

    >>> value_of_any("said_on", "2016-09"), value_of_any("cited_at", 17)
    ('2016-09', 17)
    """
    try:
        return value_of(name, value)
    except (TypeError, ValueError):
        return value


def _cell(value: object) -> str:
    text = "" if value is None else escape_controls(str(value))
    return escape(text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…")


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise WrongArguments(f"{name} is not installed: pip install {name}") from None


def names_of(record: type) -> tuple[str, ...]:
    """Return the fields of a record, which are the columns of its rows."""
    return tuple(field.name for field in fields_of(record))


def with_reservations(row: Row) -> Row:
    """Return a row with the names of what its publisher reserved, or None."""
    return row | {"reserved_by": " ".join(reservations(row["signals"])) or None}


def record_of(record: type[Any], row: Row) -> Any:
    """Return a row as a record of a class, which takes the columns that it has."""
    return record(**{name: value_of(name, row[name]) for name in names_of(record)})
