"""A crawler for each test; a module that asks one archive many questions makes its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.crawler import Crawler

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import LocalSite
    from tests.program import Program


@pytest.fixture
def crawler(program: Program, local_site: LocalSite, archive_path: Path) -> Crawler:
    return Crawler(program, local_site, archive_path)
