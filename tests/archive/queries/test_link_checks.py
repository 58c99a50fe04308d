"""What queries conclude from the verdicts of a link's checks: since when it is broken, which copies are in doubt."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries import link_checks, link_list
from kaaw_archive.archive.store import crawls, decisions
from kaaw_archive.archive.store.checks import add_check
from kaaw_archive.cli._links.rows import candidates_of
from kaaw_archive.derive.checks import update_health
from kaaw_archive.derive.crawl_checks import add_watched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

LINK = "https://www.stadt.example/seite.html"


def day(number: int) -> str:
    return f"2016-09-{number:02}T12:00:00.000Z"


@pytest.fixture
def connection(archive_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(archive_path)) as connection:
        yield connection


def check(connection: sqlite3.Connection, verdicts: str, link: str = LINK) -> None:
    """One check a day, from the first of September on; titles are the days."""
    crawl = crawls.begin(
        connection, "20160901T060000Z-000001", spider="linkcheck", source="*", arguments={}, software="test",
        user_agent="test", started_at=day(1),
    )  # fmt: skip
    for number, verdict in enumerate(verdicts.split(), 1):
        empty = dict.fromkeys(
            ("status", "error", "final_url", "media_type", "page_kind", "text_digest", "similarity", "tls_error",
             "evidence_json", "capture_id")
        )  # fmt: skip
        values = {
            "link_url": link, "crawl_id": crawl.id, "checked_at": day(number), "method": "GET", "hops_json": "[]",
            "requests": 1, "elapsed_ms": 5, "title": str(number), "verdict": verdict, "rule": verdict, "reason": "",
            "rules_version": "1",
        }  # fmt: skip
        add_check(connection, empty | values)


@pytest.mark.parametrize(
    ("verdicts", "at"),
    [
        ("ok not_found", 1),
        ("ok moved not_found", 2),
        ("ok tls_invalid not_found", 2),  # with a bad certificate it still was the page
        ("ok drifted not_found", 1),  # the cited text was gone by then
        ("ok fragment_lost soft_404", 1),
        ("ok blocked unknown gone", 1),
        ("not_found gone", None),
    ],
)
def test_a_successor_is_sought_from_when_the_page_was_last_as_cited(
    connection: sqlite3.Connection, verdicts: str, at: int | None
) -> None:
    check(connection, verdicts)
    assert link_checks.last_as_cited_at(connection, LINK) == (day(at) if at is not None else None)
    assert link_checks.last_title_as_cited(connection, LINK) == (str(at) if at is not None else None)


@pytest.mark.parametrize(
    ("verdicts", "at"),
    [
        ("ok moved tls_invalid", None),
        ("blocked login legal robots_denied unknown", None),
        ("ok not_found ok", 2),
        ("ok drifted", 2),  # a copy from then on has drifted, too
        ("ok fragment_lost", 2),
        ("unknown blocked soft_404", 3),
    ],
)
def test_a_copy_is_in_doubt_from_when_the_page_was_first_not_as_cited(
    connection: sqlite3.Connection, verdicts: str, at: int | None
) -> None:
    check(connection, verdicts)
    assert link_checks.first_not_as_cited_at(connection, LINK) == (day(at) if at is not None else None)


@pytest.mark.parametrize(
    ("verdicts", "health", "shown", "checked_on"),
    [
        ("ok", "alive", "ok", 1),
        ("gone gone unknown", "dead", "gone", 2),  # a fault of ours takes nothing from what is known
        ("gone unknown unknown", "failing", "gone", 1),
        ("gone gone blocked", "dead", "gone", 2),  # a wall stands in front of nothing
        ("gone gone tls_invalid", "dead", "tls_invalid", 3),
        ("ok moved unknown", "alive", "moved", 2),
        ("gone ok unknown", "alive", "ok", 2),
        ("ok blocked", "not_judged", "blocked", 2),
        ("ok blocked unknown", "not_judged", "blocked", 2),
        ("unknown", "not_judged", "unknown", 1),
        ("blocked ok" + 16 * " unknown", "not_judged", "unknown", 18),  # known no longer
    ],
)  # fmt: skip
def test_a_link_is_shown_with_the_newest_check_that_showed_something(
    connection: sqlite3.Connection, verdicts: str, health: str, shown: str, checked_on: int
) -> None:
    link = "https://www.stadt.example/SharedDocs/Pressemitteilungen/DE/a.html"  # a known renaming: a candidate
    decisions.add(connection, "watch", link, made_by="test", made_at=day(1))
    add_watched(connection, day(1))
    check(connection, verdicts, link)
    update_health(connection, link)
    (listed,) = link_list.list_links(connection, link_list.LinkFilter(), day(30))
    assert (listed["health"], listed["verdict"], listed["checked_at"]) == (health, shown, day(checked_on))
    assert listed["last_checked_at"] == day(len(verdicts.split()))
    row = link_list.by_address(connection, link)
    assert row is not None
    assert row["check_id"] == listed["check_id"]
    assert bool(candidates_of(connection, listed)) is (shown == "gone")
