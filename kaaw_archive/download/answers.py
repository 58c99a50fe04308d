"""Facts that a response states about itself, in the form in which a capture keeps them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from twisted.internet.ssl import Certificate

from kaaw_archive.bounds import HEADER_CHARACTERS
from kaaw_archive.http import NO_BODY, Headers, Line, is_kept_of_requests, is_secret, without_secret_fields
from kaaw_archive.urls import without_credentials
from kaaw_archive.urls.parts import IGNORED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.http import Response

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ADDRESS_FIELDS = frozenset({"location", "content-location"})


def headers_of(response: Response) -> Headers:
    """Return the header fields that a capture keeps: without secrets, as text without control characters."""
    lines = header_lines((name, value) for name, values in response.headers.items() for value in values or [])
    if response.status in NO_BODY:  # the length is Twisted's, not the server's
        lines = tuple(line for line in lines if line[0].lower() != "content-length")
    return Headers(lines)


def header_lines(raw: Iterable[tuple[bytes, bytes]]) -> tuple[Line, ...]:
    """Return header lines as text, in their order, without secrets; a value has at most 8,192 characters.

    Bytes are read as ISO 8859-1, those of an address as UTF-8; control characters become blanks. User names and
    passwords of addresses in them are left out.
    """
    named = ((_public_name(name), value) for name, value in raw)
    return tuple(
        (name, _address(value) if name.lower() in _ADDRESS_FIELDS else text_of(value))
        for name, value in named
        if name is not None
    )


def request_lines(raw: Iterable[tuple[bytes, bytes]]) -> tuple[Line, ...]:
    """Return the lines of our request as :func:`header_lines` does; keep only the fields that cannot hold a key."""
    return tuple(line for line in header_lines(raw) if is_kept_of_requests(line[0]))


@lru_cache(maxsize=1024)
def _public_name(raw: bytes) -> str | None:
    name = text_of(raw)
    return None if is_secret(name) else name


def text_of(value: bytes) -> str:
    """Return bytes of a header as text, without control characters and passwords, at most 8,192 characters."""
    text = without_secret_fields(without_credentials(value.decode("latin-1")))
    return text if text.isascii() and text.isprintable() and len(text) <= HEADER_CHARACTERS else _plain(text)


def _address(value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:  # the bytes of another charset, which browsers and Scrapy escape
        text = _NOT_ASCII.sub(lambda found: f"%{ord(found[0]):02X}", value.decode("latin-1"))
    return _plain(without_credentials(text.translate(IGNORED)))


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)[:HEADER_CHARACTERS]


def is_worth_a_payload(body: bytes | None, status: int) -> bool:
    """Return False for the empty body of a redirect or an error, which is no payload; an empty page is one."""
    return body is not None and (bool(body) or 200 <= status < 300)


def certificate_of(response: Response) -> bytes | None:
    """Return the server's certificate (DER); None without TLS, and if the download handler does not report it."""
    certificate = response.certificate
    if isinstance(certificate, bytes):  # the handlers for httpx and aiohttp
        return certificate
    return bytes(certificate.dump()) if isinstance(certificate, Certificate) else None
