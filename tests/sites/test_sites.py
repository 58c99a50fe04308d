"""Every case of every spider: a payload, and what its seed names or its page says. A new site needs no test code.

A case is a folder ``<spider>/<case>/`` here, made by ``kaaw sites new`` or ``kaaw sites record``
(kaaw_archive/sites/cases.py says what is in it).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from kaaw_archive.derive.workers import ReadingPool
from kaaw_archive.sites import cases
from kaaw_archive.spider.loader import EachSpiderLoader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.spider import NewsSpider

HERE = Path(__file__).parent
LOADER = EachSpiderLoader(Settings({"SPIDER_MODULES": ["spiders", "kaaw_archive.spider.site"]}))
CASES = sorted(meta.parent for meta in HERE.glob("*/*/meta.json"))


def spider_for(case: Path, url: str) -> NewsSpider:
    """`site` has rules only for the address that it is given."""
    spider: type[NewsSpider] = LOADER.load(case.parent.name)  # type: ignore[assignment]
    return spider(url=url) if "url" in spider.known_arguments else spider()


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    readers = ReadingPool(1)
    yield readers
    readers.close()


@pytest.mark.parametrize("folder", CASES, ids=[f"{case.parent.name}/{case.name}" for case in CASES])
def test_the_payload_gives_what_the_case_expects(folder: Path, pool: ReadingPool) -> None:
    case = cases.load(folder)
    assert cases.differences(case, spider_for(folder, case.url).rules, pool) == []


@pytest.mark.parametrize("spider", LOADER.list())
def test_a_spider_has_its_cases(spider: str) -> None:
    found = cases.of_spider(HERE, spider)
    assert len(found) >= cases.ENOUGH, f"make one: kaaw sites record URL --spider {spider}"


def test_every_case_has_its_spider() -> None:
    assert {case.parent.name for case in CASES} <= set(LOADER.list())
    assert LOADER.broken == {}
