"""What all checks of a link together say: the fold of its verdicts, in order, into a health and its changes.

A link is dead only after several failing checks on different days (InternetArchiveBot: three, at least three days
apart; EDGI: less than 75 % of the last 14 days good; facts.md 3.1, 3.2, 3.4).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.verdicts import ANSWERING, BROKEN, CLEARLY_BROKEN, INCONCLUSIVE, STRIKES, STRIKES_IF_CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STRIKES_SPAN = timedelta(days=6)  # between the first and the last: three checks, three days apart each
WINDOW = timedelta(days=14)  # EDGI
GOOD_SHARE = 0.75  # of the window; below, a page counts as failing (EDGI)


@dataclass(frozen=True, slots=True)
class Checked:
    """A check as the fold needs it."""

    id: int
    checked_at: str
    verdict: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """One transition: it happened after the check before (None: there was none) and not later than ``at``."""

    after_at: str | None
    at: str
    before: str
    after: str
    check_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class Health:
    """How a link fares. ``failing_since`` is the first of the failing checks that no good one has followed yet."""

    state: str = "unchecked"
    since_at: str | None = None
    failing_since: str | None = None
    changes: tuple[Change, ...] = ()


def of_checks(checks: Iterable[Checked]) -> Health:
    """The health after these checks, given in order."""
    seen: list[Checked] = []
    health = Health()
    for check in checks:
        seen.append(check)
        health = _advance(health, seen)
    return health


def _advance(health: Health, seen: Sequence[Checked]) -> Health:
    check = seen[-1]
    failing_since = health.failing_since
    if check.verdict in ANSWERING:
        failing_since = None
    elif check.verdict in BROKEN:
        failing_since = failing_since or check.checked_at
    state, cause = _next(health, seen, failing_since)
    if state == health.state:
        return Health(state, health.since_at, failing_since, health.changes)
    before_at = seen[-2].checked_at if len(seen) > 1 else None
    change = Change(before_at, check.checked_at, health.state, state, check.id, cause)
    return Health(state, check.checked_at, failing_since, (*health.changes, change))


def _next(health: Health, seen: Sequence[Checked], failing_since: str | None) -> tuple[str, str]:
    check = seen[-1]
    if check.verdict in ANSWERING:
        return ("returned" if health.state == "dead" else _settled(health, check)), f"it answers: {check.rule}"
    if check.verdict in INCONCLUSIVE:
        keeps = health.state in ("failing", "dead")
        return (health.state if keeps else "not_judged"), f"it cannot be judged: {check.rule}"
    if health.state == "dead":
        return "dead", check.rule
    strikes = [one for one in seen if failing_since and one.checked_at >= failing_since and one.verdict in BROKEN]
    if _is_dead(strikes, seen):
        days = len({one.checked_at[:10] for one in strikes})
        return "dead", f"failing on {days} days since {strikes[0].checked_at[:10]}: {check.rule}"
    return "failing", check.rule


def _settled(health: Health, check: Checked) -> str:
    """A returned link is called so until it has been there for as long as the window is."""
    if health.state == "returned" and health.since_at is not None:
        age = times.from_text(check.checked_at) - times.from_text(health.since_at)
        return "returned" if age < WINDOW else "alive"
    return "alive"


def _is_dead(strikes: Sequence[Checked], seen: Sequence[Checked]) -> bool:
    days = len({one.checked_at[:10] for one in strikes})
    if days >= STRIKES_IF_CLEAR and all(one.verdict in CLEARLY_BROKEN for one in strikes[-STRIKES_IF_CLEAR:]):
        return True
    if days < STRIKES:
        return False
    span = times.from_text(strikes[-1].checked_at) - times.from_text(strikes[0].checked_at)
    return span >= STRIKES_SPAN and good_share(seen) < GOOD_SHARE


def good_share(seen: Sequence[Checked]) -> float:
    """The share of the known part of the last 14 days, up to the last check, in which the link was good.

    What a check says holds until the next one that can be judged; 0 where nothing is known but the last check.
    """
    judged = [one for one in seen if one.verdict not in INCONCLUSIVE]
    if not judged:
        return 0.0
    end = times.from_text(judged[-1].checked_at)
    begin = end - WINDOW
    good = known = 0.0
    for one, following in itertools.pairwise(judged):
        start, stop = max(begin, times.from_text(one.checked_at)), times.from_text(following.checked_at)
        length = max(0.0, (stop - start).total_seconds())
        known += length
        good += length if one.verdict in ANSWERING else 0.0
    return good / known if known else 0.0
