"""What a response says of itself, in the form in which a capture keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

HEADER_MAX_CHARACTERS = 8192
TEXT_MAX_CHARACTERS = 300
NO_BODY = frozenset({204, 304})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def header_fields(response: Response) -> dict[str, list[str]]:
    """The header fields with names in lower case and values in the order in which they came; control characters out."""
    fields: dict[str, list[str]] = {}
    for name, values in response.headers.items():
        texts = [_CONTROL.sub(" ", v.decode("latin-1"))[:HEADER_MAX_CHARACTERS] for v in values or []]
        fields[_CONTROL.sub(" ", name.decode("latin-1")).lower()] = texts
    if response.status in NO_BODY:
        fields.pop("content-length", None)  # Twisted's, not the server's
    return fields


def media_type(content_type: str | None) -> str:
    """Type and subtype of a Content-Type field, in lower case.

    >>> media_type("Text/HTML; charset=utf-8"), media_type(None)
    ('text/html', 'application/octet-stream')
    """
    return (content_type or "application/octet-stream").partition(";")[0].strip().lower()


def is_worth_a_payload(body: bytes | None, status: int) -> bool:
    """False for a redirect or an error without a word: that is no payload; an empty page is one."""
    return body is not None and (bool(body) or 200 <= status < 300)


def fingerprint(response: Response) -> str | None:
    """The SHA-256 of the server's certificate in hexadecimal; None without TLS."""
    if response.certificate is None:
        return None
    return str(response.certificate.digest("sha256").decode("ascii").replace(":", "").lower())


def one_line(error: BaseException) -> str:
    """What an exception says, without control characters, at most 300 characters."""
    return _CONTROL.sub(" ", str(error) or type(error).__name__)[:TEXT_MAX_CHARACTERS]
