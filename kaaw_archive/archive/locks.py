"""Locks that die with their holder: a `flock` a name in the folder beside the archive."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path


def lock_folder(archive: Path) -> Path:
    """Where an archive's locks live; made when first asked for."""
    folder = Path(f"{archive.absolute()}.locks")
    folder.mkdir(exist_ok=True)
    return folder


class RunningMark:
    """Held by a crawl for as long as its process lives; whoever can take it knows that the crawl is over."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd

    @classmethod
    def take(cls, archive: Path, crawl_uid: str) -> RunningMark | None:
        """The mark of this crawl, or None while another process holds it. Raises OSError."""
        path = lock_folder(archive) / f"crawl-{crawl_uid}"
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return None
        return cls(path, fd)

    def release(self) -> None:
        """Gives the mark back and removes its file."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(self._fd)
