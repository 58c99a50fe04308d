"""Control pages of a run whose archive cannot be written any more."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.errors import ArchiveError, DiskFull
from kaaw_archive.linkcheck.control_pages import ControlPages
from kaaw_archive.linkcheck.inspection import Inspection
from kaaw_archive.linkrot.visit import Visit

if TYPE_CHECKING:
    from pathlib import Path

HOME = "https://www.stadt.example/"


class FullDisk:
    async def write(self, work: object) -> None:
        raise DiskFull("no room left")


def test_a_full_disk_ends_the_run_and_the_waiting_links_go_on(archive_path: Path) -> None:
    open_for_writing(archive_path).close()
    failures: list[ArchiveError] = []
    crawl: Any = SimpleNamespace(
        writer=FullDisk(), reader=open_for_reading(archive_path), fail=failures.append,
        clock=SimpleNamespace(now=lambda: datetime(2016, 9, 22, tzinfo=UTC)), now=lambda: "2016-09-22T00:00:00.000Z",
    )  # fmt: skip
    pages, visit, inspection = ControlPages(crawl), Visit(HOME + "a/b.html", []), Inspection()
    assert pages.comparison("home", HOME, ()) is None
    assert pages.wait("home", HOME, visit.url, visit, inspection) == HOME
    capture: Any = SimpleNamespace(uid="20160922T000000Z-000001-1")
    waiting = asyncio.run(pages.received(("home", HOME), Response(HOME), capture, None))
    assert waiting == [(visit, inspection)]
    assert [type(error) for error in failures] == [DiskFull]
    crawl.reader.close()
