"""Cells of spreadsheets: text that a spreadsheet would calculate is made plain (OWASP, CSV injection). Pure."""

from __future__ import annotations

import re

from kaaw_archive.control_characters import escape_controls

# Begin of a cell that is calculated, also where it splits at semicolons, as German Excel does, and takes quotation
# marks for text; each line of the cell is the begin of one then. Tabs and line ends are blanks before.
_SPLITS = re.compile(r"[;\t\r\n]")
_FORMULA = re.compile(rf"(\A|{_SPLITS.pattern})(?=(?:[^\S\t\r\n]|[\x00\"'])*+[=+\-@|%\uff1d\uff0b\uff0d\uff20])")


def safe_cell(value: object, *, keep_lines: bool = False) -> object:
    """Return a value for a cell: an apostrophe stands before what would be calculated, control characters are escaped.

    >>> safe_cell("=1+1"), safe_cell(-1)
    ("'=1+1", -1)
    >>> safe_cell("Amtsblatt\\n=1+1", keep_lines=True)
    "Amtsblatt\\n'=1+1"
    """
    if not isinstance(value, str):
        return value
    text = escape_controls(value, keep_lines=keep_lines)
    if text[:1].isalnum() and not _SPLITS.search(text):  # nearly every cell
        return text
    return _FORMULA.sub(r"\1'", text)
