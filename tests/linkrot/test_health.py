"""What all checks of a link together say: tables of checks, by day, and the health they must give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kaaw_archive import times
from kaaw_archive.linkrot.health import DatedVerdict, of_checks
from kaaw_archive.linkrot.schedule import next_check

BEGIN = datetime(2016, 9, 1, 6, tzinfo=UTC)

# name: days and verdicts of the checks -> the health after the last one
HISTORIES: dict[str, tuple[str, str]] = {
    "never checked": ("", "unchecked"),
    "good": ("0 ok 7 ok", "alive"),
    "moved and drifted pages answer": ("0 moved 7 drifted 14 fragment_lost", "alive"),
    "one failure": ("0 ok 7 not_found", "failing"),
    "two failures": ("0 ok 7 not_found 10 not_found", "failing"),
    "three failures within six days": ("0 ok 7 timeout 9 timeout 11 timeout", "failing"),
    "three failures on one day": ("0 ok 7 not_found 7 not_found 7 not_found", "failing"),
    "three failures over six days": ("0 ok 7 not_found 10 not_found 13 not_found", "dead"),
    "different failures": ("0 ok 7 server_error 10 timeout 13 soft_404", "dead"),
    "gone needs two": ("0 ok 7 gone 8 gone", "dead"),
    "a lost name needs two": ("0 ok 7 domain_lost 8 domain_lost", "dead"),
    "gone twice on one day": ("0 ok 7 gone 7 gone", "failing"),
    "flapping": ("0 ok 3 server_error 6 ok 9 server_error 12 ok 15 server_error 18 ok 21 server_error", "failing"),
    "flapping, at last good": ("0 ok 3 timeout 6 timeout 9 ok", "alive"),
    "blocked never kills": ("0 ok 7 blocked 14 blocked 21 blocked 28 blocked", "not_judged"),
    "certificates never kill": ("0 ok 7 tls_invalid 14 tls_invalid 21 tls_invalid", "not_judged"),
    "a wall between failures changes nothing": ("0 ok 7 not_found 8 blocked 10 not_found 13 not_found", "dead"),
    "dead stays dead behind a wall": ("0 ok 7 gone 8 gone 9 blocked 10 unknown", "dead"),
    "returned": ("0 ok 7 gone 8 gone 38 ok", "returned"),
    "returned for good": ("0 ok 7 gone 8 gone 38 ok 41 ok 55 ok", "alive"),
    "returned and lost again": ("0 ok 7 gone 8 gone 38 ok 41 not_found", "failing"),
    "only seen dead": ("0 not_found 3 not_found 6 not_found", "dead"),
    "robots from the first": ("0 robots_denied", "not_judged"),
    "a look that taught nothing changes nothing": ("0 ok 400 unknown", "alive"),
    "nothing learnt for a window": ("0 ok 7 unknown 15 unknown", "not_judged"),
    "nothing learnt from the first": ("0 unknown 1 unknown", "not_judged"),
    "nothing learnt after a wall": ("0 ok 7 blocked 8 unknown", "not_judged"),
    "returned, and nothing learnt since": ("0 ok 7 gone 8 gone 38 ok 41 unknown", "returned"),
}


def checks(history: str) -> list[DatedVerdict]:
    words = history.split()
    return [
        DatedVerdict(n, times.to_text(BEGIN + timedelta(days=int(day), seconds=n)), verdict, verdict)
        for n, (day, verdict) in enumerate(zip(words[::2], words[1::2], strict=True), 1)
    ]


@pytest.mark.parametrize("name", HISTORIES)
def test_health(name: str) -> None:
    history, expected = HISTORIES[name]
    assert of_checks(checks(history)).state == expected


def test_every_change_says_when_and_why() -> None:
    changes = of_checks(checks("0 ok 7 gone 8 gone 38 ok")).changes
    assert [(one.before, one.after) for one in changes] == [
        ("unchecked", "alive"), ("alive", "failing"), ("failing", "dead"), ("dead", "returned"),
    ]  # fmt: skip
    assert changes[0].after_at is None
    assert all(one.after_at is not None and one.after_at < one.at and one.cause for one in changes[1:])


def test_looks_that_teach_nothing_make_no_change_between_good_ones() -> None:
    changes = of_checks(checks("0 unknown 0 ok 1 unknown 1 ok 40 unknown 40 ok 500 unknown 500 ok")).changes
    assert [(one.before, one.after) for one in changes] == [("unchecked", "not_judged"), ("not_judged", "alive")]


@pytest.mark.parametrize("later", ["38 gone", "38 not_found 68 gone", "20 blocked 38 gone", "38 unknown 39 timeout"])
def test_a_dead_link_is_dead_since_the_same_day_after_more_checks_of_that_kind(later: str) -> None:
    history = "0 ok 7 gone 8 gone"
    assert of_checks(checks(f"{history} {later}")).since_at == of_checks(checks(history)).since_at


@pytest.mark.parametrize(
    ("health", "verdict", "days"),
    [
        ("alive", "ok", 7), ("failing", "not_found", 3), ("failing", "gone", 1), ("dead", "gone", 30),
        ("returned", "ok", 3), ("not_judged", "blocked", 7), ("not_judged", "robots_denied", 30),
        ("not_judged", "unknown", 1),
    ],
)  # fmt: skip
def test_when_to_look_again(health: str, verdict: str, days: int) -> None:
    at = times.to_text(BEGIN)
    due = times.from_text(next_check(health, at, verdict, at))
    assert timedelta(days=days) - timedelta(hours=3) < due - BEGIN < timedelta(days=days)


def test_long_dead_links_are_looked_at_quarterly() -> None:
    since, at = times.to_text(BEGIN), times.to_text(BEGIN + timedelta(days=400))
    assert times.from_text(next_check("dead", since, "gone", at)) - times.from_text(at) > timedelta(days=90)
