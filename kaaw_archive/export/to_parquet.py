"""Parquet, by pyarrow: an extra. Times, days, numbers and booleans have types of their own."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from kaaw_archive import times
from kaaw_archive.errors import WrongArguments
from kaaw_archive.export.fields import Field, fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.export.selection import Selection

_ROWS_AT_ONCE = 2_000  # in memory; also the size of a row group


def write(selection: Selection, file: BinaryIO) -> None:
    """Write the versions. Raises WrongArguments if pyarrow is not installed."""
    write_rows(selection.rows(), fields(), file)


def write_rows(rows: Iterable[Row], columns: Sequence[Field], file: BinaryIO) -> None:
    """Write any rows with these columns; a text that is not UTF-8 is an error of the archive, which has none."""
    arrow, parquet = _library()
    schema = _schema(arrow, columns)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(_table(arrow, batch, columns, schema))


def arrow_table(rows: Sequence[Row], columns: Sequence[Field]) -> Any:
    """Return a ``pyarrow.Table`` of rows. Raises WrongArguments if pyarrow is not installed."""
    arrow, _ = _library()
    return _table(arrow, rows, columns, _schema(arrow, columns))


def _table(arrow: Any, rows: Sequence[Row], columns: Sequence[Field], schema: Any) -> Any:
    arrays = [[_value(row[field.name], field.type) for row in rows] for field in columns]
    return arrow.table(arrays, schema=schema)


def _schema(arrow: Any, columns: Sequence[Field]) -> Any:
    return arrow.schema([(field.name, _type(arrow, field.type)) for field in columns])


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise WrongArguments("Parquet needs pyarrow: install kaaw-archive with the extra parquet") from None
    return pyarrow, parquet


def _type(arrow: Any, name: str) -> Any:
    types = {
        "string": arrow.string,
        "integer": arrow.int64,
        "number": arrow.float64,
        "boolean": arrow.bool_,
        "date": arrow.date32,
        "datetime": lambda: arrow.timestamp("ms", tz="UTC"),
    }
    return types[name]()


def _value(value: Any, name: str) -> Any:
    if value is None:
        return None
    if name == "datetime":
        return times.from_text(value)
    if name == "boolean":
        return bool(value)
    return date.fromisoformat(value) if name == "date" else value


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS_AT_ONCE)):
        yield batch
