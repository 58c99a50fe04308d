"""The plan of a run: a source is due when there is something to ask for, and as often as a person wants it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import follows
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import decisions
from kaaw_archive.project import Project, facts
from kaaw_archive.schedule import plan
from kaaw_archive.spider.site import SiteSpider
from tests.archive.queries.builder import Builder

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.store.crawls import EndState

HOME, SOURCE, BEGAN = "http://stadt.example/", "stadt.example", "2026-03-01T04:10:00.000Z"
PROJECT = Project("kaaw_archive.settings", None, (facts(SiteSpider),), ())


def followed(archive: Path, state: EndState, reason: str | None = None, every_s: float | None = None) -> None:
    """A site that is followed and was crawled once, with a home page that failed and is due when it may be."""
    follow = follows.Follow(HOME, SOURCE, SOURCE, every_s, None, "anna", BEGAN)
    with closing(open_for_writing(archive)) as connection:
        decisions.add(
            connection, "follow", HOME, made_by="anna", made_at=BEGAN, value_json=follows.value_of(follow)
        )  # fmt: skip
        builder = Builder(connection)
        builder.begin(BEGAN, source=SOURCE)
        builder.page(HOME, BEGAN, body="<p>Aktuelles</p>")
        builder.end(state, BEGAN, reason)


def is_due(archive: Path, at: str) -> bool:
    return next(one.is_due for one in plan.of(PROJECT, archive, at) if one.spider.label == SOURCE)


@pytest.mark.parametrize(
    ("every_s", "at", "due"),
    [
        (86_400, "2026-03-02T04:00:00.000Z", True),  # its turn came ten minutes into the run of the day before
        (86_400, "2026-03-02T03:00:00.000Z", False),
        (7 * 86_400, "2026-03-08T03:30:00.000Z", True),
        (7 * 86_400, "2026-03-08T03:00:00.000Z", False),
        (36_000, "2026-03-01T13:25:00.000Z", True),
        (36_000, "2026-03-01T13:15:00.000Z", False),
    ],
)
def test_a_daily_run_crawls_daily_what_is_wanted_once_a_day(
    archive_path: Path, every_s: float, at: str, due: bool
) -> None:
    followed(archive_path, "finished", every_s=every_s)
    assert is_due(archive_path, at) is due


def test_a_degraded_source_is_crawled_again_when_one_of_its_pages_is_due(archive_path: Path) -> None:
    followed(archive_path, "degraded", "blocked by stadt.example")
    assert not is_due(archive_path, "2026-03-01T04:20:00.000Z")
    assert is_due(archive_path, "2026-03-03T04:20:00.000Z")


def test_the_next_crawl_is_not_named_before_it_is_wanted(archive_path: Path) -> None:
    followed(archive_path, "finished", every_s=30 * 86_400)
    (one,) = (one for one in plan.of(PROJECT, archive_path, BEGAN) if one.spider.label == SOURCE)
    assert one.next_due_at == "2026-03-31T03:20:00.000Z"  # a page of it is due before
