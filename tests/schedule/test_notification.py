"""People are told of a change once, by services of apprise, and again by the next run where that failed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.store import crawls, decisions
from kaaw_archive.archive.store.writer import write_once
from kaaw_archive.follows import Follow, value_of
from kaaw_archive.schedule.notification import notify
from tests.local_site import Answer

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from tests.local_site import LocalSite

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def crawl(archive: Path, number: int, source: str, state: crawls.EndState, reason: str | None = None) -> None:
    def work(connection: sqlite3.Connection) -> None:
        at = f"2026-02-{number:02d}T06:00:00.000Z"
        row = crawls.begin(
            connection, f"202602{number:02d}T060000Z-00000a", spider="site", source=source, arguments={},
            software="test", user_agent="test", started_at=at,
        )  # fmt: skip
        crawls.end(connection, row.id, state, reason, at)

    write_once(archive, work)


@pytest.fixture
def hook(local_site: LocalSite) -> str:
    local_site.add("", "/hook", Answer(b"ok"))
    return local_site.url("/hook").replace("http://", "json://")


@pytest.mark.slow
def test_each_change_is_told_once(archive_path: Path, local_site: LocalSite, hook: str) -> None:
    crawl(archive_path, 1, "stadt.example", "finished")
    assert notify(archive_path, [hook], NOW).sentences == ()
    crawl(archive_path, 2, "stadt.example", "degraded", "blocked")
    degraded = ("stadt.example: the last crawl is degraded: blocked",)
    assert (notify(archive_path, [hook], NOW).sentences, notify(archive_path, [hook], NOW).sentences) == (degraded, ())
    crawl(archive_path, 3, "stadt.example", "finished")
    assert notify(archive_path, [hook], NOW).sentences == ("stadt.example is well again",)
    assert len(local_site.requests(path="/hook")) == 2


@pytest.mark.parametrize(("ended_at", "told"), [("2026-02-03", 0), ("2026-02-01", 1)])
def test_one_that_is_followed_no_more_is_told_of_only_if_it_was_crawled_since(
    archive_path: Path, hook: str, ended_at: str, told: int
) -> None:
    crawl(archive_path, 2, "stadt.example", "degraded", "blocked")

    def follow(connection: sqlite3.Connection) -> None:
        follow = Follow("https://stadt.example/", "stadt.example", "stadt", None, None, "anna", "2026-01-01")
        decisions.add(
            connection, "follow", follow.subject, made_by="anna", made_at=follow.made_at, value_json=value_of(follow),
        )  # fmt: skip
        decisions.end(connection, ("follow",), follow.subject, made_by="anna", made_at=ended_at)

    write_once(archive_path, follow)
    assert len(notify(archive_path, [hook], NOW).sentences) == told


def test_what_a_service_did_not_take_is_told_by_the_next_run(
    archive_path: Path, local_site: LocalSite, hook: str
) -> None:
    crawl(archive_path, 1, "stadt.example", "failed", "an error in the spider")
    local_site.add("", "/hook", Answer(status=500))
    assert (notify(archive_path, [hook], NOW).problem or "").startswith("json://127.0.1.1:")
    local_site.add("", "/hook", Answer(b"ok"))
    assert notify(archive_path, [hook], NOW).problem is None
    assert notify(archive_path, [hook], NOW).sentences == ()


def test_without_an_address_nothing_is_sent(archive_path: Path) -> None:
    crawl(archive_path, 1, "stadt.example", "failed")
    assert notify(archive_path, [], NOW).sentences == ()
