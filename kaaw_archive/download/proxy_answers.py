"""Tell answers of our own proxy from those of the site that was asked for. No input or output.

Sources: RFC 9110, 15.5.8 (407); RFC 9209 (Proxy-Status); Squid's X-Squid-Error; reason phrases and error pages of
Privoxy, Apache httpd and Apache Traffic Server, which name the host.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.errors import Problem

if TYPE_CHECKING:
    from kaaw_archive.http import Headers

_ERRORS = range(400, 600)
_PAGE_BYTES = 16_384  # a longer page is not one of a proxy, and is not searched
_SQUID: dict[str, Problem] = {
    "ERR_DNS_FAIL": Problem.DNS_NOT_FOUND,
    "ERR_CONNECT_FAIL": Problem.CONNECTION_FAILED,
    "ERR_SECURE_CONNECT_FAIL": Problem.TLS_FAILED,
    "ERR_READ_TIMEOUT": Problem.TIMEOUT,
    "ERR_LIFETIME_EXP": Problem.TIMEOUT,
    "ERR_READ_ERROR": Problem.CONNECTION_LOST,
    "ERR_WRITE_ERROR": Problem.CONNECTION_LOST,
    "ERR_ZERO_SIZE_OBJECT": Problem.CONNECTION_LOST,
    "ERR_CACHE_ACCESS_DENIED": Problem.PROXY_LOGIN,
    "ERR_ACCESS_DENIED": Problem.PROXY_FAILED,
    "ERR_CANNOT_FORWARD": Problem.PROXY_FAILED,
    "ERR_SOCKET_FAILURE": Problem.PROXY_FAILED,
}
_PROXY_STATUS: dict[str, Problem] = {
    "dns_timeout": Problem.DNS_FAILURE,
    "dns_error": Problem.DNS_FAILURE,
    "destination_ip_unroutable": Problem.CONNECTION_FAILED,
    "connection_refused": Problem.CONNECTION_REFUSED,
    "connection_terminated": Problem.CONNECTION_LOST,
    "connection_timeout": Problem.TIMEOUT,
    "connection_read_timeout": Problem.TIMEOUT,
    "http_response_timeout": Problem.TIMEOUT,
    "tls_protocol_error": Problem.TLS_FAILED,
    "proxy_internal_error": Problem.PROXY_FAILED,
    "proxy_configuration_error": Problem.PROXY_FAILED,
}
_NAME_ERROR = re.compile(r";\s*rcode\s*=\s*\"?(?:NXDOMAIN|3)\b", re.IGNORECASE)
_STATUS_ERROR = re.compile(r";\s*error\s*=\s*\"?([a-z_]+)", re.IGNORECASE)
_NO_SUCH_NAME = re.compile(
    r"no such (?:domain|host)|(?:can ?not|cannot) find (?:the )?server|unknown host|host (?:name )?not found"
    r"|dns lookup failure|domain name does not exist|name or service not known|nxdomain",
    re.IGNORECASE,
)
# Squid's page says in these words that the fault is the resolver's
_RESOLVER_FAILED = re.compile(r"server failure|timed? ?out|name server (?:was )?(?:unable|refused)", re.IGNORECASE)


def problem_named_by_proxy(
    status: int, phrase: str, headers: Headers, page: bytes, host: str
) -> tuple[Problem, str] | None:
    """Return the problem that an answer of a proxy names, and the text for ``error_text``; None for one of the site.

    ``page`` is the body, as far as it is known; ``host`` the host that was asked for.
    """
    if status not in _ERRORS:
        return None
    if status == 407:
        return Problem.PROXY_LOGIN, "the proxy wants a login (407)"
    text = page.decode("utf-8", "replace") if len(page) <= _PAGE_BYTES else ""
    squid = (headers.first("x-squid-error") or "").split(" ")[0].upper()
    if squid in _SQUID:
        problem = _SQUID[squid]
        if problem is Problem.DNS_NOT_FOUND and _RESOLVER_FAILED.search(text) and not _NO_SUCH_NAME.search(text):
            problem = Problem.DNS_FAILURE
        return problem, f"the proxy answers {status} (X-Squid-Error: {squid})"
    proxy_problem = _of_proxy_status(headers)
    if proxy_problem is not None:
        return proxy_problem
    if _NO_SUCH_NAME.search(phrase):
        return Problem.DNS_NOT_FOUND, f"the proxy answers {status} {phrase.strip()}"
    found = _NO_SUCH_NAME.search(text)
    if found is not None and status >= 500 and _is_host_near(host, text, found):
        return Problem.DNS_NOT_FOUND, f"the proxy answers {status}: {found[0]}"
    return None


def _of_proxy_status(headers: Headers) -> tuple[Problem, str] | None:
    """Return what the last member of Proxy-Status says: the proxy next to us added it (RFC 9209, 2)."""
    value = ", ".join(headers.get("proxy-status", ())).rpartition(",")[2].strip()
    error = _STATUS_ERROR.search(value)
    if error is None or error[1].lower() not in _PROXY_STATUS:
        return None
    problem = _PROXY_STATUS[error[1].lower()]
    if problem is Problem.DNS_FAILURE and _NAME_ERROR.search(value):
        problem = Problem.DNS_NOT_FOUND
    return problem, f"the proxy says: {value[:200]}"


def _is_host_near(host: str, text: str, found: re.Match[str]) -> bool:
    """Return True if the host stands within 200 characters of the words: a site's own page names other hosts."""
    return host.lower() in text[max(0, found.start() - 200) : found.end() + 200].lower()
