"""Disk space: the bytes that an archive takes, and the bytes that are free on its disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from kaaw_archive.errors import DiskFull

MB = 1_000_000


def file_bytes(archive: Path) -> int:
    """Return the size of the archive and of its write-ahead log, which holds the newest commits."""
    files = (archive, Path(f"{archive}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def free_bytes(archive: Path) -> int:
    """Return the bytes that this user may still write to the disk of the archive."""
    return shutil.disk_usage(archive.absolute().parent).free


def check_disk_space(archive: Path, reserve_mb: int) -> None:
    """Raise DiskFull if less than the reserve is free, before SQLite fails in the middle of a crawl.

    Do nothing if the disk cannot be inspected: the next write will raise.
    """
    try:
        disk = shutil.disk_usage(archive.absolute().parent)
    except OSError:
        return
    free = disk.free
    if disk.total and free < reserve_mb * MB:  # file systems such as /proc have no size
        raise DiskFull(
            f"only {free / MB:,.0f} MB are free on the disk of {archive}, and ARCHIVE_DISK_RESERVE_MB keeps"
            f" {reserve_mb:,}: make room and run the same again"
        )
