"""Locks that die with their holder: a `flock` a name in the folder beside the archive."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path

from kaaw_archive.archive.connect import named_errors
from kaaw_archive.errors import ArchiveReadOnly, RunUnderWay

_TRIES = 100  # to open a file that others make and remove meanwhile


def open_lock_file(path: Path) -> int:
    """Open a file for locking, made if it is missing; children do not inherit it. Raises OSError, also for a link.

    The file is as open to others as its folder: who may make files there may lock it.
    """
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    for _ in range(_TRIES):
        # never both in one call: in folders of all users Linux opens files of others only without O_CREAT
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, flags)
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
            os.fchmod(descriptor, path.parent.stat().st_mode & 0o666)
            return descriptor
    raise FileNotFoundError(errno.ENOENT, "is made and removed all the time", str(path))


def try_lock(descriptor: int) -> bool:
    """Take the lock of an open file; False if another process holds it. The kernel frees it when the holder dies."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_folder(archive: Path) -> Path:
    """Return the folder of an archive's locks, made if it is missing: beside the file itself, not beside a link to it.

    Raises ArchiveReadOnly, DiskFull.
    """
    folder = Path(f"{os.path.realpath(archive)}.locks")
    with named_errors(folder):
        try:
            folder.mkdir(exist_ok=True)
        except FileExistsError as error:
            raise ArchiveReadOnly(f"{folder} is a file where a folder for locks must be: remove it") from error
    return folder


class RunningMark:
    """Lock that a crawl holds for as long as its process lives; if another process can take it, the crawl is over."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd

    @classmethod
    def take(cls, archive: Path, crawl_uid: str) -> RunningMark | None:
        """Return the mark of this crawl; None if another process holds it. Raises ArchiveReadOnly, DiskFull."""
        path = lock_folder(archive) / f"crawl-{crawl_uid}"
        fd = _locked(path)
        return None if fd is None else cls(path, fd)

    def release(self) -> None:
        """Release the mark and remove its file, if that is still possible."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._fd)


class RunLock:
    """Lock that `kaaw run` holds for as long as its process lives: one run at a time an archive."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def take(cls, archive: Path) -> RunLock:
        """Take the lock. Raises RunUnderWay if another process holds it, ArchiveReadOnly, DiskFull."""
        path = lock_folder(archive) / "run"
        fd = _locked(path)
        if fd is None:
            raise RunUnderWay(
                f"another run is under way for {archive} (process {_holder(path)}): this one does nothing"
            )
        with named_errors(path):
            os.ftruncate(fd, 0)
            os.write(fd, f"{os.getpid()}\n".encode())
        return cls(fd)

    def release(self) -> None:
        """Let the next run begin. The file stays: without it two runs could begin at once."""
        os.close(self._fd)


def _locked(path: Path) -> int | None:
    """Return an open file with a lock on it that no child inherits, or None if another process holds it."""
    with named_errors(path):
        fd = open_lock_file(path)
        try:
            if try_lock(fd):
                return fd
        except OSError:
            os.close(fd)
            raise
    os.close(fd)
    return None


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text().strip() or "unknown"
    return "unknown"
