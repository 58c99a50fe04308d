"""Cookies of one chain of redirects: sent back in it to the hosts and paths that they are for (RFC 6265).

The jar ends with its chain: nothing is written, and no other chain gets anything of it.
"""

from __future__ import annotations

import http.cookiejar
from typing import TYPE_CHECKING
from urllib.request import Request as PlainRequest

from kaaw_archive.urls.domains import is_public_suffix
from kaaw_archive.urls.written_hosts import literal_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.cookiejar import Cookie

_COOKIE_BYTES = 4096  # of name and value; browsers ignore a longer one (RFC 6265, 6.1)
_LINE_BYTES = 5 * 1024
_CHAIN_BYTES = 32 * 1024  # of all lines of a chain: a server must not fill our requests
_TIMES_ASKED = 5  # a circle that cookies do not end costs no more; browsers go round twenty times


class ChainCookies:
    """The cookies of one chain. ``has_refused``: one was not taken or not sent, so a browser may see another page."""

    def __init__(self) -> None:
        self._policy = _ChainPolicy()
        self._jar = http.cookiejar.CookieJar(self._policy)
        self._left = _CHAIN_BYTES

    @property
    def has_refused(self) -> bool:
        return self._policy.has_refused

    def take(self, url: str, lines: Iterable[bytes]) -> None:
        """Take the cookies that an answer of this address sets; ``lines`` are the values of Set-Cookie."""
        for line in lines:
            self._left -= len(line)
            if len(line) > _LINE_BYTES or self._left < 0:
                self.refuse()
                continue
            self._jar.extract_cookies(_AnswerLine(line.decode("latin-1")), PlainRequest(url))  # type: ignore[arg-type]

    def field_for(self, url: str) -> str | None:
        """Return the value of the field Cookie for a request of this address; None if no cookie is for it."""
        request = PlainRequest(url)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def times_asked(self, url: str) -> int:
        """Return how often a chain may ask for this address: again only if cookies go along, which may change it."""
        return 1 if self.has_refused or self.field_for(url) is None else _TIMES_ASKED

    def refuse(self) -> None:
        """Note that a cookie was not taken, or not sent."""
        self._policy.has_refused = True


class _AnswerLine:
    """An answer with one line Set-Cookie, in the form that the standard library reads."""

    def __init__(self, line: str) -> None:
        self._line = line

    def info(self) -> _AnswerLine:
        return self

    def get_all(self, name: str, default: list[str]) -> list[str]:
        return [self._line] if name == "Set-Cookie" else default


class _ChainPolicy(http.cookiejar.DefaultCookiePolicy):
    """The rules of browsers, where those of the standard library let more through."""

    def __init__(self) -> None:
        # a cookie without Domain is for its host alone, not for the hosts below it
        super().__init__(strict_ns_domain=http.cookiejar.DefaultCookiePolicy.DomainStrictNonDomain)
        self.has_refused = False

    def set_ok(self, cookie: Cookie, request: PlainRequest) -> bool:
        if not cookie.path.startswith("/"):  # an attribute Path that is no path is as none (RFC 6265, 5.2.4)
            cookie.path = http.cookiejar.request_path(request).rpartition("/")[0] or "/"  # type: ignore[attr-defined]
        is_taken = super().set_ok(cookie, request) and _fits(cookie, request)
        self.has_refused |= not is_taken
        return is_taken


def _fits(cookie: Cookie, request: PlainRequest) -> bool:
    """Return False for a cookie of another domain than that of its host, of too many bytes, or sent too openly."""
    domain = cookie.domain.strip(".")
    is_other_address = literal_address(domain) is not None and domain != http.cookiejar.request_host(request)  # type: ignore[attr-defined]
    if cookie.domain_specified and (is_public_suffix(domain) or is_other_address):
        return False
    if len(cookie.name) + len(cookie.value or "") > _COOKIE_BYTES:
        return False
    if cookie.secure and request.type != "https":
        return False
    if cookie.name.startswith("__Secure-"):
        return cookie.secure
    is_of_host = cookie.secure and cookie.path == "/" and not cookie.domain_specified
    return is_of_host or not cookie.name.startswith("__Host-")
