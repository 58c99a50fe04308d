"""Parts of an address: host, site, origin. No text makes these functions raise."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from kaaw_archive.urls.hosts import ascii_host

_DEFAULT_PORTS = {"http": 80, "https": 443}


# Around an address; others, as a no-break space, are sent and so a part of it (WHATWG URL, 4.4).
BLANKS = "".join(map(chr, range(33)))
IGNORED = str.maketrans("", "", "\t\n\r")  # within an address (WHATWG URL, 4.4)
_REMEMBERED = 1_024  # addresses: of one that is asked for, host and origin are wanted thirty times


@lru_cache(maxsize=_REMEMBERED)
def host(url: str) -> str:
    """Return the host name in lower case, IDNA-encoded, without port; empty if the address has none.

    A name of other characters than letters, digits, ``.``, ``_`` and ``-`` is none: it could forge the key of another.

    >>> host("https://www.BMI.bund.de:443/x"), host("http://de,bund,bmi/x")
    ('www.bmi.bund.de', '')
    """
    parts = split(url)
    return host_of(parts) if parts is not None else ""


def site(url: str) -> str:
    """Return the host without a leading ``www.``: the name of a publisher that no spider names.

    >>> site("https://www.bmi.bund.de/DE/")
    'bmi.bund.de'
    """
    return host(url).removeprefix("www.")


@lru_cache(maxsize=_REMEMBERED)
def origin(url: str) -> str:
    """Return scheme, host and port without default ports: the scope of one robots.txt (RFC 9309, 2.3).

    >>> origin("HTTPS://Example.org:443/a?b")
    'https://example.org'
    """
    parts = split(url)
    name = host(url)
    if parts is None or not name:
        return ""
    if ":" in name:
        name = f"[{name}]"
    port = port_of(parts)
    return f"{parts.scheme.lower()}://{name}" + (f":{port}" if port else "")


@lru_cache(maxsize=_REMEMBERED)
def is_web(url: str) -> bool:
    """Return True for http and https addresses with a host.

    >>> is_web("https://kaaw.de/"), is_web("mailto:a@b.de"), is_web("//x")
    (True, False, False)
    """
    parts = split(url)
    return parts is not None and parts.scheme.lower() in _DEFAULT_PORTS and bool(host_of(parts))


def storable(text: str) -> str:
    """Return the text without lone surrogates, which UTF-8 cannot encode; escapes in scripts of pages bring them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=_REMEMBERED)
def split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip(BLANKS))
        _ = parts.port
    except ValueError:
        return None
    return parts


def port_of(parts: SplitResult) -> int | None:
    return None if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme.lower())) else parts.port


def host_of(parts: SplitResult) -> str:
    """Return the host name or address in ASCII; empty if there is none."""
    return _known_host(parts.hostname or "", parts.netloc.rpartition("@")[2].startswith("["))


@lru_cache(maxsize=_REMEMBERED)
def _known_host(name: str, is_literal: bool) -> str:
    try:
        return ascii_host(name, is_literal=is_literal)
    except UnicodeError:  # escapes that are no UTF-8
        return ""


def authority_of(parts: SplitResult) -> str:
    """Return host and port as browsers ask for them, without user name; as they are written if they are no host."""
    written = parts.netloc.rpartition("@")[2]
    name, plain = host_of(parts), (parts.hostname or "").rstrip(".")
    if not name or name == plain:
        return written
    return (f"[{name}]" if ":" in name else name) + (f":{parts.port}" if parts.port is not None else "")


def reversed_host(parts: SplitResult) -> str:
    name = host_of(parts).removeprefix("www.")
    literal = ":" in name or name.replace(".", "").isdigit()
    if ":" in name:
        name = f"[{name}]"
    reversed_name = name if literal else ",".join(reversed(name.split(".")))
    port = port_of(parts)
    return f"{reversed_name}:{port}" if port else reversed_name
