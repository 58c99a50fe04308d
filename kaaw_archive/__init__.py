"""Keeps the news of public bodies: every version, the exact bytes, one SQLite file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.api import Archive

__version__ = "0.1.0"


def open(path: str | Path = "archive.db") -> Archive:  # noqa: A001
    """Open an archive for reading: ``with kaaw_archive.open("archive.db") as archive: …``.

    Raises ``kaaw_archive.errors.ArchiveError`` if there is none, or if it cannot be used as it is.
    """
    from kaaw_archive.api import Archive

    return Archive(Path(path).expanduser())
