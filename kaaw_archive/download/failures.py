"""Names of the failures of a download. Pure: an exception in, a Problem and one line about it out."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as twisted_error
from twisted.internet.defer import CancelledError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed
from twisted.web.http import PotentialDataLoss

from kaaw_archive.download.answer_parser import HeadTooLarge
from kaaw_archive.download.certificates import CertificateFault
from kaaw_archive.download.connections import ClientCertificateWanted
from kaaw_archive.download.refusals import RequestRefusedError
from kaaw_archive.errors import Problem, message_of
from kaaw_archive.scrapy_private import BadHeaders, DataLoss, ExcessWrite, ParseError, TunnelError, WrongBodyLength

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CAUSES = 32
# what tells that no connection to the next host was had: with a proxy, that is the proxy
_NO_CONNECTION = {Problem.DNS_NOT_FOUND, Problem.DNS_FAILURE, Problem.CONNECTION_REFUSED, Problem.CONNECTION_FAILED}

# The first row that one of the causes belongs to wins: special ones before what they are special cases of.
_NAMES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Problem], ...] = (
    (TunnelError, Problem.PROXY_FAILED),
    (HeadTooLarge, Problem.TOO_LARGE),
    (DownloadTimeoutError, Problem.TIMEOUT),
    (ClientCertificateWanted, Problem.TLS_CLIENT_CERTIFICATE),
    ((SSL.Error, CertificateFault, ssl.SSLError), Problem.TLS_FAILED),
    ((ParseError, BadHeaders), Problem.BAD_RESPONSE),
    (ResponseDataLossError, Problem.CONNECTION_LOST),
    (DownloadConnectionRefusedError, Problem.CONNECTION_REFUSED),
    (CannotResolveHostError, Problem.DNS_FAILURE),
    (DownloadCancelledError, Problem.TOO_LARGE),  # Scrapy cancels for DOWNLOAD_MAXSIZE alone
    ((UnsupportedURLSchemeError, NotSupported), Problem.BAD_URL),
    (twisted_error.ConnectionRefusedError, Problem.CONNECTION_REFUSED),
    (twisted_error.DNSLookupError, Problem.DNS_FAILURE),
    ((twisted_error.TimeoutError, twisted_error.TCPTimedOutError, TimeoutError), Problem.TIMEOUT),
    (twisted_error.ConnectError, Problem.CONNECTION_FAILED),
    ((DataLoss, PotentialDataLoss, ExcessWrite, WrongBodyLength), Problem.CONNECTION_LOST),
    ((twisted_error.ConnectionLost, twisted_error.ConnectionDone), Problem.CONNECTION_LOST),
    (ConnectionRefusedError, Problem.CONNECTION_REFUSED),
    ((twisted_error.ConnectionClosed, ConnectionError), Problem.CONNECTION_LOST),
    ((CancelledError, asyncio.CancelledError), Problem.CANCELLED),
    (OSError, Problem.CONNECTION_FAILED),
    ((ResponseFailed, DownloadFailedError), Problem.CONNECTION_LOST),
    (ValueError, Problem.BAD_URL),  # Twisted says so of host names; UnicodeError is one
)


class HostNotResolved(CannotResolveHostError):
    """A name without an address; ``problem`` is DNS_NOT_FOUND (there is no such name) or DNS_FAILURE (no answer)."""

    def __init__(self, text: str, problem: Problem) -> None:
        super().__init__(text)
        self.problem = problem


class ProxyAnswerError(DownloadFailedError):
    """An answer of our own proxy in the place of the site's; ``problem`` is what it says."""

    def __init__(self, text: str, problem: Problem) -> None:
        super().__init__(text)
        self.problem = problem


def problem_of(exception: BaseException, *, proxied: bool = False) -> tuple[Problem, str]:
    """Return the name of a failed download, and a line of at most 300 characters without control characters.

    ``proxied``: the request went to a proxy, so a missing connection is the proxy's fault. The name is
    Problem.UNKNOWN for an exception that no downloader raises.
    """
    if isinstance(exception, RequestRefusedError):
        return exception.problem, message_of(exception)
    if isinstance(exception, ProxyAnswerError):
        return exception.problem, message_of(exception)
    if proxied and isinstance(exception, NotImplementedError):  # Scrapy, of a proxy that is spoken to by https
        return Problem.PROXY_FAILED, "the proxy is spoken to by http: its address must begin with http://"
    problem, cause = _named(exception)
    if problem == Problem.CONNECTION_LOST and any(_lacks_last_chunk(each) for each in causes(exception)):
        return Problem.NO_LAST_CHUNK, "the answer ends behind a chunk that is not the last one"
    if proxied and problem in _NO_CONNECTION:
        problem = Problem.PROXY_FAILED
    return problem, message_of(cause)


def _lacks_last_chunk(cause: BaseException) -> bool:
    """Return True if every chunk that was announced came whole, and then the connection was closed (RFC 9112, 7.1)."""
    return isinstance(cause, DataLoss) and "in 'CHUNK_LENGTH' state" in str(cause)


def certificate_fault(exception: BaseException) -> str | None:
    """Return the fault of the server's certificate by which a download failed; None for every other failure.

    >>> certificate_fault(CertificateFault("hostname mismatch"))
    'hostname mismatch'
    """
    return next((str(cause) for cause in causes(exception) if isinstance(cause, CertificateFault)), None)


def causes(exception: BaseException) -> Iterator[BaseException]:
    """Yield the exception and all below it: reasons of Twisted's wrappers and causes, outermost first."""
    waiting: list[BaseException] = [exception]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_CAUSES:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        reasons = getattr(each, "reasons", None)
        if isinstance(reasons, (list, tuple)):
            waiting += [reason.value for reason in reasons if isinstance(reason, Failure) and reason.value is not None]
        if each.__cause__ is not None:
            waiting.append(each.__cause__)


def _named(exception: BaseException) -> tuple[Problem, BaseException]:
    if isinstance(exception, HostNotResolved):
        return exception.problem, exception
    found = list(causes(exception))
    for kinds, problem in _NAMES:
        for cause in found:
            if isinstance(cause, kinds):
                return problem, cause
    return Problem.UNKNOWN, exception
