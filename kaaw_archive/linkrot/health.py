"""Fold all checks of a link, in order, into its health and the changes of its health.

A link is dead only after several failing checks on different days (InternetArchiveBot: three, at least three days
apart; EDGI: less than 75 % of the last 14 days good).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.verdicts import (
    ANSWERING,
    BROKEN,
    BROKEN_HEALTH,
    CLEARLY_BROKEN,
    INCONCLUSIVE,
    STRIKES,
    STRIKES_IF_CLEAR,
    WORKING_HEALTH,
    LinkHealth,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STRIKES_SPAN = timedelta(days=6)  # between the first and the last: three checks, three days apart each
WINDOW = timedelta(days=14)  # EDGI
GOOD_SHARE = 0.75  # of the window; below, a page counts as failing (EDGI)


@dataclass(frozen=True, slots=True)
class DatedVerdict:
    """A check with the columns that the fold needs; ``checked_at`` is UTC text."""

    id: int
    checked_at: str
    verdict: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """A transition: it happened after the check before it (None: there was none) and not later than ``at``."""

    after_at: str | None
    at: str
    before: LinkHealth
    after: LinkHealth
    check_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class Health:
    """State of a link over time. ``failing_since`` is the first failing check after the last good one, UTC text."""

    state: LinkHealth = LinkHealth.UNCHECKED
    since_at: str | None = None
    failing_since: str | None = None
    changes: tuple[Change, ...] = ()


def of_checks(checks: Iterable[DatedVerdict]) -> Health:
    """Return the health after these checks, given in order."""
    earlier: list[DatedVerdict] = []
    health = Health()
    for check in checks:
        earlier.append(check)
        health = _advance(health, earlier)
    return health


def _advance(health: Health, checks: Sequence[DatedVerdict]) -> Health:
    check = checks[-1]
    failing_since = health.failing_since
    if check.verdict in ANSWERING:
        failing_since = None
    elif check.verdict in BROKEN:
        failing_since = failing_since or check.checked_at
    state, cause = _next(health, checks, failing_since)
    if state == health.state:
        return Health(state, health.since_at, failing_since, health.changes)
    before_at = checks[-2].checked_at if len(checks) > 1 else None
    change = Change(before_at, check.checked_at, health.state, state, check.id, cause)
    return Health(state, check.checked_at, failing_since, (*health.changes, change))


def _next(health: Health, checks: Sequence[DatedVerdict], failing_since: str | None) -> tuple[LinkHealth, str]:
    check = checks[-1]
    if check.verdict in ANSWERING:
        state = LinkHealth.RETURNED if health.state == LinkHealth.DEAD else _settled(health, check)
        return state, f"it answers: {check.rule}"
    if check.verdict in INCONCLUSIVE:
        state = health.state if _stays(health, checks) else LinkHealth.NOT_JUDGED
        return state, f"it cannot be judged: {check.rule}"
    if health.state == LinkHealth.DEAD:
        return LinkHealth.DEAD, check.rule
    strikes = [c for c in checks if failing_since and c.checked_at >= failing_since and c.verdict in BROKEN]
    if _is_dead(strikes, checks):
        return LinkHealth.DEAD, f"failing on {_days(strikes)} days since {strikes[0].checked_at[:10]}: {check.rule}"
    return LinkHealth.FAILING, check.rule


def _stays(health: Health, checks: Sequence[DatedVerdict]) -> bool:
    """Return True if an inconclusive check says nothing against the state: of a broken link, or as nothing was learnt.

    A link that worked is not judged any more once nothing was learnt of it in two checks or more, for a whole window.
    """
    if health.state in BROKEN_HEALTH:
        return True
    if checks[-1].verdict != Verdict.UNKNOWN or health.state not in WORKING_HEALTH:
        return False
    conclusive = next((check for check in reversed(checks) if check.verdict not in INCONCLUSIVE), checks[-1])
    age = times.from_text(checks[-1].checked_at) - times.from_text(conclusive.checked_at)
    return age < WINDOW or conclusive is checks[-2]


def _settled(health: Health, check: DatedVerdict) -> LinkHealth:
    """Return the state of a link that answers: RETURNED until it has answered again for a whole window."""
    if health.state == LinkHealth.RETURNED and health.since_at is not None:
        age = times.from_text(check.checked_at) - times.from_text(health.since_at)
        return LinkHealth.RETURNED if age < WINDOW else LinkHealth.ALIVE
    return LinkHealth.ALIVE


def _is_dead(strikes: Sequence[DatedVerdict], checks: Sequence[DatedVerdict]) -> bool:
    newest = strikes[-STRIKES_IF_CLEAR:]
    if _days(strikes) >= STRIKES_IF_CLEAR and all(check.verdict in CLEARLY_BROKEN for check in newest):
        return True
    if _days(strikes) < STRIKES:
        return False
    span = times.from_text(strikes[-1].checked_at) - times.from_text(strikes[0].checked_at)
    return span >= STRIKES_SPAN and good_share(checks) < GOOD_SHARE


def _days(checks: Sequence[DatedVerdict]) -> int:
    """Return on how many different days (UTC) there was a check."""
    return len({check.checked_at[:10] for check in checks})


def good_share(checks: Sequence[DatedVerdict]) -> float:
    """Return the good share of the known part of the 14 days up to the last check, from 0 to 1.

    The result of a check counts until the next conclusive one; 0 if there is only one.
    """
    conclusive = [check for check in checks if check.verdict not in INCONCLUSIVE]
    if not conclusive:
        return 0.0
    begin = times.from_text(conclusive[-1].checked_at) - WINDOW
    good = known = 0.0
    for check, following in itertools.pairwise(conclusive):
        start, stop = max(begin, times.from_text(check.checked_at)), times.from_text(following.checked_at)
        length = max(0.0, (stop - start).total_seconds())
        known += length
        good += length if check.verdict in ANSWERING else 0.0
    return good / known if known else 0.0
