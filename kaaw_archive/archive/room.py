"""How much room an archive takes, and how much is left for it on its disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from kaaw_archive.errors import DiskFull

MB = 1_000_000


def file_bytes(archive: Path) -> int:
    """With the log beside it, in which the newest commits are."""
    files = (archive, Path(f"{archive}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def free_bytes(archive: Path) -> int:
    """Free on the disk of the archive, for whoever we are."""
    return shutil.disk_usage(archive.absolute().parent).free


def refuse_full_disk(archive: Path, reserve_mb: int) -> None:
    """Raises DiskFull where less than the reserve is free; what SQLite itself then raises comes too late to be orderly.

    Says nothing where the disk cannot be asked: whoever writes next will.
    """
    try:
        disk = shutil.disk_usage(archive.absolute().parent)
    except OSError:
        return
    free = disk.free
    if disk.total and free < reserve_mb * MB:  # /proc and its kind have no size at all
        raise DiskFull(
            f"only {free / MB:,.0f} MB are free on the disk of {archive}, and ARCHIVE_DISK_RESERVE_MB keeps"
            f" {reserve_mb:,}: make room and run the same again"
        )
