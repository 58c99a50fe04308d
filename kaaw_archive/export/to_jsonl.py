"""JSON Lines: one object a version, in UTF-8 (jsonlines.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.control_characters import json_line

if TYPE_CHECKING:
    from typing import BinaryIO

    from kaaw_archive.export.selection import Selection


def write(selection: Selection, file: BinaryIO) -> None:
    """Write a line for each version; a value that is not known is null."""
    for row in selection.rows():
        file.write(json_line(row).encode())
