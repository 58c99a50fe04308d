"""When two addresses are one page: the cases lie in tests/urls, properties hold for whatever a page may write."""

from __future__ import annotations

import json
import sqlite3
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaaw_archive import urls

CASES = Path(__file__).parent / "urls"

# What addresses are made of, and what breaks programs that take them apart.
PIECES = [
    "http://", "https://", "//", "/", "?", "#", "&", "=", ";", ":", "@", "[", "]", "%", "%2", "%2F", "%25", "%00", "+",
    "www.", "amt.example", "bücherei", "..", ".", "index.php", "1-x", "v=1", "start=0", "limitstart=5", "__blob=x",
    ";jsessionid=A.1", "&amp;", "\u00ad", "%C2%AD", "\ud800", "\udcff", "\x00", "\n", " ", "::1", "80", "99999", "ß",
    "٣",
]  # fmt: skip
addresses = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((CASES / name).read_text(encoding="utf-8"))
    assert found
    return found


def pairs(name: str) -> list[Any]:
    return [
        pytest.param(one, other, id=f"{case['why']}: {other}")
        for case in cases(name)
        for one, other in combinations(case["addresses"], 2)
    ]


@pytest.mark.parametrize(("one", "other"), pairs("same.json"))
def test_two_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert urls.key(one) == urls.key(other)


@pytest.mark.parametrize(("one", "other"), pairs("different.json"))
def test_two_pages_never_become_one(one: str, other: str) -> None:
    assert urls.key(one) != urls.key(other)


@pytest.mark.parametrize("case", [pytest.param(c, id=repr(c["address"])) for c in cases("parts.json")])
def test_parts_of_odd_addresses(case: dict[str, Any]) -> None:
    address = case["address"]
    found = {name: getattr(urls, name)(address) for name in case if name != "address"}
    assert found == {name: value for name, value in case.items() if name != "address"}


@pytest.mark.parametrize("case", [pytest.param(c, id=c["why"]) for c in cases("asked.json")])
def test_an_address_is_asked_for_as_browsers_ask(case: dict[str, Any]) -> None:
    """After the algorithms of the WHATWG URL standard; a browser asks nothing where ``asked`` is null."""
    reference = urls.with_query_in(case.get("charset", "utf-8"), case["reference"])
    address = (urls.join(case.get("base", "http://amt.example/a/b?x=1#f"), reference) or "").partition("#")[0]
    asked = urls.as_browsers_ask(address) if urls.is_web(address) else None
    assert asked == case["asked"] or f"{asked}/" == case["asked"]
    if asked is not None:
        assert urls.key(asked) == urls.key(address)
        assert urls.host(asked) == urls.host(address)


# percent-encode sets of the WHATWG URL standard (1.3); "special": of http and https
CONTROLS = {chr(number) for number in (*range(32), 127)}
FRAGMENT_SET = CONTROLS | set(' "<>`')
QUERY_SET = CONTROLS | set(' "#<>')
SPECIAL_QUERY_SET = QUERY_SET | {"'"}
PATH_SET = QUERY_SET | set("?^`{}")
ASCII = st.lists(st.sampled_from([*map(chr, range(128)), "%5B", "%5b", "%7C"]), max_size=8).map("".join)


def escaped(text: str, escapes: set[str]) -> str:
    return "".join(f"%{ord(letter):02X}" if letter in escapes else letter for letter in text)


def without(text: str, letters: str) -> str:
    return "".join(letter for letter in text if letter not in letters)


@given(ASCII, ASCII, ASCII)
@example("".join(map(chr, range(128))), "".join(map(chr, range(128))), "".join(map(chr, range(128))))
def test_every_ascii_character_is_asked_for_as_the_standard_says(path: str, query: str, fragment: str) -> None:
    """Tabs, line ends and the marks between the parts are taken out, and what makes other segments of a path."""
    path, query, fragment = without(path, "\t\n\r?#/\\."), without(query, "\t\n\r#"), without(fragment, "\t\n\r")
    address = f"http://amt.example/a{path}b?a{query}b"
    expected = f"http://amt.example/a{escaped(path, PATH_SET)}b?a{escaped(query, SPECIAL_QUERY_SET)}b"
    assert urls.as_browsers_ask(address) == expected
    assert urls.as_browsers_ask(expected) == expected
    assert urls.as_browsers_ask(f"{address}#a{fragment}b").partition("#")[0] == expected
    joined = urls.join("http://amt.example/", f"{address}#a{fragment}b")
    assert joined is not None
    assert urls.as_browsers_ask(joined).partition("#")[0] == expected
    assert urls.key(expected) == urls.key(address)


labels = st.text(st.sampled_from("aßsẞSSüÜ1-ς。Σ☃\u0308\u200d\u00adａא"), min_size=1, max_size=6)


@given(labels, labels)
@example("straße", "strasse")
@example("λόγος", "λόγοσ")
def test_two_hosts_never_have_one_key_and_one_host_has_one_name(one: str, other: str) -> None:
    addresses = [f"http://{label}.example/" for label in (one, other)]
    hosts = [urls.host(address) for address in addresses]
    if all(hosts):
        assert (urls.key(addresses[0]) == urls.key(addresses[1])) == (hosts[0] == hosts[1])
    for address, host in zip(addresses, hosts, strict=True):
        asked = urls.join(address, address)
        assert not host or (host.isascii() and asked is not None and urls.host(asked) == host)
        assert not host or urls.key(f"http://{host}/") == urls.key(address)


def test_pages_of_a_site_sort_together() -> None:
    keys = sorted(map(urls.key, ["https://b.example/", "https://www.amt.b.example/", "https://a.example/z"]))
    assert keys == ["example,a)/z", "example,b)/", "example,b,amt)/"]


@pytest.mark.slow
@given(addresses)
@example("http://h/\ud800")
@example("http://\ud800/")
@example("http://[::1%25]/")
def test_no_address_breaks_a_key_and_every_key_can_be_stored(address: str) -> None:
    key = urls.key(address)
    with sqlite3.connect(":memory:") as connection:
        assert connection.execute("SELECT ?", (key,)).fetchone()[0] == key
    connection.close()
    assert isinstance(urls.origin(address), str)
    assert urls.site(address) == urls.host(address).removeprefix("www.")
    assert urls.is_web(address) <= bool(urls.host(address))


hosts = st.sampled_from(["amt.example", "www.stadt.example", "192.0.2.7"])
words = st.text(st.sampled_from("ab/%25=&+;:ü\u00ad[] .1"), max_size=10)


@given(addresses)
@example("https://www.bmi.bund.de/SharedDocs/x.html?nn=1&gts=2#teil")
@example("https://bund.example/x.pdf;jsessionid=7355.2_cid389?__blob=publicationFile&v=3")
def test_an_address_as_it_is_cited_is_the_same_page_and_says_no_more(address: str) -> None:
    cited = urls.plain(address)
    assert urls.key(cited) == urls.key(address)
    assert len(cited) <= len(address)
    assert urls.plain(cited) == cited


@given(hosts, words, words)
def test_a_key_written_as_an_address_has_the_same_key(host: str, path: str, query: str) -> None:
    key = urls.key(f"https://{host}/{path}?{query}")
    again = urls.key(f"http://{host}{key.partition(')')[2]}")
    assert again == key


@given(st.lists(st.tuples(st.sampled_from(["id", "cid", "a"]), words), max_size=4), st.randoms())
def test_the_order_of_parameters_does_not_matter(fields: list[tuple[str, str]], chance: Any) -> None:
    written = [f"{name}={value.replace('&', '').strip()}" for name, value in fields]
    shuffled = chance.sample(written, len(written))
    assert urls.key("https://amt.example/?" + "&".join(written)) == urls.key(
        "https://amt.example/?" + "&".join(shuffled)
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=c["why"]) for c in cases("groups.json")])
def test_pages_that_are_derived_together_are_one_group(case: dict[str, Any]) -> None:
    groups = {urls.group(address) for address in case["together"]}
    assert len(groups) == 1
    apart = [urls.group(address) for address in case["apart"]]
    assert not groups.intersection(apart)
    assert len(set(apart)) == len(apart)


@given(addresses)
def test_pages_with_one_key_are_of_one_group_and_a_group_of_itself(address: str) -> None:
    assert isinstance(urls.group(address), str)
    key = urls.key(address)
    host, _, path = key.partition(")")
    if path.startswith("/") and host == "example,amt":
        assert urls.group(f"https://amt.example{path}") == urls.group(address)


QUERY = """view=article id=159:x option=com_content start=0 start=5 limit=5 limit=10 catid=8 Itemid=3 print=1
    tmpl=component FID=3.4.1 NavID=3.1 showall=1 gtp=1_list%253D1"""


@given(
    st.lists(
        st.sampled_from(["index.php", "presse", "159-x", "8-cat", "component", "content", "article", "2016-09-22-x"]),
        max_size=5,
    ),
    st.lists(
        st.sampled_from(QUERY.split()),
        max_size=5,
    ),
)
def test_a_key_with_a_number_is_an_address_of_the_same_page(path: list[str], query: list[str]) -> None:
    address = "https://amt.example/" + "/".join(path) + "?" + "&".join(query)
    key = urls.key(address)
    again = "https://amt.example" + key.partition(")")[2]
    assert urls.key(again) == key
    assert urls.group(again) == urls.group(address)
