"""Addresses of this machine and of its neighbours, public ones included: a server here trusts what comes from them."""

from __future__ import annotations

import ipaddress
import socket
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NOBODYS = {4: "192.0.2.1", 6: "2001:db8::1"}  # of documentation (RFC 5737, RFC 3849)
_DISCARD = 9  # a port; nothing is sent to it
_ROUTES = {4: Path("/proc/net/route"), 6: Path("/proc/net/ipv6_route")}
_BY_GATEWAY = 0x2  # flag of a route (RTF_GATEWAY)
# Shorter prefixes are no network of neighbours: a tunnel takes 0.0.0.0/1 or 2000::/3 where others have a default route.
_SHORTEST = {4: 8, 6: 32}
_READ_AGAIN_AFTER_S = 60


def is_own(address: Address) -> bool:
    """Return True for an address of an interface of this machine, at this moment; nothing is sent.

    The kernel lets a socket be bound to those alone. Where it was told to allow others, too (``ip_nonlocal_bind``), the
    source that it takes towards the address is asked for: it is the address itself.
    """
    return _may_bind(address) if not _binds_all(address.version) else _source_towards(address) == address


def is_neighbour(address: Address) -> bool:
    """Return True for an address of a network in which an interface of this machine has an address itself.

    Read from the routes of Linux, at most a minute ago; False on other systems, and where they cannot be read.
    """
    period = int(time.monotonic()) // _READ_AGAIN_AFTER_S
    return any(address in network for network in _own_networks(address.version, period))


@lru_cache(maxsize=2)
def _own_networks(version: int, _period: int) -> tuple[Network, ...]:
    known = {
        network: _source_towards(network[0]) for network in _routes(version) if network.prefixlen >= _SHORTEST[version]
    }
    return tuple(network for network, source in known.items() if source is not None and source in network)


def _routes(version: int) -> Iterator[Network]:
    """Yield the networks that this machine reaches without a gateway."""
    try:
        lines = _ROUTES[version].read_text("latin-1").split("\n")  # a name of an interface may have any bytes
    except OSError:
        return
    for fields in map(str.split, lines):
        try:
            network = _ipv4_route(fields) if version == 4 else _ipv6_route(fields)
        except (ValueError, IndexError, OverflowError):  # the line of names
            continue
        if network is not None:
            yield network


def _ipv4_route(fields: list[str]) -> Network | None:
    """Return the network of a line of /proc/net/route, whose addresses are numbers of this machine's byte order."""
    if int(fields[3], 16) & _BY_GATEWAY:
        return None
    address, mask = (ipaddress.IPv4Address(int(fields[at], 16).to_bytes(4, sys.byteorder)) for at in (1, 7))
    return ipaddress.IPv4Network(f"{address}/{mask}")


def _ipv6_route(fields: list[str]) -> Network | None:
    """Return the network of a line of /proc/net/ipv6_route."""
    if int(fields[8], 16) & _BY_GATEWAY:
        return None
    return ipaddress.IPv6Network((bytes.fromhex(fields[0]), int(fields[1], 16)))


@lru_cache(maxsize=2)
def _binds_all(version: int) -> bool:
    return _may_bind(ipaddress.ip_address(_NOBODYS[version]))


def _may_bind(address: Address) -> bool:
    try:
        with socket.socket(_family(address), socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def _source_towards(address: Address) -> Address | None:
    try:
        with socket.socket(_family(address), socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), _DISCARD))
            return ipaddress.ip_address(str(probe.getsockname()[0]).partition("%")[0])
    except OSError:
        return None


def _family(address: Address) -> socket.AddressFamily:
    return socket.AF_INET if address.version == 4 else socket.AF_INET6
