"""Whether what failed in a run is our own fault: most hosts failing alike say so (design.md 3.7)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILING_SHARE = 0.5  # of all hosts of the run, with one and the same problem
FAILING_HOSTS_MIN = 3
# A name that does not exist or a refused connection is said by somebody out there: it takes more hosts to doubt it.
CLEAR_HOSTS_MIN = 10
_CLEAR = frozenset({"dns_not_found", "connection_refused"})
_NETWORK = frozenset({"dns_failure", "connection_failed", "connection_lost", "timeout", "tls_failed", "proxy_failed"})


def our_faults(failure_of_host: Mapping[str, str | None]) -> frozenset[str]:
    """The problems that are most likely ours. ``failure_of_host``: None for hosts that answered in the run.

    >>> sorted(our_faults({"a": "timeout", "b": "timeout", "c": None}))
    ['timeout']
    """
    counts = Counter(problem for problem in failure_of_host.values() if problem is not None)
    hosts = len(failure_of_host)
    return frozenset(
        problem
        for problem, count in counts.items()
        if count > FAILING_SHARE * hosts
        and ((problem in _NETWORK and hosts >= FAILING_HOSTS_MIN) or (problem in _CLEAR and hosts >= CLEAR_HOSTS_MIN))
    )
