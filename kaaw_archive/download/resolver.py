"""Names into addresses, private ones left out of the answers: every connection that Twisted makes passes through here.

Filtering answers guards at the moment of connecting, so that no written form of an address and no name that changes
its mind (DNS rebinding) gets past. The handler says which hosts are proxies of the operator; they may be private.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import idna
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred, succeed
from twisted.internet.defer import TimeoutError as TwistedTimeoutError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.threads import deferToThreadPool
from zope.interface import implementer

from kaaw_archive.download.guard import Network, allowed_networks, is_allowed, is_private
from kaaw_archive.errors import Problem
from kaaw_archive.urls.written_hosts import is_private_name, literal_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.interfaces import IAddress
    from twisted.python.failure import Failure

Answers = Sequence[tuple[Any, Any, Any, Any, tuple[Any, ...]]]
Lookup = Callable[..., Answers]  # as socket.getaddrinfo

# getaddrinfo says no time to live; a run of a day must notice a host that moved
_KEPT_FOR_S = 600.0
_ABSENT_FOR_S = 60.0  # the name of a proxy that does not exist (RFC 2308): each request would wait for it
_REMEMBERED = 2_000
_BESIDE_PROXY_S = 2.0  # a page must not wait long for what only a guard wants to know
_NEVER_RESOLVED = frozenset({"example", "invalid", "test"})  # RFC 6761, 6
_NOT_FOUND_CODES = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_FAMILIES: dict[frozenset[type], int] = {
    frozenset([IPv4Address]): socket.AF_INET,
    frozenset([IPv6Address]): socket.AF_INET6,
}
_direct_host: ContextVar[str | None] = ContextVar("kaaw_archive_direct_host", default=None)


@dataclass(frozen=True, slots=True)
class NoAddress:
    """Reason why a name has no address: PRIVATE_NETWORK, DNS_NOT_FOUND, DNS_FAILURE or BAD_URL, and a text."""

    problem: Problem
    text: str


class Receiver(Protocol):
    """Receiver of resolved addresses, given by Twisted (IResolutionReceiver, as a type)."""

    def resolutionBegan(self, resolution: Any) -> None: ...  # noqa: N802

    def addressResolved(self, address: Any) -> None: ...  # noqa: N802

    def resolutionComplete(self) -> None: ...  # noqa: N802


class _Resolution:
    """A lookup under way; Twisted asks for the object and never cancels it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        raise NotImplementedError


@implementer(IHostnameResolver)
class GuardedResolver:
    """The resolver for Scrapy's setting ``TWISTED_DNS_RESOLVER``: IPv4 and IPv6, guarded, with a time limit.

    Settings: ``ARCHIVE_ALLOW_NETWORKS``, ``DNS_TIMEOUT`` (seconds), ``DNSCACHE_ENABLED``, ``DNSCACHE_SIZE``.
    Raises WrongArguments when it is made of networks that are none.
    """

    lookup: Lookup = staticmethod(socket.getaddrinfo)

    def __init__(self, reactor: Any, allowed: Sequence[Network], timeout_s: float, cache_size: int) -> None:
        self.reactor = reactor
        self.allowed = tuple(allowed)
        self._timeout_s = timeout_s
        self._cache_size = cache_size
        self._cache: OrderedDict[tuple[str, int], tuple[float, tuple[str, ...]]] = OrderedDict()
        self._reasons: OrderedDict[str, NoAddress] = OrderedDict()
        self._proxies: set[tuple[str, int]] = set()
        self._beside: OrderedDict[str, tuple[float, str | None]] = OrderedDict()
        self._silent_until = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Scrapy hands over its crawler process here, of which only the settings are used."""
        settings = crawler.settings
        cache_size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        allowed = allowed_networks(settings.get("ARCHIVE_ALLOW_NETWORKS"))
        return cls(reactor, allowed, settings.getfloat("DNS_TIMEOUT"), cache_size)

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def no_address(self, host: str) -> NoAddress | None:
        """Return the reason why the last lookup of this host gave no address; None if it gave one, or was long ago."""
        return self._reasons.get(_ascii_name(host))

    @contextmanager
    def connecting(self, host: str, proxy: tuple[str, int] | None) -> Iterator[None]:
        """Around the sending of one request: to ``host`` itself, or through the operator's proxy (its host, port).

        The exemption of a proxy holds for its host and port, never for a request that is addressed to that host.
        It cannot be bound to the request's context alone: Twisted resolves the proxy of a tunnel in a later turn of
        the reactor, and connects again by itself when a kept connection was closed.
        """
        if proxy is not None:
            self._proxies.add((_ascii_name(proxy[0]), proxy[1]))
        token = _direct_host.set(_ascii_name(host) if proxy is None else None)
        try:
            yield
        finally:
            _direct_host.reset(token)

    def private_address(self, host: str) -> Deferred[str | None]:
        """Return a private address of a name that a proxy is asked for; None if no address of it is private.

        None, too, if the resolver of this machine does not know the name or gives no answer; it is not asked again for
        ten minutes then, as many a machine behind a proxy has none.
        """
        name, now = _ascii_name(host), self.reactor.seconds()
        kept_until, private = self._beside.get(name, (0.0, None))
        if now < kept_until:
            return succeed(private)
        if now < self._silent_until or literal_address(name) or name.rpartition(".")[2] in _NEVER_RESOLVED:
            return succeed(None)
        lookup = self._in_thread(name, socket.AF_UNSPEC, _BESIDE_PROXY_S)
        lookup.addErrback(self._nothing_beside)
        return lookup.addCallback(self._keep_beside, name)

    async def failure(self, name: str) -> NoAddress | None:
        """Look a name up now; return why it has no address, None if it has one."""
        try:
            answers = await maybe_deferred_to_future(self._in_thread(name, socket.AF_UNSPEC, self._timeout_s))
        except Exception as error:  # what the resolver of a system may raise
            return self._reason(error, name)
        return None if answers else NoAddress(Problem.DNS_NOT_FOUND, f"{name}: no address")

    def _in_thread(self, name: str, family: int, seconds: float) -> Deferred[Answers]:
        lookup = deferToThreadPool(
            self.reactor, self.reactor.getThreadPool(), self.lookup, name, 0, family, socket.SOCK_STREAM
        )
        return lookup.addTimeout(seconds, self.reactor)

    def _nothing_beside(self, failure: Failure) -> Answers:
        error = failure.value
        if not isinstance(error, ValueError) and getattr(error, "errno", None) not in _NOT_FOUND_CODES:
            self._silent_until = self.reactor.seconds() + _KEPT_FOR_S
        return ()

    def _keep_beside(self, answers: Answers, name: str) -> str | None:
        addresses = (str(answer[4][0]) for answer in answers)
        private = next((address for address in addresses if is_private(address, self.allowed)), None)
        self._beside[name] = self.reactor.seconds() + _KEPT_FOR_S, private
        while len(self._beside) > _REMEMBERED:
            self._beside.popitem(last=False)
        return private

    def resolveHostName(  # noqa: N802 - Twisted's names (IHostnameResolver)
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> _Resolution:
        """Give the receiver the addresses of a host; none if there are none or all are private."""
        name = _ascii_name(hostName)
        query = _Query(
            receiver=resolutionReceiver,
            name=name,
            port=portNumber,
            family=_FAMILIES.get(frozenset(addressTypes or ()), socket.AF_UNSPEC),
            is_exempt=self._is_exempt(name, portNumber, addressTypes),
        )
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        kept = self._kept(query)
        if kept is not None:
            self._answer(query, kept)
        else:
            self._look_up(query)
        return resolution

    def _is_exempt(self, name: str, port: int, address_types: Sequence[type] | None) -> bool:
        # Without a port and for IPv4 only asks nobody but reactor.connectTCP, which gets a name from a tunnel alone:
        # a target's own endpoint (HostnameEndpoint) resolves for both families and connects to literal addresses.
        if address_types is not None and port == 0:
            return any(proxy_name == name for proxy_name, _ in self._proxies)
        return (name, port) in self._proxies and _direct_host.get() != name

    def _kept(self, query: _Query) -> tuple[str, ...] | None:
        until, addresses = self._cache.get((query.name, query.family), (-1.0, ()))
        return addresses if self.reactor.seconds() <= until else None

    def _look_up(self, query: _Query) -> None:
        lookup = self._in_thread(query.name, query.family, self._timeout_s)
        lookup.addCallbacks(self._looked_up, self._failed, callbackArgs=(query,), errbackArgs=(query,))

    def _looked_up(self, answers: Answers, query: _Query) -> None:
        addresses = tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if addresses:
            self._keep(query, addresses, _KEPT_FOR_S)
        self._answer(query, addresses)

    def _keep(self, query: _Query, addresses: tuple[str, ...], seconds: float) -> None:
        if self._cache_size:
            self._cache[query.name, query.family] = (self.reactor.seconds() + seconds, addresses)
            while len(self._cache) > self._cache_size:
                self._cache.popitem(last=False)

    def _failed(self, failure: Failure, query: _Query) -> None:
        reason = self._reason(failure.value, query.name)
        if query.is_exempt and reason.problem is Problem.DNS_NOT_FOUND:
            self._keep(query, (), _ABSENT_FOR_S)
        self._remember(query.name, reason)
        query.receiver.resolutionComplete()

    def _reason(self, error: BaseException | None, name: str) -> NoAddress:
        if isinstance(error, socket.gaierror) and error.errno in _NOT_FOUND_CODES:
            return NoAddress(Problem.DNS_NOT_FOUND, f"{name}: no such name")
        if isinstance(error, TwistedTimeoutError):
            return NoAddress(Problem.DNS_FAILURE, f"{name}: the resolver did not answer within {self._timeout_s:g} s")
        if isinstance(error, ValueError):  # UnicodeError included: what cannot be written in a query
            return NoAddress(Problem.BAD_URL, f"{name}: not a host name")
        return NoAddress(Problem.DNS_FAILURE, f"{name}: the resolver gave no answer ({error})")

    def _answer(self, query: _Query, addresses: Sequence[str]) -> None:
        if query.is_exempt:
            passed = list(addresses)
        elif is_private_name(query.name):  # known here alone, whatever it resolves to
            passed = [address for address in addresses if is_allowed(address, self.allowed)]
        else:
            passed = [address for address in addresses if not is_private(address, self.allowed)]
        if passed:
            self._reasons.pop(query.name, None)
        elif addresses:
            text = f"{query.name} is {addresses[0]}, an address of this machine or of a private network"
            self._remember(query.name, NoAddress(Problem.PRIVATE_NETWORK, text))
        elif query.name not in self._reasons:
            self._remember(query.name, NoAddress(Problem.DNS_NOT_FOUND, f"{query.name}: no address"))
        for address in passed:
            kind = IPv6Address if ":" in address else IPv4Address
            query.receiver.addressResolved(kind("TCP", address, query.port))
        query.receiver.resolutionComplete()

    def _remember(self, name: str, reason: NoAddress) -> None:
        self._reasons[name] = reason
        self._reasons.move_to_end(name)
        while len(self._reasons) > _REMEMBERED:
            self._reasons.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Query:
    receiver: Receiver
    name: str
    port: int
    family: int
    is_exempt: bool


def _ascii_name(host: str) -> str:
    """Return the name as it goes to the resolver, lower case, without the last dot.

    Twisted hands over ``straße.de`` for ``xn--strae-oqa.de``, and getaddrinfo would ask for ``strasse.de`` (IDNA 2003).
    """
    name = host.strip("[]").rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return idna.encode(name).decode("ascii")
    except UnicodeError:
        try:
            return name.encode("idna").decode("ascii")  # as Scrapy does for emoji domains
        except UnicodeError:
            return name
