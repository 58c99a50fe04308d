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
from twisted.internet.defer import TimeoutError as TwistedTimeoutError
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from kaaw_archive.download.beside_proxy import NOT_FOUND_CODES, BesideProxy
from kaaw_archive.download.guard import allowed_networks, denied_networks, is_inside, is_private
from kaaw_archive.download.name_lookups import NameLookups, in_thread
from kaaw_archive.download.refusals import PrivateNetworkError
from kaaw_archive.errors import Problem
from kaaw_archive.urls.written_hosts import is_private_name

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.python.failure import Failure

    from kaaw_archive.download.name_lookups import Answers, Run
    from kaaw_archive.download.own_addresses import Network

Lookup = Callable[..., "Answers"]  # as socket.getaddrinfo

# getaddrinfo says no time to live; a crawl of a day must notice a host that moved
_KEPT_FOR_S = 600.0
_ABSENT_FOR_S = 60.0  # the name of a proxy that does not exist (RFC 2308): each request would wait for it
_REMEMBERED = 2_000
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

    Settings: ``ARCHIVE_ALLOW_NETWORKS``, ``ARCHIVE_DENY_NETWORKS``, ``DNS_TIMEOUT`` (seconds), ``DNSCACHE_ENABLED``,
    ``DNSCACHE_SIZE``. Raises WrongArguments when it is made of networks that are none. ``run`` as in
    :class:`NameLookups`.
    """

    lookup: Lookup = staticmethod(socket.getaddrinfo)

    def __init__(
        self,
        reactor: Any,
        allowed: Sequence[Network],
        timeout_s: float,
        cache_size: int,
        denied: Sequence[Network] = (),
        run: Run = in_thread,
    ) -> None:
        self.reactor = reactor
        self.allowed = tuple(allowed)
        self.denied = tuple(denied)
        self._names = NameLookups(reactor, self._ask, run)
        self._beside = BesideProxy(reactor, self._names, self._is_private)
        self._timeout_s = timeout_s
        self._cache_size = cache_size
        self._cache: OrderedDict[tuple[str, int], tuple[float, tuple[str, ...]]] = OrderedDict()
        self._reasons: OrderedDict[str, NoAddress] = OrderedDict()
        self._proxies: set[tuple[str, int]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Scrapy hands over its crawler process here, of which only the settings are used."""
        settings = crawler.settings
        cache_size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        allowed = allowed_networks(settings.get("ARCHIVE_ALLOW_NETWORKS"))
        denied = denied_networks(settings.get("ARCHIVE_DENY_NETWORKS"))
        return cls(reactor, allowed, settings.getfloat("DNS_TIMEOUT"), cache_size, denied)

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
        """Return a private address of a name that a proxy is asked for; None if none is known to be private."""
        return self._beside.private_address(_ascii_name(host))

    async def failure(self, name: str) -> NoAddress | None:
        """Look a name up now; return why it has no address, None if it has one."""
        try:
            answers = await maybe_deferred_to_future(self._names.look_up(name, socket.AF_UNSPEC, self._timeout_s))
        except Exception as error:  # what the resolver of a system may raise
            return self._reason(error, name)
        return None if answers else NoAddress(Problem.DNS_NOT_FOUND, f"{name}: no address")

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

    def _ask(self, name: str, family: int) -> Answers:
        return self.lookup(name, 0, family, socket.SOCK_STREAM)

    def _is_private(self, address: str) -> bool:
        return is_private(address, self.allowed, self.denied)

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
        lookup = self._names.look_up(query.name, query.family, self._timeout_s)
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
        if isinstance(error, socket.gaierror) and error.errno in NOT_FOUND_CODES:
            return NoAddress(Problem.DNS_NOT_FOUND, f"{name}: no such name")
        if isinstance(error, TwistedTimeoutError):
            return NoAddress(Problem.DNS_FAILURE, f"{name}: {error}")
        if isinstance(error, ValueError):  # UnicodeError included: what cannot be written in a query
            return NoAddress(Problem.BAD_URL, f"{name}: not a host name")
        return NoAddress(Problem.DNS_FAILURE, f"{name}: the resolver gave no answer ({error})")

    def _answer(self, query: _Query, addresses: Sequence[str]) -> None:
        if query.is_exempt:
            passed = list(addresses)
        elif is_private_name(query.name):  # known here alone, whatever it resolves to
            passed = [one for one in addresses if is_inside(one, self.allowed) and not self._is_private(one)]
        else:
            passed = [address for address in addresses if not self._is_private(address)]
        if passed:
            self._reasons.pop(query.name, None)
        elif addresses:
            text = str(PrivateNetworkError.of(query.name, addresses[0]))
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
