"""CSV for spreadsheets and programs (RFC 4180), in UTF-8."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kaaw_archive.export.fields import Type, fields, type_of
from kaaw_archive.spreadsheets import safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.export.selection import Selection

_TRUTH = {True: "true", False: "false"}


def write(selection: Selection, file: BinaryIO, *, with_bom: bool = False, is_raw: bool = False) -> None:
    """Write a line for each version, with a head.

    ``with_bom``: begin with a byte order mark, by which Excel knows UTF-8. ``is_raw``: every cell exactly as it is, for
    programs; otherwise nothing in it is calculated by a spreadsheet.
    """
    write_rows(selection.rows(), [field.name for field in fields()], file, with_bom=with_bom, is_raw=is_raw)


def write_rows(
    rows: Iterable[Row], names: Sequence[str], file: BinaryIO, *, with_bom: bool = False, is_raw: bool = False
) -> None:
    """Write any rows by these columns."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig" if with_bom else "utf-8", newline="", write_through=False)
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(names)
    columns = [(name, _conversion(type_of(name), is_raw=is_raw)) for name in names]
    for row in rows:
        lines.writerow([row[name] if convert is None else convert(row[name]) for name, convert in columns])
    text.flush()
    text.detach()


def _conversion(of: Type, *, is_raw: bool) -> Callable[[object], object] | None:
    """Return what makes a cell of a value; None for values that are as they are to be, such as times and numbers."""
    if of == "boolean":
        return _truth
    return None if is_raw or of != "string" else _safe_text


def _truth(value: object) -> object:
    return None if value is None else _TRUTH[bool(value)]


def _safe_text(value: object) -> object:
    return safe_cell(value, keep_lines=True)
