"""Addresses of this machine, public ones included: a server here trusts what comes from it."""

from __future__ import annotations

import ipaddress
import socket
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOBODYS = {4: "192.0.2.1", 6: "2001:db8::1"}  # of documentation (RFC 5737, RFC 3849)
_DISCARD = 9  # a port; nothing is sent to it


def is_own(address: Address) -> bool:
    """Return True for an address of an interface of this machine, at this moment; nothing is sent.

    The kernel lets a socket be bound to those alone. Where it was told to allow others, too (``ip_nonlocal_bind``), the
    source that it takes towards the address is asked for: it is the address itself.
    """
    return _may_bind(address) if not _binds_all(address.version) else _source_towards(address) == str(address)


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


def _source_towards(address: Address) -> str | None:
    try:
        with socket.socket(_family(address), socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), _DISCARD))
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _family(address: Address) -> socket.AddressFamily:
    return socket.AF_INET if address.version == 4 else socket.AF_INET6
