"""CSV for spreadsheets and programs (RFC 4180), in UTF-8."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kaaw_archive.export.fields import fields
from kaaw_archive.spreadsheets import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
    for row in rows:
        lines.writerow([_cell(row[name], is_raw=is_raw) for name in names])
    text.flush()
    text.detach()


def _cell(value: object, *, is_raw: bool) -> object:
    if isinstance(value, bool):
        return _TRUTH[value]
    return value if is_raw else safe_cell(value, keep_lines=True)
