"""Addresses and names that are never asked: those of this machine and of private networks, in every written form."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.download.own_addresses import is_own
from kaaw_archive.errors import WrongArguments
from kaaw_archive.urls.written_hosts import Address, is_private_name, literal_address, parsed_address, plain_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

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
    parts = value.replace(",", " ").split() if isinstance(value, str) else [str(part).strip() for part in value or ()]
    networks: list[Network] = []
    for part in parts:
        try:
            networks.append(ipaddress.ip_network(part))
        except ValueError as error:
            raise WrongArguments(
                f"ARCHIVE_ALLOW_NETWORKS: {part!r} is no network, write 10.1.0.0/16: {error}"
            ) from None
    return tuple(networks)


def is_private(address: str | Address, allowed: Sequence[Network] = ()) -> bool:
    """Return True for an address that is not globally routable, or is one of this machine, and not in ``allowed``.

    An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged as what it is inside. What is no
    address at all counts as private. ``is_global`` alone does not do: it is True for 64:ff9b::7f00:1, 2002:7f00:1::
    and for multicast.

    >>> is_private("2002:7f00:1::"), is_private("193.7.160.1")
    (True, False)
    """
    if isinstance(address, str):
        parsed = parsed_address(address)
        if parsed is None:
            return True
        address = parsed
    inner = _unwrapped(address)
    if is_allowed(address, allowed):
        return False
    if is_own(inner):
        return True
    if isinstance(inner, ipaddress.IPv4Address):
        return not inner.is_global or inner.is_multicast or any(inner in network for network in _NOT_GLOBAL_4)
    outside = inner not in _GLOBAL_UNICAST or not inner.is_global
    return outside or any(inner in network for network in _NOT_GLOBAL_6)


def is_allowed(address: str | Address, allowed: Sequence[Network]) -> bool:
    """Return True for an address inside one of the networks, also if it stands inside of an IPv6 address."""
    parsed = parsed_address(address) if isinstance(address, str) else address
    return parsed is not None and any(each in network for network in allowed for each in {parsed, _unwrapped(parsed)})


@lru_cache(maxsize=4096)
def is_private_host(host: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Return True if the host as it is written is private: a literal address, or a name of a private network.

    ``localhost`` may be asked if 127.0.0.1 is allowed; other private names if any network is, as the resolver lets
    only allowed addresses of them pass. All that is known without a resolver.
    """
    address = literal_address(host)
    if address is not None:
        return is_private(address, allowed)
    if plain_host(host).rpartition(".")[2] == "localhost":
        return is_private("127.0.0.1", allowed)
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
