"""Locks beside the archive: held, freed, and what cannot be locked is said in one line."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import errors
from kaaw_archive.archive.locks import RunningMark, lock_folder


def test_a_mark_is_held_by_one(archive_path: Path) -> None:
    mark = RunningMark.take(archive_path, "a")
    assert mark is not None
    assert RunningMark.take(archive_path, "a") is None
    mark.release()
    again = RunningMark.take(archive_path, "a")
    assert again is not None
    again.release()
    assert list(lock_folder(archive_path).iterdir()) == []


def test_a_file_where_the_folder_must_be_is_said(archive_path: Path) -> None:
    Path(f"{archive_path}.locks").touch()
    with pytest.raises(errors.ArchiveReadOnly, match="is a file where a folder for locks must be: remove it"):
        RunningMark.take(archive_path, "a")


FAULTS = [
    (errno.ENOSPC, errors.DiskFull),
    (errno.EACCES, errors.ArchiveReadOnly),
    (errno.EROFS, errors.ArchiveReadOnly),
]


@pytest.mark.parametrize(("fault", "named"), FAULTS)
@pytest.mark.parametrize(("module", "function"), [(Path, "mkdir"), (os, "open"), (fcntl, "flock")])
def test_what_the_system_refuses_has_a_name_and_one_line(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, named: type[Exception], module: Any, function: str
) -> None:
    def refuses(*args: Any, **options: Any) -> None:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as broken:
        broken.setattr(module, function, refuses)
        with pytest.raises(named) as caught:
            RunningMark.take(archive_path, "a")
    assert "\n" not in str(caught.value)
    assert str(archive_path) in str(caught.value)
