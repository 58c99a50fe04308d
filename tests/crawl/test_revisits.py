"""A second run asks only for what is due, and then conditionally; what a 304 means is kept."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.crawl.crawler import crawler_in
from tests.german_pages import address_path, page
from tests.local_site import HTML, Answer, Seen, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler, Row
    from tests.local_site import Route

MOMENT = "Thu, 22 Sep 2016 12:05:00 GMT"
ETAG = {**HTML, "ETag": '"eins"'}
HALVED = Answer(gzip.compress(page(14))[:2000], headers={**ETAG, "Content-Encoding": "gzip"})
PART = Answer(page(15)[:9000], status=206, headers=ETAG)
STEADY = [address_path(number) for number in range(5)]


def since_2016(seen: Seen) -> Answer:
    known = seen.headers.get("if-modified-since") == MOMENT
    return Answer(b"" if known else page(1), 304 if known else 200, {**HTML, "Last-Modified": MOMENT})


def any_etag(seen: Seen) -> Answer:
    """Says 304 to the validator of whatever page: where one leaks here, nothing is ever stored."""
    return Answer(status=304, headers=ETAG) if "if-none-match" in seen.headers else Answer(page(12), headers=ETAG)


# one host a case, each with the page that is listed, /x, and what it needs besides
CASES: dict[str, dict[str, Route]] = {
    "dated": {"/x": since_2016},
    "same": {"/x": Answer(page(6))},
    "changed": {"/x": [Answer(page(7, edition=n), etag=True) for n in (1, 2)]},
    "hops": {"/x": redirect("/ziel", 301), "/ziel": Answer(page(8), etag=True)},
    "leak": {"/x": [Answer(page(9), headers=ETAG), redirect("/neu")], "/neu": any_etag},
    "lacking": {"/x": [Answer(status=304), Answer(page(10))]},
    "damaged": {"/x": [Answer(page(14)), HALVED]},
    "part": {"/x": [Answer(page(15)), PART]},
    "at first damaged": {"/x": [HALVED, Answer(page(14))]},
    "at first a part": {"/x": [PART, Answer(page(15))]},
    "gone": {"/x": [Answer(page(11)), Answer(b"<h1>weg</h1>", status=410)]},
}


def host(case: str) -> str:
    return f"www.{case.replace(' ', '-')}.example"


def url(case: str, path: str = "/x") -> str:
    return f"http://{host(case)}{path}"


class Runs(NamedTuple):
    """Three runs of one list: first, again, and with all=1. ``between``: the derived rows before the third."""

    crawler: Crawler
    asked: tuple[list[Seen], list[Seen], list[Seen]]
    captures: tuple[int, int, int]
    between: dict[str, list[Row]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with crawler_in(tmp_path_factory.mktemp("revisits")) as crawler:
        urls = [crawler.site.add(host("steady"), path, Answer(page(n), etag=True)) for n, path in enumerate(STEADY)]
        for case, routes in CASES.items():
            for path, route in routes.items():
                crawler.site.add(host(case), path, route)
        urls += [url(case) for case in CASES]
        asked: list[list[Seen]] = []
        captures: list[int] = []
        between: dict[str, list[Row]] = {}
        for arguments in ((), (), ("-a", "all=1")):
            between = steady_rows(crawler) if captures else {}
            crawler.site.forget()
            assert crawler.run(urls, *arguments).code == 0
            asked.append(list(crawler.site.seen))
            captures.append(crawler.value("SELECT count(*) FROM captures"))
        yield Runs(crawler, (asked[0], asked[1], asked[2]), (captures[0], captures[1], captures[2]), between)


def steady_rows(crawler: Crawler) -> dict[str, list[Row]]:
    """The readings and versions of the pages that never change."""
    of_host = f"%{host('steady')}/%"
    return {
        "readings": crawler.rows(
            "SELECT r.* FROM readings r JOIN visits v ON v.id = r.capture_id WHERE v.url LIKE ?", of_host
        ),
        "snapshots": crawler.rows(
            "SELECT s.id, s.version, s.text FROM snapshots s JOIN articles a ON a.id = s.article_id WHERE a.url LIKE ?",
            of_host,
        ),
    }


def third(runs: Runs, case: str) -> list[Seen]:
    """What the third run asked of a host."""
    return [seen for seen in runs.asked[2] if seen.host == host(case)]


def test_the_second_run_asks_for_no_page(runs: Runs) -> None:
    assert runs.asked[1] == []
    assert runs.captures[1] == runs.captures[0]


def test_with_all_each_page_is_asked_conditionally(runs: Runs) -> None:
    assert sorted(seen.path for seen in third(runs, "steady")) == STEADY
    assert all("if-none-match" in seen.headers for seen in third(runs, "steady"))
    for path in STEADY:
        first, second = runs.crawler.visits(url("steady", path))
        assert (first["status"], second["status"], second["revisit"]) == (200, 304, "304")
        assert second["payload_digest"] == first["payload_digest"]


def test_a_304_is_not_read_again(runs: Runs) -> None:
    assert len(runs.between["readings"]) == len(runs.between["snapshots"]) == 5
    assert steady_rows(runs.crawler) == runs.between


def test_last_modified_serves_where_there_is_no_etag(runs: Runs) -> None:
    assert runs.crawler.statuses(url("dated")) == [200, 304]


def test_the_same_bytes_again_are_a_revisit_and_stored_once(runs: Runs) -> None:
    first, second = runs.crawler.visits(url("same"))
    assert (first["revisit"], second["revisit"]) == (None, "digest")
    assert first["payload_digest"] == second["payload_digest"]
    readings = runs.crawler.value("SELECT count(*) FROM readings WHERE capture_id IN (?, ?)", first["id"], second["id"])
    assert readings == 1


def test_a_changed_page_is_a_new_version(runs: Runs) -> None:
    versions = runs.crawler.rows(
        "SELECT s.version, s.payload_digest FROM snapshots s JOIN articles a ON a.id = s.article_id"
        " WHERE a.url = ? ORDER BY s.version",
        url("changed"),
    )
    assert [row["version"] for row in versions] == [1, 2]
    assert [runs.crawler.payload(row["payload_digest"]) for row in versions] == [page(7), page(7, edition=2)]
    events = runs.crawler.rows(
        "SELECT e.kind FROM events e JOIN articles a ON a.id = e.article_id WHERE a.url = ? ORDER BY e.id",
        url("changed"),
    )
    assert [event["kind"] for event in events] == ["new", "edited"]


@pytest.mark.parametrize("case", ["damaged", "part"])
def test_what_is_not_whole_is_no_new_version(runs: Runs, case: str) -> None:
    events = runs.crawler.rows(
        "SELECT e.kind FROM events e JOIN articles a ON a.id = e.article_id WHERE a.url = ?", url(case)
    )
    assert [event["kind"] for event in events] == ["new"]
    assert runs.crawler.value("SELECT state FROM pages WHERE url = ?", url(case)) == "live"


@pytest.mark.parametrize("case", ["at first damaged", "at first a part"])
def test_what_is_not_whole_gives_no_validator(runs: Runs, case: str) -> None:
    (seen,) = third(runs, case)
    assert "if-none-match" not in seen.headers
    assert runs.crawler.payload(url(case)) == (page(14) if "damaged" in case else page(15))


def test_each_hop_is_asked_with_its_own_validator(runs: Runs) -> None:
    first, second = third(runs, "hops")
    assert (first.path, second.path) == ("/x", "/ziel")
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == runs.crawler.visits(url("hops", "/ziel"))[0]["etag"]
    assert runs.crawler.statuses(url("hops", "/ziel")) == [200, 304]


def test_a_validator_never_goes_along_with_a_redirect(runs: Runs) -> None:
    sent = {seen.path: seen.headers.get("if-none-match") for seen in third(runs, "leak")}
    assert sent == {"/x": '"eins"', "/neu": None}
    assert runs.crawler.statuses(url("leak", "/neu")) == [200]
    assert runs.crawler.payload(url("leak", "/neu")) == page(12)


def test_a_304_about_bytes_that_we_lack_is_asked_again(runs: Runs) -> None:
    first, second = runs.crawler.visits(url("lacking"))[:2]
    assert (first["status"], first["error"]) == (304, "unexpected_304")
    assert (second["status"], second["error"]) == (200, None)
    assert runs.crawler.payload(url("lacking")) == page(10)


def test_a_page_that_is_gone_stays_readable(runs: Runs) -> None:
    assert runs.crawler.statuses(url("gone")) == [200, 410]
    assert runs.crawler.payload(runs.crawler.visits(url("gone"))[0]["payload_digest"]) == page(11)
    assert runs.crawler.value("SELECT state FROM pages WHERE url = ?", url("gone")) == "gone"
