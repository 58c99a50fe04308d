"""Files that a command writes: complete, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator


def replace_file(path: Path, content: bytes, mode: int) -> None:
    """Write a file in one step: readers see the old or the new content, never a part. Raises OSError.

    A device or pipe is written to and stays what it is; of a symbolic link, the file to which it leads is replaced.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        part.chmod(mode)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write; it takes its name when all is written, and is removed if that fails.

    Raises ArchiveError if it cannot be made; a full disk stays an OSError.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ArchiveError(f"cannot write {path}: {error.strerror or error}") from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
