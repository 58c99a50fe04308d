"""Owner of a new project: the user of this machine who runs its commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from pwd import getpwnam
from typing import TYPE_CHECKING

from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable


def user_exists(name: str) -> bool:
    """Return True if this machine has a user of that name."""
    with suppress(KeyError):
        return bool(getpwnam(name))
    return False


def make_user(name: str) -> bool:
    """Make a system user if there is none of that name, and return True if it was made; only under sudo.

    Raises ArchiveError if `useradd` fails.
    """
    program = shutil.which("useradd")
    if user_exists(name) or os.geteuid() != 0 or "SUDO_USER" not in os.environ or program is None:
        return False
    made = subprocess.run([program, "--system", "--create-home", name], capture_output=True, text=True, check=False)
    if made.returncode:
        raise ArchiveError(f"the user {name} cannot be made: {made.stderr.strip() or f'useradd: {made.returncode}'}")
    return True


def give(paths: Iterable[Path], name: str) -> None:
    """Make a user the owner of these paths, if root made them for somebody else who exists."""
    if os.geteuid() != 0 or not user_exists(name):
        return
    user = getpwnam(name)
    for path in paths:
        os.chown(path, user.pw_uid, user.pw_gid)


def closed_folder(program: Path, name: str) -> Path | None:
    """Return the first folder above the program, or above its Python, that this user may not enter; None without one.

    The rights of groups are left out: a user of its own is in no other group.
    """
    if not user_exists(name) or (uid := getpwnam(name).pw_uid) == 0:
        return None
    for path in (program, Path(sys.executable).resolve()):
        for folder in reversed(path.parents):
            with suppress(OSError):
                state = folder.stat()
                if not state.st_mode & 0o001 and not (state.st_uid == uid and state.st_mode & 0o100):
                    return folder
    return None
