"""Answers through a proxy: which are the proxy's own, and what they say."""

from __future__ import annotations

import pytest

from kaaw_archive.download.proxy_answers import problem_named_by_proxy
from kaaw_archive.http import Headers

HOST = "www.stadt-a.example"
SAID = {
    "a login": (407, "Proxy Authentication Required", {}, "", "proxy_login"),
    "Squid: no such name": (503, "", {"X-Squid-Error": "ERR_DNS_FAIL 0"}, "Name Error: no domain", "dns_not_found"),
    "Squid: its resolver fails": (503, "", {"X-Squid-Error": "ERR_DNS_FAIL 0"}, "Server Failure: …", "dns_failure"),
    "Squid: no connection": (503, "", {"X-Squid-Error": "ERR_CONNECT_FAIL 111"}, "", "connection_failed"),
    "Squid: no answer": (504, "", {"X-Squid-Error": "ERR_READ_TIMEOUT 0"}, "", "timeout"),
    "Squid: forbidden": (403, "", {"X-Squid-Error": "ERR_ACCESS_DENIED 0"}, "", "proxy_failed"),
    "RFC 9209": (502, "", {"Proxy-Status": "a; error=dns_error; rcode=NXDOMAIN"}, "", "dns_not_found"),
    "RFC 9209, its resolver": (502, "", {"Proxy-Status": "a; error=dns_timeout"}, "", "dns_failure"),
    "RFC 9209, the last proxy": (504, "", {"Proxy-Status": "a; error=dns_error, b; error=connection_timeout"}, "",
                                 "timeout"),
    "Privoxy": (404, "No such domain", {}, "", "dns_not_found"),
    "Traffic Server": (502, "Cannot find server.", {}, "", "dns_not_found"),
    "Apache": (502, "Proxy Error", {}, f"DNS lookup failure for: {HOST}", "dns_not_found"),
}  # fmt: skip
OF_THE_SITE = {
    "a page": (200, "OK", {"Proxy-Status": "a; error=dns_error"}, "no such domain"),
    "a 404": (404, "Not Found", {}, f"no such host: {HOST}"),
    "a login of the site": (401, "Unauthorized", {}, ""),
    "a site that lost its database": (500, "", {}, "getaddrinfo: db.intern.example: Name or service not known"),
    "a failure without a word": (502, "Bad Gateway", {"Via": "1.1 wall"}, "<h1>502</h1>"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_proxy_says_what_failed(name: str) -> None:
    status, phrase, headers, page, problem = SAID[name]
    said = problem_named_by_proxy(status, phrase, Headers(headers.items()), page.encode(), HOST)
    assert said is not None
    assert said[0] == problem


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_an_answer_of_the_site_is_left_alone(name: str) -> None:
    status, phrase, headers, page = OF_THE_SITE[name]
    assert problem_named_by_proxy(status, phrase, Headers(headers.items()), page.encode(), HOST) is None
