"""HTTP messages, read as browsers read them: header fields and redirects. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaaw_archive import urls

REDIRECTS = frozenset({301, 302, 303, 307, 308})  # RFC 9110, 15.4: a client follows these by itself
PERMANENT_REDIRECTS = frozenset({301, 308})
ABSENT = frozenset({404, 410})  # RFC 9110, 15.5.5 and 15.5.11: the server says that the resource is not there
NO_BODY = frozenset({204, 304})
WANTS_COOKIE = "an answer on the way sets a cookie that we do not send back"  # error_text of a loop
UNKNOWN_MEDIA_TYPE = "application/octet-stream"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})

# HTML, 4.2.5.3: seconds, then an address, which may be named and quoted; browsers read the header field Refresh alike
_REFRESH = re.compile(
    r"\s{0,9}\d{0,9}(?:\.\d{0,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"']+)", re.IGNORECASE
)

Line = tuple[str, str]  # name and value of a header field

# RFC 9110, 11.6 and RFC 6265; and the names under which projects send keys of their own. Kept are keys of caches, and
# names of permissions that are no credentials themselves.
_SECRET = re.compile(
    r"cookie|authori[sz]ation(?![-_]uri)|authentication(?!-results)|(?<![a-z])o?auth(?![a-z])|(?:api|access|private|auth)[-_]?key"
    r"|(?<!surrogate-)(?<!cache-)(?<!\bx)keys?$|token|secret|passw(?:or)?d|passphrase|pwd|(?<![a-z])(?:pass|pin|psk)(?![a-z])"
    r"|(?<!allow-)credential(?!s?-(?:get|create))|sess(?:ion|id)|ssid|sid$|jwt|[cx]srf|signature|ticket|bearer|assertion"
    r"|dpop|otp(?![a-z])",
    re.IGNORECASE,
)
# Fields of requests that tell an archive how it asked; a spider may send others, under names that say nothing.
_KEPT_OF_REQUESTS = frozenset(
    "accept accept-charset accept-datetime accept-encoding accept-language cache-control connection content-encoding"
    " content-length content-type date dnt expect from host if-match if-modified-since if-none-match if-range"
    " if-unmodified-since keep-alive pragma priority proxy-connection range referer sec-fetch-dest sec-fetch-mode"
    " sec-fetch-site sec-fetch-user sec-gpc te trailer transfer-encoding upgrade-insecure-requests user-agent via"
    " x-requested-with".split()
)
# Within the value of another field: a line that was folded into it (RFC 9112, 5.2), or an echo of the request. What
# stands behind ? or & is a parameter of an address.
_NAMED_VALUE = re.compile(r"(?<![\w.?&-])([\w.-]++)[\"']?\s*+[:=]")
_UNNAMED_VALUE = re.compile(
    r"(?<!\w)(?:bearer|basic)\s++(?![\w-]{1,40}=[\"\w])(?=[\w+/.~-]{0,4000}[\d=])[\w+/.~=-]{8}", re.I
)


class Headers(Mapping[str, tuple[str, ...]]):
    """The header fields of a message: names in lower case, the values of each in the order of arrival."""

    __slots__ = ("_fields",)

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        fields: dict[str, list[str]] = {}
        for name, value in lines:
            fields.setdefault(name.lower(), []).append(value)
        self._fields = {name: tuple(values) for name, values in fields.items()}

    @classmethod
    def of_fields(cls, fields: Mapping[str, Iterable[str]]) -> Headers:
        """Make headers from names with lists of values, as the archive stores them."""
        return cls((name, value) for name, values in fields.items() for value in values)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({self._fields!r})"

    def first(self, name: str) -> str | None:
        """Return the first value of a field; None if the message does not have it."""
        values: Any = self._fields.get(name.lower())
        return values[0] if values else None

    @property
    def media_type(self) -> str:
        """Return type and subtype of Content-Type; empty if the message does not state one."""
        return media_type(self.first("content-type"))


def media_type(content_type: str | None) -> str:
    """Return type and subtype of a Content-Type field in lower case; empty if there is none.

    >>> media_type("Text/HTML; charset=utf-8"), media_type(None)
    ('text/html', '')
    """
    return (content_type or "").partition(";")[0].strip().lower()


def is_secret(name: str) -> bool:
    """Return True for a header field that may open a session or an account; such fields are never stored.

    >>> is_secret("Set-Cookie"), is_secret("WWW-Authenticate")
    (True, False)
    """
    return _SECRET.search(name) is not None


def is_kept_of_requests(name: str) -> bool:
    """Return True for a header field of a request of ours that a capture keeps; all others may hold a key.

    >>> is_kept_of_requests("If-None-Match"), is_kept_of_requests("X-Functions-Key")
    (True, False)
    """
    return name.lower() in _KEPT_OF_REQUESTS


def may_open_account(name: bytes) -> bool:
    """Return True for a header field of a request that may open an account or a session at the server: each that no
    capture keeps, but those for a proxy, which go to the proxy alone.
    """
    text = name.decode("latin-1").lower()
    return not is_kept_of_requests(text) and not text.startswith("proxy-")


def without_secret_fields(value: str) -> str:
    """Return the value of a header field up to the first secret field that is repeated in it.

    >>> without_secret_fields("GET / X-Api-Key: 1"), without_secret_fields("max-age=60")
    ('GET / ', 'max-age=60')
    """
    begins = (found.start() for found in _NAMED_VALUE.finditer(value) if is_secret(found[1]))
    unnamed = _UNNAMED_VALUE.search(value)
    return value[: min(next(begins, len(value)), unnamed.start() if unnamed else len(value))]


def shows_content(status: int | None, error: str | None) -> bool:
    """Return True if an attempt was answered with the resource: a 2xx, or a 304, which confirms the known bytes.

    A 206 is a part of the resource (RFC 9110, 15.3.7); no crawl of ours asks for one.
    """
    return error is None and status is not None and (200 <= status < 300 or status == 304) and status != 206


def redirect_target(url: str, status: int | None, headers: Headers) -> str | None:
    """Return the address to which an answer redirects; None if it does not redirect.

    If Location cannot be read as an address, its text is returned, for which ``urls.is_web`` is False.
    """
    location = (headers.first("location") or "").strip(urls.BLANKS)
    if status not in REDIRECTS or not location:
        return None
    return urls.join(url, location) or urls.without_userinfo(location)


def refresh_target(url: str, value: str) -> str | None:
    """Return the address to which Refresh, a header field or a meta element with this value, leads; None if to none.

    >>> refresh_target("https://a.example/b", "0; url='c'")
    'https://a.example/c'
    """
    found = _REFRESH.match(value)
    return urls.join(url, found[1]) if found is not None else None
