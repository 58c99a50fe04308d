"""Addresses and names that are never asked: those of this machine and of private networks, in every written form."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.download.own_addresses import Network, is_neighbour, is_own
from kaaw_archive.errors import WrongArguments
from kaaw_archive.urls.special_addresses import behind_gateway, inner_address, is_special
from kaaw_archive.urls.written_hosts import Address, is_private_name, literal_address, parsed_address, plain_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    """Return True for an address of ``denied``, and for one outside of ``allowed`` that is special, or is one of this
    machine or of its neighbours.

    What an IPv6 address stands for, and where a gateway of this network may lead it, is judged in the same way. What is
    no address at all counts as private.

    >>> is_private("2002:7f00:1::"), is_private("193.7.160.1")
    (True, False)
    """
    parsed = parsed_address(address) if isinstance(address, str) else address
    if parsed is None or is_inside(parsed, denied):
        return True
    if is_inside(parsed, allowed):
        return False
    inner = inner_address(parsed)
    if is_special(inner) or is_own(inner) or is_neighbour(inner):
        return True
    led_to = behind_gateway(inner)
    return led_to is not None and is_private(led_to, allowed, denied)


def is_inside(address: str | Address, networks: Sequence[Network]) -> bool:
    """Return True for an address inside one of the networks, also if it stands inside of an IPv6 address."""
    parsed = parsed_address(address) if isinstance(address, str) else address
    return parsed is not None and any(
        each in network for network in networks for each in {parsed, inner_address(parsed)}
    )


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
