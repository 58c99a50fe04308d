"""Plain text: a head of a line a field, then the text, for people and for programs that count words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.control_characters import escape_controls
from kaaw_archive.export.heads import head

if TYPE_CHECKING:
    from typing import BinaryIO

    from kaaw_archive.export.selection import Selection

_RULE = "=" * 78


def write(selection: Selection, file: BinaryIO) -> None:
    """Write the versions one after the other, each below a rule."""
    for row in selection.rows():
        lines = [_RULE, row["title"], *(f"{name}: {value}" for name, value in head(row)), "", row["text"] or "", ""]
        file.write("".join(f"{escape_controls(line, keep_lines=True)}\n" for line in lines).encode())
