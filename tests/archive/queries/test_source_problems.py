"""Each problem of a source has a name, a time since which it is so, and a sentence with what to do."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive import follows, times
from kaaw_archive.archive.queries.conditions import conditions
from kaaw_archive.archive.queries.source_problems import source_problems
from kaaw_archive.archive.store import decisions
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

HOME, FEED = "https://www.stadt.example/", "https://www.stadt.example/feed.xml"
RSS: dict[str, Any] = {"kind": "seed", "media_type": "application/rss+xml"}
NOW = times.from_text("2026-03-09T12:00:00.000Z")


def day(number: int) -> str:
    return f"2026-03-0{number}T04:00:00.000Z"


@pytest.fixture
def followed(builder: Builder) -> Builder:
    follow = follows.Follow(HOME, "stadt.example", "stadt", None, None, "anna", day(1))
    decisions.add(
        builder.connection, "follow", HOME, made_by="anna", made_at=day(1), value_json=follows.value_of(follow)
    )
    builder.begin(day(1), source="stadt.example")
    return builder


def problems(builder: Builder) -> list[tuple[str, str, str | None]]:
    return [
        (one.source, one.problem, one.since_at and one.since_at[:10])
        for one in source_problems(builder.connection, NOW)
    ]


def test_a_feed_that_is_gone_on_two_days_is_named_since_the_first(followed: Builder) -> None:
    followed.page(FEED, day(1), body="<rss/>", **RSS)
    followed.page(FEED, day(2), status=404, **RSS)
    assert problems(followed) == []
    followed.page(FEED, day(3), status=410, **RSS)
    assert problems(followed) == [("stadt.example", "feed_gone", "2026-03-02")]
    (found,) = source_problems(followed.connection, NOW)
    assert found.sentence.startswith(f"stadt: its feed {FEED} is gone since 2026-03-02; see that the site still names")
    followed.page(FEED, day(4), body="<rss/>", **RSS)
    assert problems(followed) == []


def test_what_never_was_a_feed_is_not_missed(followed: Builder) -> None:
    for number in (1, 2, 3):
        followed.page(FEED, day(number), status=404, **RSS)
    assert problems(followed) == []


def test_a_site_that_forbids_us_is_named_since_the_first_refusal_in_a_row(followed: Builder) -> None:
    for number, denied in ((1, True), (2, False), (3, True), (4, True)):
        if denied:
            followed.page(HOME, day(number), kind="seed", error="robots_denied", robots="denied")
        else:
            followed.page(HOME, day(number), body="<p>Aktuelles</p>", kind="seed")
    assert problems(followed) == [("stadt.example", "forbidden", "2026-03-03")]


def test_a_source_is_degraded_since_its_first_crawl_that_was(followed: Builder) -> None:
    followed.end("degraded", day(1), "blocked by www.stadt.example")
    for number in (2, 3):
        followed.begin(day(number), source="stadt.example")
        followed.end("degraded", day(number), "blocked by www.stadt.example")
    assert problems(followed) == [("stadt.example", "degraded", "2026-03-01")]
    (found,) = source_problems(followed.connection, NOW)
    assert found.sentence == (
        "the last crawl of site stadt.example is degraded: blocked by www.stadt.example (since 2026-03-01)"
    )


def test_a_crawl_that_a_deadline_cut_is_no_problem_and_hides_none(followed: Builder) -> None:
    followed.end("degraded", day(1), "interrupted")
    assert problems(followed) == []
    followed.begin(day(2), source="stadt.example")
    followed.end("degraded", day(2), "blocked by www.stadt.example")
    assert problems(followed) == [("stadt.example", "degraded", "2026-03-02")]
    followed.begin(day(3), source="stadt.example")
    followed.end("degraded", day(3), "interrupted")
    assert problems(followed) == [("stadt.example", "degraded", "2026-03-02")]
    (told,) = conditions(followed.connection, NOW)
    assert told.condition == "degraded"


def test_a_source_that_each_deadline_cuts_is_named_after_a_day_of_it(followed: Builder) -> None:
    followed.end("degraded", day(1), "interrupted")
    for hour in ("05", "06", "07"):
        at = f"2026-03-01T{hour}:00:00.000Z"
        followed.begin(at, source="stadt.example")
        followed.end("degraded", at, "interrupted")
    assert problems(followed) == []  # a large first crawl under an hourly schedule
    followed.begin(day(2), source="stadt.example")
    followed.end("degraded", day(2), "interrupted")
    assert problems(followed) == [("stadt.example", "always_cut", "2026-03-01")]
    (found,) = source_problems(followed.connection, NOW)
    assert found.sentence.startswith(
        "stadt.example: each of its last 5 crawls (since 2026-03-01) was cut by a deadline or a signal"
    )
    assert "longer --deadline" in found.sentence
    assert [(one.condition, one.text) for one in conditions(followed.connection, NOW)] == [("degraded", found.sentence)]
    followed.begin(day(3), source="stadt.example")
    followed.end("finished", day(3), "nothing was due")
    assert problems(followed) == [("stadt.example", "always_cut", "2026-03-01")]
    followed.begin(day(4), source="stadt.example")
    assert problems(followed) == [("stadt.example", "always_cut", "2026-03-01")]  # at work
    followed.end("finished", day(4))
    assert problems(followed) == []


def test_what_a_deadline_left_is_not_missed_yet(followed: Builder) -> None:
    named = NamedAddresses("listing", [f"{HOME}meldung-{number}" for number in range(10)])
    keep_found(
        followed.connection, HOME, None, "1", (), source="stadt.example", at=day(1), new_since=day(1), named=named
    )  # fmt: skip
    followed.end("degraded", day(1), "interrupted")
    assert problems(followed) == []
    followed.begin(day(2), source="stadt.example")
    followed.end("finished", day(2))
    assert problems(followed) == [("stadt.example", "not_held", None)]


def test_an_address_of_others_in_a_command_is_one_word_of_a_shell(followed: Builder) -> None:
    there = "http://neu.example/a$(id)'`id`;id/?a=1&b=2|id"
    moved = followed.page(HOME, day(1), kind="seed", status=301)
    followed.page(there, day(1), body="<p>Neu</p>", kind="seed", via_id=moved.id)
    (found,) = (one for one in source_problems(followed.connection, NOW) if one.problem == "moved")
    _, _, commands = found.sentence.partition("follow it there: ")
    lexer = shlex.shlex(commands, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    assert list(lexer) == ["kaaw", "unfollow", "stadt", ";", "kaaw", "follow", there]


def test_a_target_that_robots_txt_forbids_is_named_since_its_own_first_refusal_in_a_row(followed: Builder) -> None:
    there = f"{HOME}aktuelles"
    for number in (1, 2, 3):
        start = followed.page(HOME, day(number), kind="seed", status=301)
        if number == 1:
            followed.page(there, day(number), body="<p>Aktuelles</p>", kind="seed", via_id=start.id)
        else:
            followed.page(there, day(number), kind="seed", error="robots_denied", robots="denied", via_id=start.id)
    assert problems(followed) == [("stadt.example", "forbidden", "2026-03-02")]


def test_a_site_has_moved_since_its_first_redirect_in_a_row(followed: Builder) -> None:
    for number, status in ((1, 301), (2, 200), (3, 301), (4, 301)):
        start = followed.page(HOME, day(number), kind="seed", status=status)
        if status == 301:
            followed.page("https://neu.example/", day(number), body="<p>Neu</p>", kind="seed", via_id=start.id)
    assert problems(followed) == [("stadt.example", "moved", "2026-03-03")]
