"""Cookies of one chain of redirects go where RFC 6265 lets them go, and no further."""

from __future__ import annotations

import pytest

from kaaw_archive.download.chain_cookies import ChainCookies

WWW = "http://www.stadt.example/a/b"


def cookies_of(url: str, *lines: str) -> ChainCookies:
    cookies = ChainCookies()
    cookies.take(url, [line.encode("latin-1") for line in lines])
    return cookies


@pytest.mark.parametrize(
    ("url", "line", "goes", "stays"),
    [
        (WWW, "sid=1", ["http://www.stadt.example/a/c", "http://www.stadt.example:8080/a"],
         ["http://www.stadt.example/", "http://x.www.stadt.example/a/", "http://stadt.example/a/"]),
        (WWW, "sid=1; Domain=stadt.example; Path=/", ["http://stadt.example/", "https://neu.stadt.example/x"],
         ["http://andere.example/", "http://altstadt.example/"]),
        (WWW, "sid=1; Domain=.stadt.example; Path=/", ["http://stadt.example/"], ["http://example/"]),
        (WWW, "sid=1; Path=/a", ["http://www.stadt.example/a", "http://www.stadt.example/a/b/c"],
         ["http://www.stadt.example/ab"]),
        (WWW, "sid=1; Path=neu", ["http://www.stadt.example/a/c"], ["http://www.stadt.example/neu"]),
        ("https://stadt.example/", "sid=1; Secure", ["https://stadt.example/"], ["http://stadt.example/"]),
        ("https://stadt.example/", "__Host-sid=1; Secure; Path=/", ["https://stadt.example/x"], ["http://stadt.example/"]),
        ("http://192.0.2.7/", "sid=1; Domain=192.0.2.7", ["http://192.0.2.7/"], ["http://192.0.2.8/"]),
        ("http://[2001:db8::1]/", "sid=1", ["http://[2001:db8::1]/"], ["http://[2001:db8::2]/"]),
    ],
)  # fmt: skip
def test_a_cookie_goes_to_the_hosts_and_paths_that_it_is_for(
    url: str, line: str, goes: list[str], stays: list[str]
) -> None:
    cookies = cookies_of(url, line)
    assert not cookies.has_refused
    value = line.partition(";")[0]
    assert {address: cookies.field_for(address) for address in goes} == dict.fromkeys(goes, value)
    assert {address: cookies.field_for(address) for address in stays} == dict.fromkeys(stays)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (WWW, "sid=1; Domain=example"),
        (WWW, "sid=1; Domain=andere.example"),
        (WWW, "sid=1; Domain=neu.www.stadt.example"),
        ("http://www.stadt.co.uk/", "sid=1; Domain=co.uk"),
        ("http://stadt.github.io/", "sid=1; Domain=github.io"),
        ("http://192.0.2.7/", "sid=1; Domain=.2.7"),
        ("http://stadt.example/", "sid=1; Secure"),
        ("http://stadt.example/", "__Secure-sid=1"),
        ("https://stadt.example/", "__Secure-sid=1"),
        ("https://stadt.example/", "__Host-sid=1; Secure; Path=/a"),
        ("https://www.stadt.example/", "__Host-sid=1; Secure; Path=/; Domain=stadt.example"),
        (WWW, "sid=" + "x" * 4094),
        (WWW, "sid=1; Path=/" + "x" * 5_200),
    ],
)
def test_a_cookie_for_others_or_without_measure_is_refused(url: str, line: str) -> None:
    cookies = cookies_of(url, line)
    assert cookies.has_refused
    addresses = (url, "https://www.stadt.example/", "http://stadt.co.uk/", "http://github.io/", "http://192.0.2.2/")
    assert [cookies.field_for(address) for address in addresses] == [None] * len(addresses)


def test_a_later_cookie_takes_the_place_of_an_earlier_one_or_removes_it() -> None:
    cookies = cookies_of(WWW, "sid=1", "test=1", "sid=\xe42", "test=; Max-Age=0")
    assert cookies.field_for(WWW) == "sid=\xe42"
    assert not cookies.has_refused


def test_a_chain_that_sets_cookies_without_end_is_cut() -> None:
    cookies = cookies_of(WWW, *(f"sid{n}={'x' * 1_000}" for n in range(100)))
    assert cookies.has_refused
    assert len(cookies.field_for(WWW) or "") < 33_000


def test_an_address_is_asked_for_again_only_with_cookies_of_which_none_was_refused() -> None:
    assert ChainCookies().times_asked(WWW) == 1
    cookies = cookies_of(WWW, "sid=1")
    assert cookies.times_asked(WWW) == 5
    assert cookies.times_asked("http://stadt.example/a/b") == 1
    cookies.refuse()
    assert cookies.times_asked(WWW) == 1
