"""An archive that fails where addresses are stored, or at the beginning of a link check, ends the run in one line."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.errors import DiskFull
from kaaw_archive.items import FoundAddress
from kaaw_archive.linkcheck.spider import LinkcheckSpider
from kaaw_archive.pipelines import StoreChecks
from kaaw_archive.spider import NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FULL = DiskFull("the disk is full; make room")


class FullArchive:
    """A crawl whose archive takes nothing any more."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.row = SimpleNamespace(id=1, started_at="2016-09-22T12:00:00.000Z")
        self.writer = self
        self.stats = self

    async def write(self, _work: object) -> None:
        raise FULL

    def fail(self, error: Exception) -> None:
        self.failure = error

    def now(self) -> str:
        return "2016-09-22T12:00:00.000Z"


class FullDiskSpider(NewsSpider):
    """Has one seed that names one address."""

    name = source = "stadt.example"
    seeds = ("https://www.stadt.example/feed",)

    async def first_requests(self) -> AsyncIterator[Any]:
        await self._frontier.keep(self.seeds[0], "sha256:0", [FoundAddress("https://www.stadt.example/1", "article")])
        yield "never"


@pytest.mark.parametrize("spider_class", [FullDiskSpider, LinkcheckSpider])
def test_a_full_disk_ends_the_run_without_a_traceback(spider_class: type[NewsSpider]) -> None:
    archive: Any = FullArchive()
    spider = spider_class()
    spider.crawler = SimpleNamespace(archive_crawl=archive)  # type: ignore[assignment]

    async def results() -> list[Any]:
        return [result async for result in spider.start()]

    assert asyncio.run(results()) == []
    assert archive.failure is FULL


def test_a_full_disk_at_the_end_of_a_link_check_is_its_failure() -> None:
    archive: Any = FullArchive()
    pipeline = StoreChecks(archive, SimpleNamespace())  # type: ignore[arg-type]
    pipeline._has_stored = True
    asyncio.run(pipeline.close_spider())
    assert archive.failure is FULL
