"""Each folder of ``cases`` holds a payload and what must be found in it; what is hostile is made here."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import cms, seeds, urls
from kaaw_archive.seeds import SeedRules

if TYPE_CHECKING:
    from collections.abc import Iterable

CASES = sorted((Path(__file__).parent / "cases").iterdir())
URL = "https://amt.example/presse/"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_payload_names_what_it_should(case: Path) -> None:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    said: dict[str, Any] = expected.get("rules", {})
    arguments: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in said.items()}
    rules = SeedRules(**arguments)
    page = seeds.read((case / "payload").read_bytes(), expected["url"], expected.get("content_type"), rules)
    found = {
        "kind": page.kind,
        "system": page.system,
        "articles": [[one.url, one.title, one.stated_at] for one in page.articles],
        "urls": [one.url for one in page.articles],
        "named": [one.url for one in page.named],
        "titles": [one.title for one in page.named],
        "next": page.next_url,
        "seeds": [one.url for one in page.seeds],
        "problem": page.problem,
    }
    assert {name: found[name] for name in expected["page"]} == expected["page"]
    assert pickle.loads(pickle.dumps(page)) == page


def test_a_system_that_nobody_knows_is_named() -> None:
    with pytest.raises(KeyError, match="tpyo3"):
        seeds.read(b"<html>", URL, None, SeedRules(system="tpyo3"))


@pytest.mark.slow
def test_gzip_that_becomes_too_large_is_not_unpacked_to_its_end() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    page = seeds.read(bomb, "https://amt.example/sitemap.xml.gz", "application/gzip", SeedRules())
    assert (page.kind, page.problem) == ("unusable", "too_large")


@pytest.mark.parametrize(
    ("payload", "kind", "problem"),
    [
        (b"", "unusable", "empty"),
        (b"\x1f\x8bnothing", "unusable", "empty"),
        (b"<rss>" + b"<a>" * 100_000, "feed", "broken_xml"),
        pytest.param(
            b"<urlset>" + b"<url><loc>x</loc></url>" * 60_000 + b"</urlset>", "sitemap", None, marks=pytest.mark.slow
        ),
        (b"<html><body>" + b"<div>" * 20_000 + b"<a href='/x-y-z'>x</a>", "page", None),
        (b"<html><body>" + b"<h2>" * 3_000 + b"<a href='/x-y-z'>x</a>", "page", None),
        (b"<html><base href='http://[x'><a href='http://[::1'>a</a><a href='//'>b</a>", "page", None),
        pytest.param(
            b"<html><body>" + b"<a href='/neue-halle-am-markt'>x</a>" * 20_000, "page", None, marks=pytest.mark.slow
        ),
    ],
    ids=["nothing", "broken gzip", "deep", "many", "divs", "headings", "addresses", "links"],
)
def test_hostile_payloads_are_survived(payload: bytes, kind: str, problem: str | None) -> None:
    page = seeds.read(payload, URL, None, SeedRules())
    assert (page.kind, page.problem) == (kind, problem)


HREFS = [
    "/presse/eins-zwei-drei.html", "?print=1", "/presse/?print=1", "?sort=titel", "/login", "?resultsPerPage=50",
    "/a;jsessionid=AF9DE19F.2_cid389?nn=5", "?dateOfIssue_dt=lastmonth", "?limit=50&start=0", "?gtp=1_list%253D2",
    "/SharedDocs/Pressemitteilungen/DE/2016/09/x.html", "/index.php/component/mailto/?tmpl=component", "/print/x-y-z",
    "/index.php/a/159-x?tmpl=component&print=1&layout=default&page=", "?gts=1_list%253Dx", "javascript:void(0)",
    "mailto:a@b.de", "https://partner.example/x-y-z", "?view=renderHelp", "?type=98", "?limitstart=", "/presse/",
    "?seite=2", "//app-eu.readspeaker.com/cgi-bin/rsent?url=x", "?format=feed&type=atom",
]  # fmt: skip
rows = st.lists(
    st.tuples(
        st.sampled_from(HREFS),
        st.sampled_from(["Titel der Meldung vom Tage", "weiter", "Presse", "›", "", "01.02.2024"]),
    ),
    max_size=12,
)


@given(
    rows, st.sampled_from([system.name for system in cms.systems()]), st.sampled_from(["li", "div class=item", "tr"])
)
def test_nothing_that_is_found_is_a_trap_a_stranger_or_the_page_itself(
    links: list[tuple[str, str]], system: str, tag: str
) -> None:
    body = "".join(f"<{tag}><a href='{href}'>{text}</a> 01.02.2024</{tag}>" for href, text in links)
    page = seeds.read(f"<html><body>{body}".encode(), URL, "text/html", SeedRules(system=system))
    found = [*(one.url for one in (*page.articles, *page.seeds)), *([page.next_url] if page.next_url else [])]
    for url in found:
        assert urls.host(url) == "amt.example"
        assert "jsessionid" not in url
        assert not cms.is_trap(url, cms.system_by_name(system))
    keys = [urls.key(one.url) for one in page.articles]
    assert len(set(keys)) == len(keys)
    assert urls.key(URL) not in keys
    assert page.next_url is None or urls.key(page.next_url) != urls.key(URL)


@given(st.binary(max_size=500), st.sampled_from(["text/html", "application/xml", None]), st.text(max_size=40))
def test_any_bytes_are_survived(payload: bytes, content_type: str | None, url: str) -> None:
    for body in (payload, b"<rss><item>" + payload, b"<html><ul><li>" + payload, b"<?xml version='1.0'?>" + payload):
        page = seeds.read(body, url, content_type, SeedRules())
        assert page.kind in ("feed", "sitemap", "listing", "page", "unusable")


def sitemap(addresses: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


@pytest.mark.slow
def test_the_addresses_of_a_sitemap_that_repeats_itself_are_cut_and_it_says_so() -> None:
    same = hashlib.sha512(b"").hexdigest() * 5
    payload = sitemap(f"https://www.amt.example/m{n}-{same}" for n in range(1_500))
    page = seeds.read(payload, "https://www.amt.example/s.xml", None, SeedRules())
    assert page.problem == "cut"
    assert 500 < len(page.articles) < 1_000


@pytest.mark.slow
def test_a_sitemap_of_as_many_different_addresses_is_read_whole() -> None:
    names = (hashlib.sha512(str(n).encode()).hexdigest() * 5 for n in range(700))
    payload = sitemap(f"https://www.amt.example/{name}" for name in names)
    page = seeds.read(payload, "https://www.amt.example/s.xml", None, SeedRules())
    assert (page.problem, len(page.articles)) == (None, 700)
