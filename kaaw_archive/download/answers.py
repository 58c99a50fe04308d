"""Facts that a response states about itself, in the form in which a capture keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.http import NO_BODY, Headers, Line, is_secret
from kaaw_archive.urls import without_userinfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.http import Response

HEADER_MAX_CHARACTERS = 8192
TEXT_MAX_CHARACTERS = 300
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
    passwords in addresses are left out.
    """
    named = ((_CONTROL.sub(" ", name.decode("latin-1")), value) for name, value in raw)
    return tuple(
        (name, _CONTROL.sub(" ", _text(name, value))[:HEADER_MAX_CHARACTERS])
        for name, value in named
        if not is_secret(name)
    )


def _text(name: str, value: bytes) -> str:
    text = value.decode("latin-1")
    if name.lower() not in _ADDRESS_FIELDS:
        return text
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:  # the bytes of another charset, which browsers and Scrapy escape
        text = _NOT_ASCII.sub(lambda found: f"%{ord(found[0]):02X}", text)
    return without_userinfo(text)


def is_worth_a_payload(body: bytes | None, status: int) -> bool:
    """Return False for the empty body of a redirect or an error, which is no payload; an empty page is one."""
    return body is not None and (bool(body) or 200 <= status < 300)


def fingerprint(response: Response) -> str | None:
    """Return the SHA-256 of the server's certificate in hexadecimal; None without TLS."""
    if response.certificate is None:
        return None
    return str(response.certificate.digest("sha256").decode("ascii").replace(":", "").lower())


def one_line(error: BaseException) -> str:
    """Return the text of an exception without control characters, at most 300 characters."""
    return _CONTROL.sub(" ", str(error) or type(error).__name__)[:TEXT_MAX_CHARACTERS]
