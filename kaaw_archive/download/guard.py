"""Addresses and names that are never asked: those of this machine and of private networks, in every written form."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.download.own_addresses import Address, Network, is_neighbour, is_own
from kaaw_archive.errors import WrongArguments
from kaaw_archive.urls.written_hosts import is_private_name, literal_address, parsed_address, plain_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All that IANA has given out for global unicast (RFC 4291, 2.4): ::1, fc00::/7, fe80::/10, ff00::/8 lie outside.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Not global by the registries of special-purpose addresses, but unknown to the ipaddress of some Python versions.
_NOT_GLOBAL_4 = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # IETF protocol assignments, RFC 6890
    ipaddress.IPv4Network("192.88.99.0/24"),  # relays of 6to4, RFC 7526
)
_NOT_GLOBAL_6 = (
    ipaddress.IPv6Network("3fff::/20"),  # documentation, RFC 9637
    ipaddress.IPv6Network("2001::/23"),  # IETF protocol assignments, Teredo among them, RFC 2928
)
# Addresses of the public ranges under which a cloud serves each of its machines alone, credentials among it.
_OF_CLOUDS = (
    ipaddress.IPv4Network("168.63.129.16/32"),  # Azure ("What is IP address 168.63.129.16?", learn.microsoft.com)
)
# What a network's own NAT64 prefix (RFC 6052, 2.2) may lead to: RFC 1918, RFC 6598, RFC 1122, RFC 3927.
_BEHIND_NAT64 = tuple(
    map(
        ipaddress.IPv4Network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
    )
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # before the IPv4 address (RFC 5214, 6.1)
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 (RFC 8215) is local and refused whole
_LAST_32_BITS = 0xFFFF_FFFF


def allowed_networks(value: str | Iterable[str] | None) -> tuple[Network, ...]:
    """Return the networks of the setting ``ARCHIVE_ALLOW_NETWORKS``: a list, or text with commas or blanks between
    them.

    Raises WrongArguments for what is no network in CIDR notation.

    >>> allowed_networks("127.0.1.0/24, fd00::/8")
    (IPv4Network('127.0.1.0/24'), IPv6Network('fd00::/8'))
    """
    return _networks("ARCHIVE_ALLOW_NETWORKS", value)


def denied_networks(value: str | Iterable[str] | None) -> tuple[Network, ...]:
    """Return the networks of the setting ``ARCHIVE_DENY_NETWORKS``, as :func:`allowed_networks` does."""
    return _networks("ARCHIVE_DENY_NETWORKS", value)


def _networks(setting: str, value: str | Iterable[str] | None) -> tuple[Network, ...]:
    parts = value.replace(",", " ").split() if isinstance(value, str) else [str(part).strip() for part in value or ()]
    networks: list[Network] = []
    for part in parts:
        try:
            networks.append(ipaddress.ip_network(part))
        except ValueError as error:
            raise WrongArguments(f"{setting}: {part!r} is no network, write 10.1.0.0/16: {error}") from None
    return tuple(networks)


def is_private(address: str | Address, allowed: Sequence[Network] = (), denied: Sequence[Network] = ()) -> bool:
    """Return True for an address of ``denied``, and for one outside of ``allowed`` that is not globally routable, or
    is one of this machine or of its neighbours.

    An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged as what it is inside; ISATAP, and
    what looks like a NAT64 prefix of the network's own, by both. What is no address at all counts as private.
    ``is_global`` alone does not do: it is True for 64:ff9b::7f00:1, 2002:7f00:1:: and for multicast.

    >>> is_private("2002:7f00:1::"), is_private("193.7.160.1")
    (True, False)
    """
    if isinstance(address, str):
        parsed = parsed_address(address)
        if parsed is None:
            return True
        address = parsed
    if is_inside(address, denied):
        return True
    if is_inside(address, allowed):
        return False
    inner = _unwrapped(address)
    if is_own(inner) or is_neighbour(inner) or any(inner in network for network in _OF_CLOUDS):
        return True
    if isinstance(inner, ipaddress.IPv4Address):
        return not inner.is_global or inner.is_multicast or any(inner in network for network in _NOT_GLOBAL_4)
    if inner not in _GLOBAL_UNICAST or not inner.is_global or any(inner in network for network in _NOT_GLOBAL_6):
        return True
    behind = _behind(inner)
    return behind is not None and is_private(behind, allowed, denied)


def is_inside(address: str | Address, networks: Sequence[Network]) -> bool:
    """Return True for an address inside one of the networks, also if it stands inside of an IPv6 address."""
    parsed = parsed_address(address) if isinstance(address, str) else address
    return parsed is not None and any(each in network for network in networks for each in {parsed, _unwrapped(parsed)})


@lru_cache(maxsize=4096)
def is_private_host(host: str, allowed: tuple[Network, ...] = (), denied: tuple[Network, ...] = ()) -> bool:
    """Return True if the host as it is written is private: a literal address, or a name of a private network.

    ``localhost`` may be asked if 127.0.0.1 is allowed; other private names if any network is, as the resolver lets
    only allowed addresses of them pass. All that is known without a resolver.
    """
    address = literal_address(host)
    if address is not None:
        return is_private(address, allowed, denied)
    if plain_host(host).rpartition(".")[2] == "localhost":
        return is_private("127.0.0.1", allowed, denied)
    return is_private_name(host) and not allowed


def _unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    is_compatible = address in _COMPATIBLE and int(address) > 0xFFFF  # :: and ::1 are addresses of their own
    if is_compatible or address in _NAT64:
        return ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    return address


def _behind(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address to which a global IPv6 address may lead through this network's gateways; else None.

    A name server for NAT64 makes such addresses even of names that lead into a private network (RFC 6147, 5.1).
    """
    last = ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    before = int(address) >> 32 & _LAST_32_BITS
    is_nat64 = before == 0 and any(last in network for network in (*_BEHIND_NAT64, *_OF_CLOUDS))
    return last if is_nat64 or before in _ISATAP else None
