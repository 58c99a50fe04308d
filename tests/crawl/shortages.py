"""Makes the machine run out of things: pages that fill a disk, a disk that is small, a lock that another holds."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.crawl.crawler import Crawler
    from tests.program import Started

TOWN = "www.stadt-a.example"
HOLDS_S = float(os.environ.get("KAAW_TEST_LOCK_S", "2"))  # the whole minute in `make bench`
NO_RESERVE = {"ARCHIVE_DISK_RESERVE_MB": 0}


def add_pages(crawler: Crawler, count: int, delay_s: float = 0.0) -> list[str]:
    """Of bytes that no compression makes smaller, so that a disk fills."""
    urls = []
    for n in range(count):
        body = page(n) + b"<!-- " + os.urandom(12_000).hex().encode() + b" -->"
        urls.append(crawler.site.add(TOWN, f"/{n}", Answer(body, delay_s=delay_s)))
    return urls


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk in memory of this size; skips where we may not mount one."""
    disk = folder / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("no disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


@contextmanager
def lock_of_another_program(archive: Path) -> Iterator[None]:
    """While this lasts nobody else can write to the archive."""
    with closing(sqlite3.connect(archive, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def impatient(command: list[str]) -> list[str]:
    """Return the command with the patience of the library sqlite3 cut from 5 s to less than HOLDS_S: ours is tested."""
    interpreter, dash_m, *module_and_arguments = command
    return [interpreter, dash_m, "tests.crawl.impatient", *module_and_arguments]


def check_waits_for_the_lock(crawler: Crawler, process: Started) -> None:
    """A run of TOWN's pages during which another program takes the lock for a while ends well."""
    while len(crawler.site.requests(TOWN)) < 3:
        time.sleep(0.01)
    with lock_of_another_program(crawler.archive):
        time.sleep(HOLDS_S)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    assert "locked" not in stderr
