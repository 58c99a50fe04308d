"""Certificates of servers: a policy that verifies them and gives each fault a short name."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from kaaw_archive.certificate_faults import BY_CODE, HOSTNAME_MISMATCH, UNREADABLE

if TYPE_CHECKING:
    from OpenSSL.crypto import X509

    from kaaw_archive.times import Clock

_VERIFIED_AGAIN_AFTER_S = 600.0
_REMEMBERED = 1_000
_KEPT_CONTEXTS = 32

VerifyCallback = Callable[[SSL.Connection, "X509", int, int, int], bool]


class CertificateFault(Exception):
    """A handshake was broken off because the certificate cannot be trusted; its text is the name of the fault."""


@implementer(IPolicyForHTTPS)
class VerifyingPolicy:
    """Another policy's connections, verified here, so that a failure says what is wrong.

    OpenSSL alone says "certificate verify failed" of everything. And Twisted (26.10) logs a traceback and goes on where
    a certificate names no host at all, as those of old appliances do; here that is a hostname mismatch.
    """

    def __init__(self, policy: Any) -> None:
        # A context reads all authorities of the machine: 10 ms and 900 KB each, so that only a few are kept.
        self._creator_for = lru_cache(maxsize=_KEPT_CONTEXTS)(policy.creatorForNetloc)

    def creatorForNetloc(self, hostname: bytes, port: int) -> _VerifyingCreator:  # noqa: N802 - Twisted's name
        return _VerifyingCreator(self._creator_for(hostname, port), hostname.decode("ascii"))


@implementer(IOpenSSLClientConnectionCreator)
class _VerifyingCreator:
    def __init__(self, creator: Any, host: str) -> None:
        self._creator = creator
        self._host = host

    def clientConnectionForTLS(self, tls_protocol: Any) -> SSL.Connection:  # noqa: N802 - Twisted's name
        connection: SSL.Connection = self._creator.clientConnectionForTLS(tls_protocol)
        # in the place of the callback that the other creator has set
        connection.set_verify(
            SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _verify_callback(tls_protocol, self._host)
        )
        return connection


def _verify_callback(tls_protocol: Any, host: str) -> VerifyCallback:
    protocol = weakref.ref(tls_protocol)  # which holds the connection, which holds this callback

    def verify(_connection: SSL.Connection, certificate: X509, error: int, depth: int, is_ok: int) -> bool:
        if not is_ok:
            fault: str | None = BY_CODE.get(error, f"certificate verify failed (code {error})")
        else:
            fault = _identity_fault(certificate, host) if depth == 0 else None
        if fault is None:
            return True
        living = protocol()
        if living is not None:
            failure: Any = Failure  # untyped in Twisted
            living.failVerification(failure(CertificateFault(fault)))
        return False

    return verify


def _identity_fault(certificate: X509, host: str) -> str | None:
    try:
        is_address = isIPAddress(host) or isIPv6Address(host)
        wanted = IPAddress_ID(host) if is_address else DNS_ID(host)
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except (VerificationError, CertificateError):
        return HOSTNAME_MISMATCH
    except ValueError:  # of a host that no certificate can name, or an extension that cannot be parsed
        return UNREADABLE
    return None


class KnownFaults:
    """The servers whose certificate failed a short while ago, so that not every request needs two handshakes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._faults: OrderedDict[tuple[str, int], tuple[str, float]] = OrderedDict()

    def fault(self, server: tuple[str, int]) -> str | None:
        """Return the fault of this server (host, port); None if it must be verified (again, after 10 minutes)."""
        fault, until = self._faults.get(server, (None, 0.0))
        return fault if self._clock.monotonic() < until else None

    def add(self, server: tuple[str, int], fault: str) -> None:
        self._faults[server] = (fault, self._clock.monotonic() + _VERIFIED_AGAIN_AFTER_S)
        self._faults.move_to_end(server)
        while len(self._faults) > _REMEMBERED:
            self._faults.popitem(last=False)
