"""Backups: a copy of the archive as it was at one instant, read back before an older one goes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import named_errors, open_as_it_is
from kaaw_archive.archive.disk_space import MB, file_bytes, free_bytes
from kaaw_archive.archive.verify import Verification, verify
from kaaw_archive.errors import ArchiveError, DamagedPayload, DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

_SPARE_BYTES = 16 * MB  # for the journal of the copy, and for who else writes to that disk


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back. ``removed`` are older ones that gave way to it; ``kept`` counts those that stay."""

    path: Path
    size_bytes: int
    payloads: int
    removed: tuple[Path, ...]
    kept: int


def back_up(archive: Path, folder: Path, *, keep: int, at: datetime, progress: Callable[[int, int], None]) -> Backup:
    """Copy the archive into a folder, verify the copy, and remove the oldest backups but for ``keep``.

    Crawls may go on meanwhile: the copy is one state, without what they add. Killed at any instant it leaves at most a
    file that ends in ``.part``, which the next backup removes. Raises ArchiveError if another backup into the folder is
    under way or it cannot be written, DiskFull, DamagedPayload if something in the copy is damaged, and the named
    errors of :func:`open_as_it_is`. ``progress``: payloads read back, of how many.
    """
    with _only_backup_in(folder):
        for left in folder.glob(f"{archive.stem}-*.part*"):
            left.unlink()
        target = folder / f"{archive.stem}-{at:%Y%m%dT%H%M%SZ}.db"
        if target.exists():
            raise ArchiveError(f"{target} is there already: try again in a second")
        part = target.with_suffix(".part")
        try:
            verification = _copy(archive, part, progress)
        except BaseException:
            _remove(part)
            raise
        part.rename(target)
        _sync(folder)
        older = _backups(archive, folder)[:-keep]
        for path in older:
            path.unlink()
        kept = len(_backups(archive, folder))
        return Backup(target, target.stat().st_size, verification.payloads, tuple(older), kept)


def _copy(archive: Path, part: Path, progress: Callable[[int, int], None]) -> Verification:
    with closing(open_as_it_is(archive)) as connection:
        needed, free = file_bytes(archive) + _SPARE_BYTES, free_bytes(part)
        if free < needed:
            raise DiskFull(f"a backup needs {needed / MB:,.0f} MB in {part.parent}: {free / MB:,.0f} are free")
        with named_errors(part):
            connection.execute("VACUUM INTO ?", (str(part),))
    verification = verify(part, is_quick=False, progress=progress)
    if verification.is_file_damaged or verification.is_anything_lost:
        (first, *_) = verification.findings
        raise DamagedPayload(
            f"the copy of {archive} is damaged ({first.text}) and was not kept; older backups stay: run kaaw verify"
        )
    with named_errors(part), closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")  # so that any program reads it, from a medium that is read-only
    _sync(part)
    return verification


@contextlib.contextmanager
def _only_backup_in(folder: Path) -> Iterator[None]:
    """Make the folder if it is missing, and hold its lock."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ArchiveError(f"{folder} cannot take backups: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ArchiveError(f"another backup into {folder} is under way") from None
    finally:
        os.close(descriptor)


def _backups(archive: Path, folder: Path) -> list[Path]:
    """Return the backups of this archive in a folder, the oldest first."""
    named = re.compile(re.escape(archive.stem) + r"-\d{8}T\d{6}Z\.db\Z")
    return sorted(path for path in folder.iterdir() if named.match(path.name))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(part: Path) -> None:
    for path in part.parent.glob(f"{part.name}*"):
        if path.is_file():
            path.unlink()
