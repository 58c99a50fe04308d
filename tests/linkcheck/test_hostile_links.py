"""Links to servers that mean harm: each gets a verdict, and the good links beside them are judged as ever."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.urls import without_userinfo
from tests.hostile.servers import OK, listening, repeats, says
from tests.linkcheck.test_linkcheck import TEXT, TOWN, html
from tests.local_site import Answer, Seen, redirect

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

RAW = "127.0.1.77"  # spoken to without the proxy
BOMB = gzip.compress(bytes(80 * 2**20), 9)

MANNERS = {
    b"/endless": repeats(OK + b"\r\n<html><body><h1>Endlos</h1>", b"<p>Und immer weiter geht der Text.</p>" * 500),
    b"/header": says(OK + b"X-Big: " + b"x" * 2**20 + b"\r\nContent-Length: 0\r\n\r\n"),
    b"/garbage": says(b"\x00\xffGARBAGE no http at all\r\n\r\n"),
    b"/bomb": says(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB),
}


def by_path(connection: socket.socket, asked: bytes) -> None:
    for path, manner in MANNERS.items():
        if b" %s " % path in asked:
            manner(connection, asked)


@pytest.fixture
def raw() -> Iterator[str]:
    """The origin of a server with these manners."""
    with listening(by_path, RAW) as origin:
        yield origin


def test_each_hostile_target_has_a_verdict_and_the_good_ones_stay_good(crawler: Crawler, raw: str) -> None:
    site = crawler.site
    good = [site.add(TOWN, f"/gut/{n}.html", html(f"Satzung {n}", f"<p>{TEXT} {n}</p>")) for n in range(10)]
    site.add("*", "/weiter", _onward)
    site.add(TOWN, "/privat", redirect("http://10.0.0.1/geheim"))
    site.add(TOWN, "/maschine", redirect("http://127.0.0.1:22/"))
    site.add(TOWN, "/kaputt", redirect("http://[::1"))
    site.add(TOWN, "/tief", Answer(b"<html><body>" + b"<div>" * 100_000 + TEXT.encode()))
    hostile = {
        f"{raw}/endless": {"ok"},
        f"{raw}/header": {"unknown", "unreachable"},  # a line of a head that has no end
        f"{raw}/garbage": {"server_error"},
        f"{raw}/bomb": {"unknown", "server_error", "ok", "empty"},
        "http://h0.example/weiter": {"redirect_loop"},
        f"http://{TOWN}/privat": {"bad_url"},
        f"http://{TOWN}/maschine": {"bad_url"},
        f"http://{TOWN}/kaputt": {"bad_url"},
        f"http://{TOWN}/tief": {"ok", "unknown"},
        "http://stadt\u202emoc.example/": {"bad_url"},
        "http://st\u0430dt-b.example/a": {"bad_url"},  # a Cyrillic a
        "http://stadt-c.example:99999/": {"bad_url"},
    }  # fmt: skip
    listed = crawler.program.folder / "watched.txt"
    listed.write_text("\n".join([*good, *hostile]), encoding="utf-8")
    assert crawler.kaaw("links", "watch", str(listed)).code == 0
    for without_host in ("http://user@@:80:80/", "http://[::1/", "http:///ohne-host"):
        assert crawler.kaaw("links", "watch", without_host).code == 2
    command = crawler.spider_command("linkcheck", settings={"DOWNLOAD_TIMEOUT": 10, "ARCHIVE_BACK_OFF_S": 0.1})
    ran = crawler.program.run(*command, env={**crawler.environment(), "no_proxy": RAW}, timeout=120)
    assert ran.code == 0, ran.output
    assert "Traceback" not in ran.output
    said = {row["link_url"]: row["verdict"] for row in crawler.rows("SELECT link_url, verdict FROM link_checks")}
    assert {url: said.get(url) for url in good} == dict.fromkeys(good, "ok")
    kept = {url: said.get(without_userinfo(url)) for url in hostile}
    assert {url: verdict for url, verdict in kept.items() if verdict not in hostile[url]} == {}


def _onward(seen: Seen) -> Answer:
    number = int(seen.host.partition(".")[0][1:])
    return redirect(f"http://h{number + 1}.example/weiter")
