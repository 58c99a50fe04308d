"""Decide if the failures of a run are our own fault: more than half of its hosts fail alike (design.md 3.7).

Hosts of one registrable domain count as one. Links may be dead, and those that are known to fail prove nothing: of them
the hosts count that answered at their last look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.errors import Problem
from kaaw_archive.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FAILING_SHARE = 0.5  # of the domains of a run; with one and the same problem
DOMAINS_MIN = 3  # starting values, to be set by what operators report
_CLEAR_LINKS_MIN = 10

# Domains that a run must have asked before the problem that most of them share is ours: of those that are known to
# answer, and of links that nobody ever looked at, of which many may be dead. A name that does not exist and a refused
# connection are answers of somebody else, so it takes more of these to doubt them. None: a server that does not speak
# HTTP is not our fault then.
_DOMAINS_MIN: dict[Problem, tuple[int, int | None]] = {
    Problem.DNS_FAILURE: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.CONNECTION_FAILED: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.CONNECTION_LOST: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.TIMEOUT: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.TLS_FAILED: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.PROXY_FAILED: (DOMAINS_MIN, DOMAINS_MIN),
    Problem.DNS_NOT_FOUND: (DOMAINS_MIN, _CLEAR_LINKS_MIN),
    Problem.CONNECTION_REFUSED: (DOMAINS_MIN, _CLEAR_LINKS_MIN),
    Problem.BAD_RESPONSE: (DOMAINS_MIN, None),
}
NETWORK_PROBLEMS = frozenset(_DOMAINS_MIN)


@dataclass(frozen=True, slots=True)
class LinkLook:
    """Result of one check of a link for its host: ``failure`` is None if the host answered.

    ``has_answered`` says if it did at the last look before, None if there was none. ``is_doubted``: a later look failed
    by a fault of ours; one that failed while other requests were answered is a look.
    """

    host: str
    failure: str | None
    has_answered: bool | None = None
    is_doubted: bool = False


def own_fault(failure_of_host: Mapping[str, str | None], *, may_be_dead: bool = False) -> Problem | None:
    """Return the problem that is most likely ours, None if there is none.

    ``failure_of_host`` has every host of the run, with None for one that answered. ``may_be_dead``: some are hosts of
    links that nobody ever looked at.

    >>> own_fault({"a.example": "timeout", "b.example": "timeout", "c.example": None})
    <Problem.TIMEOUT: 'timeout'>
    """
    failures: dict[str, str | None] = {}
    for host, failure in failure_of_host.items():
        domain = registrable_domain(host)
        failures[domain] = failure and failures.get(domain, failure)  # a domain that answers once has answered
    counts = Counter(failure for failure in failures.values() if failure in NETWORK_PROBLEMS)
    if not counts:
        return None
    shared, count = counts.most_common(1)[0]
    problem, domains = Problem(shared), len(failures)
    least = _DOMAINS_MIN[problem][may_be_dead]
    return problem if least is not None and domains >= least and count > FAILING_SHARE * domains else None


def own_fault_of_links(looks: Iterable[LinkLook]) -> Problem | None:
    """Return the problem of a run of link checks that is most likely ours, None if there is none.

    The hosts that answered before decide, if they are enough. What was doubted once is not doubted again while others
    answer: else a failure of most hosts would never be judged. Hosts that nobody ever looked at count only where
    hardly anything else is known.
    """
    each = list(looks)
    answered: dict[str, str | None] = {look.host: None for look in each if look.failure is None}
    known = {look.host: look.failure for look in each if look.has_answered and not look.is_doubted} | answered
    if _domains(known) >= DOMAINS_MIN:
        return own_fault(known)
    known = {look.host: look.failure for look in each if look.has_answered} | answered
    if _domains(known) >= DOMAINS_MIN:
        return own_fault(known)
    new = {look.host: look.failure for look in each if look.has_answered is None}
    return own_fault(new | known, may_be_dead=True)


def _domains(hosts: Iterable[str]) -> int:
    return len(set(map(registrable_domain, hosts)))
