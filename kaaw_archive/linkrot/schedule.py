"""Compute when a link is due again, from its health and the verdict of its last check."""

from __future__ import annotations

from datetime import timedelta

from kaaw_archive import times
from kaaw_archive.verdicts import CLEARLY_BROKEN, LinkHealth, Verdict

# InternetArchiveBot checks live links after at least 7 days, failing ones after at least 3. The others
# are starting values of this project: dead links monthly for a year, then quarterly.
ALIVE = timedelta(days=7)
RETURNED = timedelta(days=3)
FAILING = timedelta(days=3)
CLEARLY_FAILING = timedelta(days=1)  # a 410 or a lost name: the second check decides
DEAD = timedelta(days=30)
LONG_DEAD = timedelta(days=91)
LONG_DEAD_AFTER = timedelta(days=365)
NOT_JUDGED = timedelta(days=7)
ROBOTS_DENIED = timedelta(days=30)
UNKNOWN = timedelta(days=1)  # nothing was learnt, most likely by a fault of ours
AT_ONCE = frozenset({"our_own_fault", "is_not_compared"})  # rules: the same look is to be had again
# A run begins at much the same time each day, and a check in it comes a little sooner or later.
SLACK = timedelta(hours=2)


def next_check(health: str, health_since_at: str | None, verdict: str, checked_at: str, rule: str = "") -> str:
    """Return when a link is due again, as UTC text; after a rule of AT_ONCE, that is at once.

    >>> next_check("alive", "2016-09-22T12:00:00.000Z", "ok", "2016-09-22T12:00:00.000Z")
    '2016-09-29T10:00:00.000Z'
    """
    if rule in AT_ONCE:
        return checked_at
    checked = times.from_text(checked_at)
    since = times.from_text(health_since_at) if health_since_at else checked
    return times.to_text(checked + _wait(health, verdict, checked - since) - SLACK)


def _wait(health: str, verdict: str, in_health_for: timedelta) -> timedelta:
    if verdict == Verdict.UNKNOWN and health != LinkHealth.DEAD:
        return UNKNOWN
    if health == LinkHealth.DEAD:
        return DEAD if in_health_for < LONG_DEAD_AFTER else LONG_DEAD
    if health == LinkHealth.FAILING:
        return CLEARLY_FAILING if verdict in CLEARLY_BROKEN else FAILING
    if health == LinkHealth.RETURNED:
        return RETURNED
    if verdict == Verdict.ROBOTS_DENIED:
        return ROBOTS_DENIED
    return NOT_JUDGED if health == LinkHealth.NOT_JUDGED else ALIVE
