"""Whatever comes, nothing but a named problem: addresses, headers, robots.txt, feeds, sitemaps, HTML, PDF, commands."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy.http import Headers, Response

from bench.mutations import mutated
from kaaw_archive import robots_rules, seeds, urls
from kaaw_archive.cli import kaaw
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.download.answers import headers_of
from kaaw_archive.extract import rights
from tests.archive.queries.builder import fill
from tests.fuzz import strategies
from tests.properties import at_most

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.items import Reading

URL = "https://www.amt.example/presse/"
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f]")


@cache
def told_apart() -> list[tuple[str, str]]:
    """Pairs of addresses that must never become one."""
    found = json.loads((Path(__file__).parents[1] / "urls" / "different.json").read_text(encoding="utf-8"))
    return [
        (one, other) for case in found for one, other in zip(case["addresses"], case["addresses"][1:], strict=False)
    ]


@given(strategies.addresses)
def test_a_key_is_total_stable_and_stays_what_it_is(address: str) -> None:
    key = urls.key(address)
    assert key == urls.key(address)
    assert key == urls.key(f" {address} ".strip(" ") if address == address.strip() else address)
    key.encode("utf-8")  # can be stored
    for part in (
        urls.group,
        urls.host,
        urls.site,
        urls.origin,
        urls.is_web,
        urls.without_session,
        urls.without_userinfo,
    ):
        part(address)
    assert urls.without_session(urls.without_session(address)) == urls.without_session(address)
    assert urls.key(urls.without_session(address)) == key or ";" in address


@given(st.integers(0, 10_000), st.sampled_from(["#top", "#", ""]), st.sampled_from(["", "&utm_source=x", "&nn=5"]))
def test_what_tells_pages_apart_is_never_lost(number: int, fragment: str, noise: str) -> None:
    pairs = told_apart()
    one, other = (address + (noise if "?" in address else "") + fragment for address in pairs[number % len(pairs)])
    if "#" not in pairs[number % len(pairs)][0]:
        assert urls.key(one) != urls.key(other)


@given(strategies.headers, st.integers(0, 999_999), strategies.html)
def test_headers_are_fields_without_controls(headers: Mapping[bytes, list[bytes]], status: int, body: bytes) -> None:
    fields = headers_of(Response(URL, status=status, headers=Headers(dict(headers))))
    for name, said in fields.items():
        assert not _STEERS.search(name + "".join(said))
    assert ";" not in fields.media_type
    json.dumps(rights.signals(fields, body, "text/html"))


@given(strategies.robots, strategies.addresses)
@example(b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"*b", "http://amt.example/" + "a" * 2000)
def test_rules_for_robots_are_read(body: bytes, address: str) -> None:
    parser = robots_rules.parse(body, "kaaw_archive")
    address = address.encode("utf-8", "ignore").decode()  # a request's address has no lone surrogates
    if urls.is_web(address):
        assert parser.can_fetch(address, "kaaw_archive") in (True, False)
    parser.crawl_delay("kaaw_archive")
    assert all(isinstance(found, str) for found in parser.sitemaps)
    rights.tdmrep_for(rights.tdmrep_rules(body), "/x")


@given(strategies.xml, strategies.content_types)
def test_feeds_and_sitemaps_are_read_or_named(payload: bytes, content_type: str | None) -> None:
    check_seed(payload, content_type)


@given(strategies.html, strategies.content_types)
def test_markup_is_read_or_named(payload: bytes, content_type: str | None) -> None:
    check_seed(payload, content_type)
    reading = read_payload(payload, URL, content_type)
    check_named(reading)
    for record in reading.articles:
        (record.title + record.text).encode("utf-8")


@given(strategies.pdf | strategies.damaged_pdf)
def test_documents_are_read_or_named(payload: bytes) -> None:
    reading = read_payload(payload, URL + "x.pdf", "application/pdf")
    check_named(reading)


@pytest.mark.slow
@at_most(5_000)
@given(st.integers(0, 10**9))
def test_broken_pages_are_read_or_named(number: int) -> None:
    payload, _ = mutated(number, whole_pages())
    reading = read_payload(payload[:200_000], URL, "text/html")
    check_named(reading)
    for record in reading.articles:
        (record.title + record.text).encode("utf-8")


@cache
def whole_pages() -> list[bytes]:
    """All pages of the tests; ``bench.fuzz_pages`` breaks those of the corpus, and larger ones."""
    return [path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.html"))]


def check_named(reading: Reading) -> None:
    assert reading.problem is None or re.fullmatch("[a-z_0-9]+", reading.problem)
    assert reading.problem != "extraction_failed", reading.options


def check_seed(payload: bytes, content_type: str | None) -> None:
    page = seeds.read(payload, URL, content_type, seeds.SeedRules())
    for found in (*page.articles, *page.seeds):
        assert urls.is_web(found.url)
        assert found.url.isprintable() or found.url.encode("utf-8")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fuzz") / "archive.db"
    fill(path)
    return path


_WORDS = st.sampled_from(
    ["status", "search", "show", "history", "diff", "payload", "verify", "--quick", "--json", "--check", "--limit", "5", "-1",
     "--since", "2016-09-22", "0001-01-01", "--at", "9999-12-31T23:59:59Z", "--version", "https://www.stadt.example/presse/akte",
     "\x1b[31m", "*", '"', "NEAR(", "--", "", "sha256:00", "\udcff", "a" * 3000, "--source", "'; DROP TABLE captures; --"]
) | st.text(max_size=6)  # fmt: skip


@pytest.mark.slow
@given(st.lists(_WORDS, min_size=1, max_size=5))
def test_whatever_is_typed_ends_in_a_line(filled: Path, typed: list[str]) -> None:
    readers = ("status", "search", "show", "history", "diff", "payload", "verify")
    command, rest = (typed[0], typed[1:]) if typed[0] in readers else ("search", typed)
    ran = CliRunner().invoke(kaaw, [command, "--archive", str(filled), *rest], prog_name="kaaw")
    assert ran.exit_code in (0, 1, 2, 3), ran.output
    assert "unexpected" not in ran.stderr or "unexpected extra" in ran.stderr, ran.stderr
    said = ran.stdout if "payload" not in typed else ""
    assert all(line == escape_controls(line) for line in said.splitlines() if "\x1b" in line)
    assert len(ran.stderr.splitlines()) <= 1
