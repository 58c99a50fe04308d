"""Host names and addresses as browsers ask for them (WHATWG URL, 3.5; UTS 46, by which ß stays ß). Pure."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from urllib.parse import unquote

import idna

_HOST_NAME = re.compile(r"[a-z0-9._-]+")
_IPV6 = re.compile(r"[0-9a-f:.]+")  # without a zone, which belongs to one machine
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_NAME_CHARACTERS = 253  # RFC 1035, 2.3.4
_OF_NUMBERS = 4


def ascii_host(name: str, *, is_literal: bool = False) -> str:
    """Return a host name or address in ASCII and lower case; empty if a browser would not ask it.

    A name of other characters than letters, digits, ``.``, ``_`` and ``-`` is none: it could forge the key of another.
    ``is_literal``: the name stood in brackets, as IPv6 addresses do.

    >>> ascii_host("Straße.example"), ascii_host("stra%C3%9Fe.example"), ascii_host("0x7f.1")
    ('xn--strae-oqa.example', 'xn--strae-oqa.example', '127.0.0.1')
    """
    if is_literal:
        with contextlib.suppress(ValueError):  # IPvFuture (RFC 3986, 3.2.2) would be read as a name
            return ipaddress.IPv6Address(name).compressed if _IPV6.fullmatch(name.lower()) else ""
        return ""
    name = unquote(name, errors="strict") if "%" in name and name.isascii() else name
    plain = name.lower() if name.isascii() else _encoded(name)
    plain = plain.rstrip(".")
    if not _HOST_NAME.fullmatch(plain):
        return ""
    return _ipv4(plain) if _NUMBER.fullmatch(plain.rpartition(".")[2]) else plain


def _encoded(name: str) -> str:
    """Return a name with other characters than ASCII as the resolver gets it; empty for no name."""
    try:
        labels = idna.uts46_remap(name, std3_rules=False, transitional=False).split(".")
        encoded = ".".join(label if label.isascii() else _label(label) for label in labels)
    except (idna.IDNAError, UnicodeError):
        return ""
    return encoded if len(encoded) <= _NAME_CHARACTERS else ""


def _label(label: str) -> str:
    try:
        return idna.alabel(label).decode("ascii")
    except idna.InvalidCodepointContext:
        raise
    except idna.InvalidCodepoint:  # as pictures, which IDNA 2008 leaves out and UTS 46 keeps
        return "xn--" + label.encode("punycode").decode("ascii")


def _ipv4(name: str) -> str:
    """Return the address that numbers are, in decimal, octal or hexadecimal form; empty if they make no address."""
    parts = name.split(".")
    if len(parts) > _OF_NUMBERS:
        return ""
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return ""
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (_OF_NUMBERS + 1 - len(numbers)):
        return ""
    return str(ipaddress.IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first))))


def _number(text: str) -> int:
    if not text:
        raise ValueError("no number")
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if text[0] == "0" and len(text) > 1 else int(text)
