"""SQLite: a whole small archive of the chosen articles, with every version, which every command reads."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import named_errors, open_for_writing
from kaaw_archive.archive.queries import exports
from kaaw_archive.archive.store.subset import copy_part, finish_part
from kaaw_archive.errors import ArchiveError
from kaaw_archive.export.profiles import Profile, is_left_out, reservations

if TYPE_CHECKING:
    from kaaw_archive.export.selection import Selection


def write(selection: Selection, to: Path) -> None:
    """Write the archive; the same articles give the same bytes.

    The connection of the selection must not be one that refuses every write (``query_only`` is switched off): what it
    reads stays read-only. Raises ArchiveError if there is such a file.
    """
    if to.exists():
        raise ArchiveError(f"there is a file at {to}: name one that is not there yet")
    with named_errors(to), tempfile.TemporaryDirectory(dir=to.absolute().parent, prefix=f".{to.name}.") as folder:
        part, whole = Path(folder) / "part", Path(folder) / "whole"
        open_for_writing(part).close()
        with closing(sqlite3.connect(part)) as new:
            new.execute("PRAGMA journal_mode = DELETE")  # so that any program reads it, from a read-only medium, too
        connection = selection.connection
        connection.execute("PRAGMA query_only = OFF")
        selection.written, selection.left_out = copy_part(
            connection,
            part,
            (number for number, _ in exports.article_ids(connection, selection.chosen, selection.words)),
            lambda signals: is_left_out(selection.profile, reservations(signals)),
            with_all=selection.profile is Profile.INTERNAL,
        )
        connection.execute("COMMIT")
        connection.execute("DETACH part")
        finish_part(part, whole)
        whole.rename(to)
