"""Hosts as addresses write them: literal addresses in every form, and names that only a private network has."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import unquote

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Names that are no one's outside of a network: RFC 6762, 3 and appendix G; RFC 8375; RFC 6761; ICANN on "internal"
_PRIVATE_DOMAIN = re.compile(
    r"(?:[^.]*|.*\.(?:local|internal|lan|home\.arpa|intranet|private|corp|home|localhost))", re.DOTALL
)
# what inet_aton reads: up to four numbers, each decimal, octal or hexadecimal
_NUMERIC_HOST = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)


def literal_address(host: str) -> Address | None:
    """Return the address that a host of a URL writes out, in any form that a resolver understands; None for a name.

    >>> [str(literal_address(host)) for host in ("2130706433", "0x7f.1", "0177.0.0.1", "[::1]")]
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '::1']
    """
    text = plain_host(host)
    parsed = parsed_address(text.strip("[]"))
    if parsed is not None or not _NUMERIC_HOST.fullmatch(text):
        return parsed
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except OSError:
        return None


def is_private_name(host: str) -> bool:
    """Return True for a name without a dot, and one below a domain of private networks; False for an address.

    >>> is_private_name("printer"), is_private_name("nas.fritz.home.arpa"), is_private_name("kaaw.de")
    (True, True, False)
    """
    return literal_address(host) is None and _PRIVATE_DOMAIN.fullmatch(plain_host(host)) is not None


def plain_host(host: str) -> str:
    """Return a host with full-width digits and escapes undone, as programs that resolve a host may undo them."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").strip().rstrip(".").lower()


def parsed_address(text: str) -> Address | None:
    """Return an address in its usual form, with or without a zone; None for anything else."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])  # a zone (fe80::1%eth0) does not change where it belongs
    except ValueError:
        return None
