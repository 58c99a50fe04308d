"""Links to servers that mean harm: each gets a verdict, and the good links beside them are judged as ever."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.linkrot.test_linkcheck import TEXT, TOWN, html
from tests.local_site import Answer, Seen, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler

RAW = "127.0.1.77"  # spoken to without the proxy
BOMB = gzip.compress(bytes(80 * 2**20), 9)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _answer(path: bytes, connection: socket.socket) -> None:
    if path == b"/endless":
        connection.sendall(OK + b"\r\n<html><body><h1>Endlos</h1>")
        while True:
            connection.sendall(b"<p>Und immer weiter geht der Text dieser Seite.</p>" * 500)
    elif path == b"/header":
        connection.sendall(OK + b"X-Big: " + b"x" * 2**20 + b"\r\nContent-Length: 0\r\n\r\n")
    elif path == b"/garbage":
        connection.sendall(b"\x00\xffGARBAGE no http at all\r\n\r\n")
    elif path == b"/bomb":
        head = f"Content-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n".encode()
        connection.sendall(OK + head + BOMB)
    else:
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def raw_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((RAW, 0))
        listener.listen(50)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=talk, args=(connection,), daemon=True).start()

        def talk(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError, IndexError):
                connection.settimeout(20)
                _answer(connection.recv(65536).split(b" ")[1], connection)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_each_hostile_target_has_a_verdict_and_the_good_ones_stay_good(crawler: Crawler, raw_port: int) -> None:
    site, raw = crawler.site, f"http://{RAW}:{raw_port}"
    good = [site.add(TOWN, f"/gut/{n}.html", html(f"Satzung {n}", f"<p>{TEXT} {n}</p>")) for n in range(10)]
    site.add("*", "/weiter", _onward)
    site.add(TOWN, "/privat", redirect("http://10.0.0.1/geheim"))
    site.add(TOWN, "/maschine", redirect("http://127.0.0.1:22/"))
    site.add(TOWN, "/kaputt", redirect("http://[::1"))
    site.add(TOWN, "/tief", Answer(b"<html><body>" + b"<div>" * 100_000 + TEXT.encode()))
    hostile = {
        f"{raw}/endless": {"ok"},
        f"{raw}/header": {"server_error", "unreachable", "ok", "empty"},
        f"{raw}/garbage": {"server_error"},
        f"{raw}/bomb": {"unknown", "server_error", "ok", "empty"},
        "http://h0.example/weiter": {"redirect_loop"},
        f"http://{TOWN}/privat": {"bad_url"},
        f"http://{TOWN}/maschine": {"bad_url"},
        f"http://{TOWN}/kaputt": {"bad_url"},
        f"http://{TOWN}/tief": {"ok", "unknown"},
        "http://stadt\u202emoc.example/": {"bad_url"},
        "http://st\u0430dt-b.example/a": {"bad_url"},  # a Cyrillic a
        "http://user@@:80:80/": {"bad_url"},
        "http://[::1/": {"bad_url"},
        "http://stadt-c.example:99999/": {"bad_url"},
        "http:///ohne-host": {"bad_url"},
    }  # fmt: skip
    listed = crawler.program.folder / "watched.txt"
    listed.write_text("\n".join([*good, *hostile]), encoding="utf-8")
    assert crawler.kaaw("links", "watch", str(listed)).code == 0
    settings = {
        "ARCHIVE": crawler.archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24",
        "DOWNLOAD_TIMEOUT": 10, "ARCHIVE_BACK_OFF_S": 0.1,
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    environment = {**crawler.environment(), "no_proxy": RAW}
    ran = crawler.program.run(*crawler.command([])[:4], "linkcheck", *options, env=environment, timeout=120)
    assert ran.code == 0, ran.output
    assert "Traceback" not in ran.output
    said = {row["link_url"]: row["verdict"] for row in crawler.rows("SELECT link_url, verdict FROM link_checks")}
    assert {url: said.get(url) for url in good} == dict.fromkeys(good, "ok")
    wrong = {url: said.get(url) for url, verdicts in hostile.items() if said.get(url) not in verdicts}
    assert wrong == {}


def _onward(seen: Seen) -> Answer:
    number = int(seen.host.partition(".")[0][1:])
    return redirect(f"http://h{number + 1}.example/weiter")
