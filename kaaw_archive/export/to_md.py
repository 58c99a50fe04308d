"""Markdown: a heading, a list of origin and days, and the text, in which nothing of others is markup (CommonMark)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.control_characters import escape_controls
from kaaw_archive.export.heads import head

if TYPE_CHECKING:
    from typing import BinaryIO

    from kaaw_archive.export.selection import Selection

_MARK = re.compile(r"[\\`*_\[\]<>#|~&!]")
_AT_THE_BEGINNING = re.compile(r"\A\s*(?=[-+=])|\A\s*(\d{1,9})(?=[.)])")


def write(selection: Selection, file: BinaryIO) -> None:
    """Write the versions one after the other."""
    for row in selection.rows():
        lines = [f"# {_plain(row['title']) or '(no title)'}", ""]
        lines += [f"- {name}: {_plain(value)}" for name, value in head(row)]
        for line in (row["text"] or "").splitlines():
            lines += ["", _plain(line)] if line.strip() else []
        file.write(("\n".join(lines) + "\n\n").encode())


def _plain(text: str) -> str:
    """Return a line of text of others in which every sign stands for itself."""
    line = _MARK.sub(r"\\\g<0>", escape_controls(text).strip())
    return _AT_THE_BEGINNING.sub(lambda found: f"{found[1] or ''}\\", line)
