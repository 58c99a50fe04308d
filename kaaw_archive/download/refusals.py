"""Why we did not ask: exceptions of the download handler for requests that never reach a server."""

from __future__ import annotations

from kaaw_archive.errors import Problem


class Refused(Exception):
    """A request that was not sent, for a reason of ours. Its text is one line; ``problem`` is its name in ``captures``.

    No subclass of ``IgnoreRequest`` (which leaves no trace in the crawl) and in no list of RETRY_EXCEPTIONS: to ask
    again would give the same answer.
    """

    problem: Problem = Problem.UNKNOWN


class NotSent(Exception):
    """A request that was given up before it was sent. No refusal, and no capture: nothing happened."""


class AskedElsewhere(NotSent):
    """A crawl beside this one has captured this very address: to ask again would bring nothing."""


class BudgetSpent(NotSent):
    """A document or an asset of a source that has brought enough of them in this run; the next one asks for it."""


class RunEnded(NotSent):
    """The run is told to end; what it has not asked for is left for the next one."""


class BadAddressRefused(Refused):
    """The address has no host, or another scheme than http and https."""

    problem = Problem.BAD_URL


class PrivateNetworkRefused(Refused):
    """The host is an address of this machine or of a private network, or a name that resolves to nothing else."""

    problem = Problem.PRIVATE_NETWORK


class HostBlockedRefused(Refused):
    """A person said: stop asking this host, or addresses of this pattern."""

    problem = Problem.HOST_BLOCKED


class HostPausedRefused(Refused):
    """The server asked for a longer pause than this run waits. ``seconds`` is what is left of it."""

    problem = Problem.HOST_PAUSED

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds
