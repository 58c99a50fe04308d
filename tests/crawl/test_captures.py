"""Every attempt, hop, retry, refusal and robots.txt is a capture, and what was served can be read back."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import zstandard

from kaaw_archive.errors import Problem
from kaaw_archive.scrapy_private import brotli
from tests.crawl.crawler import Crawler, crawler_in
from tests.german_pages import page
from tests.local_site import HTML, Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWN = "www.stadt-a.example"
LATIN = "<html><body><h1>Bürgerbüro</h1><p>Geöffnet täglich außer sonntags.</p></body></html>".encode("latin-1")
PACKED = gzip.compress(page(3))
DAMAGED = {  # none of them is a page, and all come with a length that fits
    "www.gzip-ende.example": (PACKED[: len(PACKED) // 2], "gzip"),
    "www.gzip-bit.example": (PACKED[:-6] + bytes([PACKED[-6] ^ 1]) + PACKED[-5:], "gzip"),
    "www.br-ende.example": (brotli.compress(page(3))[:-1], "br"),
    "www.zstd-ende.example": (zstandard.compress(page(3))[:-1], "zstd"),
    "www.nichts.example": (b"", "gzip"),
}
BOMB = gzip.compress(bytes(8_000_000))
LONG = f"http://{TOWN}/{'a' * 3000}"

SERVED = {
    f"http://{TOWN}/heil.html": Answer(page(1), etag=True),
    f"http://{TOWN}/stueckweise.html": Answer(page(2), manner="chunked"),
    f"http://{TOWN}/gepackt.html": Answer(PACKED, headers={**HTML, "Content-Encoding": "gzip"}),
    f"http://{TOWN}/ohne-pruefsumme.html": Answer(PACKED[:-8], headers={**HTML, "Content-Encoding": "gzip"}),
    f"http://{TOWN}/latin.html": Answer(LATIN, headers={"Content-Type": "text/html; charset=iso-8859-1"}),
    f"http://{TOWN}/bild.bin": Answer(bytes(range(256)), headers={"Content-Type": "application/octet-stream"}),
    f"http://{TOWN}/leer.html": Answer(b""),
    f"http://{TOWN}/keks.html": Answer(page(11), headers={**HTML, "Set-Cookie": "sid=geheim", "X-Stand": "1"}),
    f"http://{TOWN}/weg.html": Answer(b"<h1>Seite nicht gefunden</h1>", status=404),
    f"http://{TOWN}/fort.html": Answer(b"<h1>Entfernt</h1>", status=410),
    f"http://{TOWN}/teil.html": Answer(page(13)[:3000], status=206, headers={**HTML, "ETag": '"teil"'}),
}
REDIRECTS = {
    "/alt.html": redirect("/mitte.html", 301),
    "/mitte.html": redirect("/heil.html?neu", 302),
    "/heil.html?neu": Answer(page(4)),
    "/umlaut.html": redirect(f" http://name:geheim@{TOWN}/Übersicht ".encode().decode("latin-1")),
    "/%C3%9Cbersicht": Answer(page(12)),
    "/kreis-1.html": redirect("/kreis-2.html"),
    "/kreis-2.html": redirect("/kreis-1.html"),
}
FAILURES = {
    "http://www.fehler.example/x": (Answer(b"<h1>Fehler</h1>", status=500), None),
    "http://www.abbruch.example/x": (Answer(manner="drop"), Problem.CONNECTION_LOST),
    "http://www.halb.example/x": (Answer(page(5), manner="cut"), Problem.CONNECTION_LOST),
    "http://www.langsam.example/x": (Answer(page(6), delay_s=30), Problem.TIMEOUT),
    "http://www.stockt.example/x": (Answer(page(7), manner="stall"), Problem.TIMEOUT),
    "http://www.riesig.example/x": (Answer(bytes(3_000_000)), Problem.TOO_LARGE),
    "http://www.bombe.example/x": (Answer(BOMB, headers={**HTML, "Content-Encoding": "gzip"}), Problem.TOO_LARGE),
    "http://www.luege.example/x": (Answer(page(8), headers={**HTML, "Content-Encoding": "gzip"}), Problem.BAD_ENCODING),
    "http://www.zu.example/geheim/x": (Answer(page(9)), Problem.ROBOTS_DENIED),
    LONG: (Answer(page(10)), Problem.URL_TOO_LONG),
    **{
        f"http://{host}/x": (Answer(body, headers={**HTML, "Content-Encoding": coding}), Problem.BAD_ENCODING)
        for host, (body, coding) in DAMAGED.items()
    },
}
RETRIED = ["http://www.abbruch.example/x", "http://www.halb.example/x", "http://www.langsam.example/x"]


def split(url: str) -> tuple[str, str]:
    host, _, path = url.removeprefix("http://").partition("/")
    return host, f"/{path}"


def stored(crawler: Crawler) -> bytes:
    """Return all bytes of the archive's files; header fields and addresses are in them as plain text."""
    return b"".join(path.read_bytes() for path in crawler.archive.parent.glob("archive.db*") if path.is_file())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    """One crawl of everything above, with one retry."""
    with crawler_in(tmp_path_factory.mktemp("captures")) as crawler:
        site = crawler.site
        for url, answer in SERVED.items():
            site.add(*split(url), answer)
        for url, (answer, _) in FAILURES.items():
            site.add(*split(url), answer)
        for path, answer in REDIRECTS.items():
            site.add(TOWN, path, answer)
        for step in range(10):
            site.add("www.kette.example", f"/{step}", redirect(f"/{step + 1}"))
        site.add_robots("www.zu.example", "User-agent: *\nDisallow: /geheim/\n")
        urls = [
            *SERVED,
            *FAILURES,
            f"http://{TOWN}/alt.html",
            f"http://{TOWN}/umlaut.html",
            f"http://{TOWN}/kreis-1.html",
            "http://www.kette.example/0",
        ]
        settings = {"RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 4, "REDIRECT_MAX_TIMES": 4}
        settings |= {"DOWNLOAD_MAXSIZE": 1_000_000, "ARCHIVE_DECOMPRESSED_MAXSIZE": 2_000_000}
        crawler.run(urls, settings=settings)
        yield crawler


@pytest.mark.parametrize("url", SERVED, ids=lambda url: split(url)[1])
def test_what_was_served_is_read_back(crawled: Crawler, url: str) -> None:
    (visit,) = crawled.visits(url)
    served = SERVED[url]
    assert (visit["status"], visit["error"], visit["kind"]) == (served.status, None, "page")
    expected = page(3) if "Content-Encoding" in served.headers else served.body
    assert crawled.payload(url) == expected
    assert crawled.payload(visit["payload_digest"]) == expected


@pytest.mark.parametrize("host", DAMAGED)
def test_a_damaged_body_is_kept_as_it_came_and_says_nothing(crawled: Crawler, host: str) -> None:
    (visit,) = crawled.visits(f"http://{host}/x")
    body = DAMAGED[host][0]
    assert (visit["status"], visit["wire_bytes"]) == (200, len(body))
    assert crawled.payload(visit["payload_digest"]) == body
    assert crawled.value("SELECT count(*) FROM readings WHERE capture_id = ?", visit["id"]) == 0


def test_a_part_of_a_page_that_nobody_asked_for_says_nothing(crawled: Crawler) -> None:
    (visit,) = crawled.visits(f"http://{TOWN}/teil.html")
    assert crawled.value("SELECT count(*) FROM readings WHERE capture_id = ?", visit["id"]) == 0
    assert crawled.value("SELECT count(*) FROM articles WHERE url = ?", visit["url"]) == 0


def test_a_missing_checksum_is_noted(crawled: Crawler) -> None:
    (visit,) = crawled.visits(f"http://{TOWN}/ohne-pruefsumme.html")
    assert visit["error_text"] == "gzip: the checksum at the end lacks 8 bytes"


def test_encoding_and_size_on_the_wire_are_kept(crawled: Crawler) -> None:
    (visit,) = crawled.visits(f"http://{TOWN}/gepackt.html")
    assert (visit["content_encoding"], visit["wire_bytes"]) == ("gzip", len(PACKED))
    assert visit["size_bytes"] == len(page(3))


def test_each_redirect_hop_is_a_capture_that_names_the_one_before(crawled: Crawler) -> None:
    hops = [crawled.visits(f"http://{TOWN}{path}") for path in ("/alt.html", "/mitte.html", "/heil.html?neu")]
    assert [[hop["status"] for hop in visits] for visits in hops] == [[301], [302], [200]]
    (first,), (second,), (third,) = hops
    assert (first["via_id"], second["via_id"], third["via_id"]) == (None, first["id"], second["id"])


@pytest.mark.parametrize("url", FAILURES, ids=lambda url: split(url)[0] if url != LONG else "too long")
def test_a_failure_is_a_capture_with_its_name(crawled: Crawler, url: str) -> None:
    problem = FAILURES[url][1]
    assert crawled.errors(url)
    assert set(crawled.errors(url)) == {problem}


def test_every_retry_is_a_capture(crawled: Crawler) -> None:
    assert {url: len(crawled.visits(url)) for url in RETRIED} == dict.fromkeys(RETRIED, 2)
    assert crawled.statuses("http://www.fehler.example/x") == [500, 500]


def test_a_refusal_sends_nothing(crawled: Crawler) -> None:
    assert crawled.site.requests("www.zu.example") == []
    assert crawled.site.requests(*split(LONG)) == []
    (visit,) = crawled.visits("http://www.zu.example/geheim/x")
    assert (visit["robots"], visit["status"]) == ("denied", None)


def test_a_redirect_loop_ends_with_its_name(crawled: Crawler) -> None:
    errors = crawled.errors(f"http://{TOWN}/kreis-1.html") + crawled.errors(f"http://{TOWN}/kreis-2.html")
    assert Problem.REDIRECT_LOOP in errors
    assert len(crawled.site.requests(TOWN, "/kreis-1.html")) <= 2


def test_a_redirect_is_followed_as_browsers_do_and_its_password_is_kept_nowhere(crawled: Crawler) -> None:
    (hop,), (target,) = (crawled.visits(f"http://{TOWN}{path}") for path in ("/umlaut.html", "/%C3%9Cbersicht"))
    assert (target["status"], target["via_id"]) == (200, hop["id"])
    assert json.loads(hop["headers_json"])["location"] == [f"http://{TOWN}/Übersicht"]
    assert b"geheim@" not in stored(crawled)


def test_an_answer_is_kept_as_it_came_and_its_request_as_it_was_sent(crawled: Crawler) -> None:
    (visit,) = crawled.visits(f"http://{TOWN}/keks.html")
    assert (visit["http_version"], visit["reason_phrase"]) == ("HTTP/1.1", "OK")
    names = [name for name, _ in json.loads(visit["header_lines_json"])]
    assert names.index("Content-Type") < names.index("X-Stand")
    (seen,) = crawled.site.requests(TOWN, "/keks.html")
    sent = {name.lower(): value for name, value in json.loads(visit["request_header_lines_json"])}
    assert sent == seen.headers


def test_a_cookie_is_kept_nowhere(crawled: Crawler) -> None:
    (visit,) = crawled.visits(f"http://{TOWN}/keks.html")
    assert json.loads(visit["headers_json"])["x-stand"] == ["1"]
    assert b"sid=geheim" not in stored(crawled)


def test_too_many_redirects_end_with_their_name(crawled: Crawler) -> None:
    chain = crawled.rows("SELECT error, status FROM visits WHERE url LIKE 'http://www.kette.example/_' ORDER BY id")
    assert [row["status"] for row in chain[:5]] == [302] * 5
    assert [row["error"] for row in chain if row["error"]] == [Problem.TOO_MANY_REDIRECTS]


def test_robots_txt_is_a_capture_of_its_own_kind(crawled: Crawler) -> None:
    (absent,) = crawled.visits(f"http://{TOWN}/robots.txt")
    (present,) = crawled.visits("http://www.zu.example/robots.txt")
    assert (absent["kind"], absent["status"]) == ("robots", 404)
    assert (present["kind"], present["status"]) == ("robots", 200)
    assert crawled.payload("http://www.zu.example/robots.txt") == b"User-agent: *\nDisallow: /geheim/\n"


def test_each_request_that_reached_the_server_has_its_capture(crawled: Crawler) -> None:
    asked = Counter(crawled.site.url(seen.path, seen.host) for seen in crawled.site.seen)
    kept = Counter(
        visit["url"]
        for visit in crawled.rows("SELECT url, error FROM visits")
        if visit["error"] is None or not Problem(visit["error"]).is_refusal
    )
    assert kept == asked


def test_every_page_that_came_has_a_reading(crawled: Crawler) -> None:
    unread = crawled.rows(
        "SELECT url FROM visits v WHERE kind = 'page' AND status = 200 AND error IS NULL AND size_bytes > 0"
        " AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.capture_id = v.id)"
    )
    assert unread == []


def test_the_row_of_the_crawl_counts_what_happened(crawled: Crawler) -> None:
    (crawl,) = crawled.rows("SELECT * FROM crawls")
    assert crawl["captures"] == crawled.value("SELECT count(*) FROM captures")
    assert crawl["new_payloads"] == crawled.value("SELECT count(*) FROM payloads")
    assert crawl["ended_at"] > crawl["started_at"]
