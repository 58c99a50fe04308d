"""Whole answers are kept in their exact bytes, and no damaged one is a page: a sample, of which bench.answers has 1,400."""

from __future__ import annotations

from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading
from tests.crawl.crawler import crawler_in
from tests.hostile import wire
from tests.hostile.servers import listening

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_whole_answers_are_exact_and_damaged_ones_no_pages(tmp_path: Path) -> None:
    random = Random(14)
    answers = [*wire.whole(random, 60), *wire.damaged(random, 45)]
    with crawler_in(tmp_path) as crawler, listening(wire.serving(answers), "127.0.1.40") as origin:
        urls = {f"{origin}/{number}": answer for number, answer in enumerate(answers)}
        crawler.run(urls, settings={"RETRY_TIMES": 0}, direct=True)
        with closing(open_for_reading(crawler.archive)) as db:
            assert wire.faults(db, urls) == []
