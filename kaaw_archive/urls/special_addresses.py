"""Addresses that lead to no host of the web, whatever machine asks: special-purpose ones, and what stands for them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.urls.written_hosts import Address

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
# Public addresses at which a cloud answers its own machines only; some hand out credentials there.
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


def is_special(address: Address) -> bool:
    """Return True for an address that is not globally routable, and for one under which a cloud serves its machines.

    An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged as what it is inside.
    ``is_global`` alone does not do: it is True for 64:ff9b::7f00:1, 2002:7f00:1:: and for multicast.

    >>> is_special(ipaddress.ip_address("2002:7f00:1::")), is_special(ipaddress.ip_address("193.7.160.1"))
    (True, False)
    """
    inner = inner_address(address)
    if isinstance(inner, ipaddress.IPv4Address):
        special = (*_NOT_GLOBAL_4, *_OF_CLOUDS)
        return not inner.is_global or inner.is_multicast or any(inner in network for network in special)
    outside = inner not in _GLOBAL_UNICAST or not inner.is_global
    return outside or any(inner in network for network in _NOT_GLOBAL_6)


def inner_address(address: Address) -> Address:
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


def behind_gateway(address: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address to which an IPv6 address may lead through gateways of this network; None for others.

    It is in the last 32 bits: behind the mark of ISATAP, or behind 32 zero bits if it is private, as a NAT64 prefix of
    the network's own makes it. A name server for NAT64 makes such addresses even of private names (RFC 6147, 5.1).
    """
    if isinstance(address, ipaddress.IPv4Address):
        return None
    last = ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    before = int(address) >> 32 & _LAST_32_BITS
    is_nat64 = before == 0 and any(last in network for network in (*_BEHIND_NAT64, *_OF_CLOUDS))
    return last if is_nat64 or before in _ISATAP else None
