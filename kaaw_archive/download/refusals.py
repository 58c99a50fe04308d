"""Reasons of ours not to send a request: errors that the middlewares, the host locks and the download handler raise."""

from __future__ import annotations

from kaaw_archive.errors import Problem


class RequestNotSentError(Exception):
    """A request that was given up before it was sent. It leaves no capture, because nothing happened."""


class FetchedByOtherCrawlError(RequestNotSentError):
    """Another crawl that runs at the same time has captured this very address."""


class BudgetSpentError(RequestNotSentError):
    """The source has brought its share of documents and assets in this crawl; the next crawl requests this one."""


class CrawlEndedError(RequestNotSentError):
    """The crawl ends; requests that were not sent are left for the next one."""


class RequestRefusedError(Exception):
    """A request that must not be sent. Its text is one line; ``problem`` is its name in ``captures``.

    Not a subclass of ``IgnoreRequest``, which leaves no trace in the crawl, and not in RETRY_EXCEPTIONS: a second
    attempt would be refused, too.
    """

    problem: Problem = Problem.UNKNOWN


class BadAddressError(RequestRefusedError):
    """The address has no host, or another scheme than http and https."""

    problem = Problem.BAD_URL


class AddressTooLongError(RequestRefusedError):
    """The address is longer than URLLENGTH_LIMIT."""

    problem = Problem.URL_TOO_LONG


class PrivateNetworkError(RequestRefusedError):
    """The host is an address of this machine, its neighbours or a private network, or a name all of whose
    addresses are such."""

    problem = Problem.PRIVATE_NETWORK

    @classmethod
    def of(cls, host: str, address: str | None = None) -> PrivateNetworkError:
        """Return the error of a host; for a name, with the address that it has."""
        what = f"{host} is" if address is None else f"{host} is {address},"
        return cls(f"{what} an address of this machine, of its neighbours or of a private network")


class HostBlockedError(RequestRefusedError):
    """A person blocked this host, or addresses of this pattern (kaaw block)."""

    problem = Problem.HOST_BLOCKED


class HostPausedError(RequestRefusedError):
    """The server asked for a longer pause than this crawl waits; ``seconds`` of it are left."""

    problem = Problem.HOST_PAUSED

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds


class RobotsDeniedError(RequestRefusedError):
    """The robots.txt of the site forbids this address."""

    problem = Problem.ROBOTS_DENIED


class RobotsUnreachableError(RequestRefusedError):
    """The robots.txt of the site gives no rules at present, which closes the site (RFC 9309, 2.3.1.4)."""

    problem = Problem.ROBOTS_UNREACHABLE
