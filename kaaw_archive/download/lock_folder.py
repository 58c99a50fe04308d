"""Folder of the locks of hosts: one for all archives and users of a machine, so that they ask a host in turn."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from tempfile import mkdtemp

# where every user may make files and none may remove those of others; by their nature they need not outlive a boot
_SHARED_PARENTS = (Path("/run/lock"), Path("/var/tmp"), Path("/tmp"))
_NAME = "kaaw_archive"
_FOR_ALL = 0o1777  # as /tmp: files for all, each removed by its owner alone


def host_lock_folder(chosen: str | os.PathLike[str] | None) -> Path:
    """Return the folder of ``ARCHIVE_HOST_LOCKS``, else the one that all users share, else one of this user.

    The shared one is used if it is a folder in which all may make files, and no link that somebody put there.
    """
    if chosen:
        return Path(chosen).expanduser().absolute()
    parent = next((path for path in _SHARED_PARENTS if _is_for_all(path)), None)
    if parent is not None:
        shared = parent / _NAME
        with contextlib.suppress(OSError):
            _make_for_all(shared)
        if _is_for_all(shared):
            return shared
    return Path.home() / ".local" / "state" / _NAME / "locks"


def _make_for_all(folder: Path) -> None:
    """Make a folder if it is missing. It appears with rights for all at once, as mkdir obeys the umask."""
    if os.path.lexists(folder):
        return
    made = Path(mkdtemp(prefix=f".{_NAME}-", dir=folder.parent))
    try:
        made.chmod(_FOR_ALL)
        made.rename(folder)
    except OSError:
        made.rmdir()
        raise


def _is_for_all(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and stat.S_IMODE(mode) & _FOR_ALL == _FOR_ALL
