"""Decide if the failures of a run are our own fault: more than half of its hosts fail alike (design.md 3.7)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILING_SHARE = 0.5  # of the hosts of a run; with one and the same problem
_PAGES_MIN, _CLEAR_LINKS_MIN = 3, 10  # starting values, to be set by what operators report

# Hosts that a run must have asked before the problem that most of them share is ours: of pages, and of links, of which
# many may be dead. A name that does not exist and a refused connection are answers of somebody else, so it takes more
# hosts to doubt them. None: a server that does not speak HTTP is never our fault.
_HOSTS_MIN: dict[Problem, tuple[int, int | None]] = {
    Problem.DNS_FAILURE: (_PAGES_MIN, _PAGES_MIN),
    Problem.CONNECTION_FAILED: (_PAGES_MIN, _PAGES_MIN),
    Problem.CONNECTION_LOST: (_PAGES_MIN, _PAGES_MIN),
    Problem.TIMEOUT: (_PAGES_MIN, _PAGES_MIN),
    Problem.TLS_FAILED: (_PAGES_MIN, _PAGES_MIN),
    Problem.PROXY_FAILED: (_PAGES_MIN, _PAGES_MIN),
    Problem.DNS_NOT_FOUND: (_PAGES_MIN, _CLEAR_LINKS_MIN),
    Problem.CONNECTION_REFUSED: (_PAGES_MIN, _CLEAR_LINKS_MIN),
    Problem.BAD_RESPONSE: (_PAGES_MIN, None),
}
NETWORK_PROBLEMS = frozenset(_HOSTS_MIN)


def own_fault(failure_of_host: Mapping[str, str | None], *, asks_links: bool) -> Problem | None:
    """Return the problem that is most likely ours, None if there is none.

    ``failure_of_host`` has every host of the run, with None for one that answered. ``asks_links``: the run checks
    links, which may be dead, and not pages of known sites.

    >>> own_fault({"a": "timeout", "b": "timeout", "c": None}, asks_links=True)
    <Problem.TIMEOUT: 'timeout'>
    """
    counts = Counter(failure for failure in failure_of_host.values() if failure in NETWORK_PROBLEMS)
    if not counts:
        return None
    failure, count = counts.most_common(1)[0]
    problem, hosts = Problem(failure), len(failure_of_host)
    hosts_min = _HOSTS_MIN[problem][asks_links]
    return problem if hosts_min is not None and hosts >= hosts_min and count > FAILING_SHARE * hosts else None
