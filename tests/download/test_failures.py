"""Every exception that a downloader can raise has a name and one line."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
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
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from twisted.internet import error as twisted_error
from twisted.internet.defer import CancelledError
from twisted.python.failure import Failure
from twisted.web import _newclient
from twisted.web.client import ResponseFailed, ResponseNeverReceived
from twisted.web.http import _DataLoss

from kaaw_archive.download.certificates import CertificateFault
from kaaw_archive.download.connections import ClientCertificateWanted
from kaaw_archive.download.failures import HostNotResolved, certificate_fault, problem_of
from kaaw_archive.download.refusals import HostBlockedError, HostPausedError, PrivateNetworkError
from kaaw_archive.errors import Problem


def wrapped(kind: Any, *reasons: Exception) -> BaseException:
    """As it leaves Scrapy's handler."""
    failure: Any = Failure
    try:
        with wrap_twisted_exceptions():
            raise kind([failure(reason) for reason in reasons])
    except Exception as error:  # whichever it was made into is the subject
        return error


TWISTED_WEB: Any = _newclient
TWISTED: Any = twisted_error  # untyped
TLS_ALERT = SSL.Error([("SSL routines", "", "sslv3 alert handshake failure")])
CASES: list[tuple[BaseException, str]] = [
    (PrivateNetworkError("x"), "private_network"),
    (HostBlockedError("x"), "host_blocked"),
    (HostPausedError("x", 5), "host_paused"),
    (HostNotResolved("x", Problem.DNS_NOT_FOUND), "dns_not_found"),
    (HostNotResolved("x", Problem.DNS_FAILURE), "dns_failure"),
    (CannotResolveHostError("x"), "dns_failure"),
    (DownloadTimeoutError("x"), "timeout"),
    (DownloadConnectionRefusedError("x"), "connection_refused"),
    (DownloadCancelledError("x"), "too_large"),
    (ResponseDataLossError(), "connection_lost"),
    (UnsupportedURLSchemeError("x"), "bad_url"),
    (NotSupported("x"), "bad_url"),
    (TunnelError("x"), "proxy_failed"),
    (DownloadFailedError("x"), "connection_lost"),
    (wrapped(ResponseNeverReceived, twisted_error.ConnectionLost()), "connection_lost"),
    (wrapped(ResponseNeverReceived, twisted_error.ConnectionDone()), "connection_lost"),
    (wrapped(ResponseNeverReceived, TLS_ALERT), "tls_failed"),
    (wrapped(ResponseNeverReceived, CertificateFault("hostname mismatch")), "tls_failed"),
    (wrapped(ResponseFailed, TWISTED_WEB.ParseError("x", b"SSH-2.0")), "bad_response"),
    (wrapped(ResponseFailed, twisted_error.ConnectionDone(), _DataLoss()), "connection_lost"),
    (
        wrapped(ResponseFailed, _DataLoss("Chunked decoder in 'CHUNK_LENGTH' state, still expecting more")),
        "no_last_chunk",
    ),
    (wrapped(ResponseFailed, _DataLoss("Chunked decoder in 'BODY' state, ")), "connection_lost"),
    (wrapped(ResponseNeverReceived, ClientCertificateWanted("x")), "tls_client_certificate"),
    (wrapped(TWISTED_WEB.RequestTransmissionFailed, twisted_error.ConnectionLost()), "connection_lost"),
    (TWISTED.NoRouteError(), "connection_failed"),
    (TWISTED.ConnectError("x"), "connection_failed"),
    (TWISTED.ConnectBindError(), "connection_failed"),
    (TWISTED.TCPTimedOutError(), "timeout"),
    (OSError(101, "Network is unreachable"), "connection_failed"),
    (ConnectionResetError(104, "reset"), "connection_lost"),
    (TimeoutError(), "timeout"),
    (ssl.SSLError(1, "x"), "tls_failed"),
    (CancelledError(), "cancelled"),
    (asyncio.CancelledError(), "cancelled"),
    (ValueError("invalid hostname: a b"), "bad_url"),
    (UnicodeEncodeError("idna", "x", 0, 1, "label too long"), "bad_url"),
    (RuntimeError("x"), "unknown"),
    (KeyboardInterrupt(), "unknown"),
]
ON_THE_WAY_TO_A_PROXY = {"dns_not_found", "dns_failure", "connection_refused", "connection_failed"}


@pytest.mark.parametrize(("exception", "name"), CASES, ids=[f"{name}-{i}" for i, (_, name) in enumerate(CASES)])
def test_names_the_failure(exception: BaseException, name: str) -> None:
    problem, text = problem_of(exception)
    assert (problem, bool(text)) == (Problem(name), True)
    expected = "proxy_failed" if name in ON_THE_WAY_TO_A_PROXY else name
    assert problem_of(exception, proxied=True)[0] == Problem(expected)


def test_finds_what_lies_under_wrappers() -> None:
    exception = wrapped(ResponseNeverReceived, CertificateFault("certificate has expired"))
    assert certificate_fault(exception) == "certificate has expired"
    assert problem_of(exception)[1] == "certificate has expired"
    assert certificate_fault(wrapped(ResponseNeverReceived, TLS_ALERT)) is None


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = RuntimeError("a"), RuntimeError("b")
    first.__cause__, second.__cause__ = second, first
    assert problem_of(first) == (Problem.UNKNOWN, "a")


@given(st.text(max_size=500))
def test_the_line_is_one_line_and_short(text: str) -> None:
    for exception in (OSError(text), HostBlockedError(text)):
        line = problem_of(exception)[1]
        assert line
        assert len(line) <= 300
        assert line.isprintable() or not any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in line)
