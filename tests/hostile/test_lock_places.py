"""Locks belong to a host on this machine and to the file of an archive, whatever paths and users lead to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.locks import RunLock, RunningMark, lock_folder, open_lock_file, try_lock
from kaaw_archive.download import lock_folder as folders
from kaaw_archive.download.lock_folder import host_lock_folder
from kaaw_archive.errors import RunUnderWay
from tests.crawl.crawler import Crawler
from tests.german_pages import page
from tests.local_site import Answer, LocalSite
from tests.program import PROJECT

if TYPE_CHECKING:
    from tests.program import Program

TOWN = "www.stadt-a.example"
NOBODY = 65_534
AS_NOBODY = f"""
import os, sys
from pathlib import Path
from kaaw_archive.archive.locks import open_lock_file, try_lock
os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY}); os.umask(0o077)
theirs, own = (open_lock_file(Path(path)) for path in sys.argv[1:])
print(try_lock(theirs), try_lock(own))
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "archive.db"
    path.touch()
    return path


def linked_file(archive: Path) -> Path:
    link = archive.parent.parent / "link.db"
    link.symlink_to(archive)
    return link


def linked_folder(archive: Path) -> Path:
    link = archive.parent.parent / "linked"
    link.symlink_to(archive.parent, target_is_directory=True)
    return link / archive.name


def a_way_round(archive: Path) -> Path:
    return archive.parent / ".." / "real" / archive.name


@pytest.mark.parametrize("way", [linked_file, linked_folder, a_way_round])
def test_a_running_crawl_is_not_taken_for_dead_on_another_way(archive: Path, way: object) -> None:
    other = way(archive)  # type: ignore[operator]
    assert lock_folder(other) == lock_folder(archive)
    mark = RunningMark.take(archive, "20160922T120500Z-3f9c21")
    assert mark is not None
    assert RunningMark.take(other, "20160922T120500Z-3f9c21") is None
    mark.release()
    run = RunLock.take(other)
    with pytest.raises(RunUnderWay):
        RunLock.take(archive)
    run.release()


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as /run/lock is."""
    parent = tmp_path / "run" / "lock"
    parent.mkdir(parents=True)
    parent.chmod(0o1777)
    monkeypatch.setattr(folders, "_SHARED_PARENTS", (tmp_path / "none", tmp_path / "run", parent))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return parent


def test_all_users_share_a_folder_of_the_machine(shared: Path) -> None:
    before = os.umask(0o077)
    try:
        folder = host_lock_folder("")
        os.close(open_lock_file(folder / "amt.example.lock"))
    finally:
        os.umask(before)
    assert folder == host_lock_folder(None) == shared / "kaaw_archive"
    assert folder.stat().st_mode & 0o7777 == 0o1777
    assert (folder / "amt.example.lock").stat().st_mode & 0o777 == 0o666


@pytest.mark.parametrize("kind", ["link", "dead link", "file", "folder of one user", "no sticky bit"])
def test_a_trap_in_its_place_is_not_used(shared: Path, tmp_path: Path, kind: str) -> None:
    place, elsewhere = shared / "kaaw_archive", tmp_path / "elsewhere"
    if kind == "file":
        place.touch()
    elif "link" in kind:
        if kind == "link":
            elsewhere.mkdir()
            elsewhere.chmod(0o1777)
        place.symlink_to(elsewhere)
    else:
        place.mkdir()
        place.chmod(0o755 if kind == "folder of one user" else 0o777)
    assert host_lock_folder("") == tmp_path / "home" / ".local" / "state" / "kaaw_archive" / "locks"


def test_without_a_shared_folder_each_user_has_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_SHARED_PARENTS", (tmp_path / "none",))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert host_lock_folder(None) == tmp_path / ".local" / "state" / "kaaw_archive" / "locks"
    assert host_lock_folder(str(tmp_path / "chosen")) == tmp_path / "chosen"


def test_a_link_is_no_lock_file(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    (tmp_path / "amt.example.lock").symlink_to(victim)
    with pytest.raises(OSError, match=r"symbolic link"):
        open_lock_file(tmp_path / "amt.example.lock")
    assert not victim.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root may become another user")
def test_two_users_lock_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory() as made:  # tmp_path is closed to others
        shared = Path(made)
        shared.chmod(0o1777)
        monkeypatch.setattr(folders, "_SHARED_PARENTS", (shared,))
        lock_as_two_users(host_lock_folder(""))


def lock_as_two_users(folder: Path) -> None:
    ours = open_lock_file(folder / "ours.lock")
    assert try_lock(ours)
    paths = [str(folder / "ours.lock"), str(folder / "theirs.lock")]
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, *paths], check=False, capture_output=True, text=True, cwd=PROJECT, timeout=60
    )
    assert ran.stdout.split() == ["False", "True"], ran.stderr
    os.close(ours)
    theirs = open_lock_file(folder / "theirs.lock")
    assert try_lock(theirs)
    os.close(theirs)


@pytest.mark.slow
def test_two_archives_ask_a_host_in_turn(program: Program, local_site: LocalSite, archive: Path) -> None:
    urls = [local_site.add(TOWN, f"/{number}", Answer(page(number), delay_s=0.05)) for number in range(6)]
    archive.unlink()
    crawlers = [Crawler(program, local_site, path) for path in (archive, archive.with_name("other.db"))]
    started = [crawler.start(urls[at::2]) for at, crawler in enumerate(crawlers)]
    assert [process.wait() for process in started] == [0, 0]
    assert local_site.most_at_once[TOWN] == 1
    assert len(local_site.requests(TOWN)) == len(urls)
