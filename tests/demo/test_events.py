"""Each event of the archive is one of the world, in the bracket in which it happened; each of the world is an event."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from tests.demo.crawled import DAYS, Crawled

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

Shown = tuple[int | None, bool]  # version at an address, None if it shows none; and if a list names it
ABSENT: Shown = (None, False)
IS_SO: dict[str, Callable[[Shown, Shown], bool]] = {
    "new": lambda before, after: after[0] is not None,
    "edited": lambda before, after: None not in (before[0], after[0]) and before[0] != after[0],
    "withdrawn": lambda before, after: before[0] is not None and after[0] is None,
    "moved": lambda before, after: before[0] is not None and after[0] is None,
    "returned": lambda before, after: before[0] is None and after[0] is not None,
    "unlisted": lambda before, after: before[1] and after[0] is not None and not after[1],
    "relisted": lambda before, after: not before[1] and after[1],
}


@pytest.fixture(scope="module")
def truth(demo: Crawled) -> dict[str, dict[int, Shown]]:
    """What each address shows on each day that was crawled, by its url key."""
    found: dict[str, dict[int, Shown]] = {}
    for day in DAYS:
        unlisted = {article.url for article in demo.world.unlisted(day)}
        for article in demo.world.articles(day):
            known = found.setdefault(urls.key(article.url), dict.fromkeys(DAYS, ABSENT))
            known[day] = (article.version, article.url not in unlisted)
    return found


@pytest.fixture(scope="module")
def events(demo: Crawled, truth: dict[str, dict[int, Shown]]) -> list[tuple[str, str, int, int]]:
    """Kind, url key, and the days of the bracket of the events of the articles; 0 for the time before the first day."""
    days = {day.on.isoformat(): day.number for day in demo.world.days}
    rows = demo.rows(
        "SELECT e.kind, a.key, e.after_at, e.before_at FROM events e JOIN articles a ON a.id = e.article_id"
        " WHERE NOT e.is_superseded ORDER BY e.known_at"
    )
    return [
        (row["kind"], row["key"], days[row["after_at"][:10]] if row["after_at"] else 0, days[row["before_at"][:10]])
        for row in rows
        if row["key"] in truth  # and no document
    ]


def test_each_event_is_true(events: list[tuple[str, str, int, int]], truth: dict[str, dict[int, Shown]]) -> None:
    wrong = [
        event
        for event in events
        if not IS_SO[event[0]](truth[event[1]].get(event[2], ABSENT), truth[event[1]][event[3]])
    ]
    assert wrong == []
    assert len(events) > 150


def test_each_change_of_the_world_is_one_event(
    demo: Crawled, events: list[tuple[str, str, int, int]], truth: dict[str, dict[int, Shown]]
) -> None:
    """What is away on one crawled day only is not confirmed; a copy at a new address is no new text."""
    copies = {urls.key(new) for new in demo.world.successors().values()}
    missing, found = [], 0
    for key, shown in truth.items():
        for before, after in pairwise(DAYS):
            kinds = [kind for kind in ("edited", "unlisted", "relisted") if _is(kind, shown, before, after)]
            if _is("withdrawn", shown, before, after) and _is_confirmed(shown, after):
                kinds.append("moved" if any(event[:2] == ("moved", key) for event in events) else "withdrawn")
            if (
                _is("returned", shown, before, after)
                and key not in copies
                and not any(shown[day][0] for day in DAYS if day < after)
            ):
                kinds.append("new")
            for kind in kinds:
                n = sum(e[:2] == (kind, key) and e[2] <= before and after <= e[3] for e in events)
                found += n
                if n != 1:
                    missing.append((kind, key, before, after, n))
    assert missing == []
    assert found > 80


def test_no_text_is_withdrawn_that_has_an_address(
    demo: Crawled, events: list[tuple[str, str, int, int]], truth: dict[str, dict[int, Shown]]
) -> None:
    successors = {urls.key(old): urls.key(new) for old, new in demo.world.successors().items()}
    lost = {kind: {key for one, key, _, _ in events if one == kind} for kind in ("withdrawn", "moved")}
    assert {key for key in lost["withdrawn"] if key in successors} == set()
    assert {key for key in lost["moved"] if key not in successors} == set()


def test_each_event_has_a_capture_of_its_day_as_proof(demo: Crawled) -> None:
    taken = {row["id"]: row["captured_at"] for row in demo.rows("SELECT id, captured_at FROM captures")}
    for event in demo.rows("SELECT kind, proof_json, before_at, known_at FROM events WHERE article_id IS NOT NULL"):
        proofs = [taken[capture] for capture in json.loads(event["proof_json"])]
        assert proofs[0] == event["before_at"], event
        assert event["before_at"] <= event["known_at"], event
        assert len(proofs) >= {"withdrawn": 2, "unlisted": 3}.get(event["kind"], 1), event


def _is(kind: str, shown: dict[int, Shown], before: int, after: int) -> bool:
    is_so = IS_SO[kind](shown[before], shown[after])
    return is_so and (kind not in ("unlisted", "relisted") or None not in (shown[before][0], shown[after][0]))


def _is_confirmed(shown: dict[int, Shown], day: int) -> bool:
    """Return True if the address is away on a second crawled day, too."""
    later = [one for one in DAYS if one > day]
    return bool(later) and shown[later[0]][0] is None
